/**
 * Who watches a machine's objects: deaths, free lists, and what the collector does. Absent (`Machine.watcher` is null), a
 * part of the machine pays one comparison for it. What the allocators do is `memory/memory-observer.ts`.
 */
import type { Address } from './memory/layout.ts'

export interface MachineWatcher {
  /** The object is about to give up its memory; its type is still there. */
  died(o: Address): void
  /** The object leaves the free list of that number, to be made anew or (while a full collection clears it) freed. */
  leftFreeList(list: number, o: Address): void
  /** A dead object joins a free list. */
  joinedFreeList(list: number, o: Address): void
  /** A full collection gives back what the free lists hold: memory of objects that are long dead. */
  clearsFreeLists(begins: boolean): void
  tracked(o: Address): void
  untracked(o: Address): void
  counted(change: 1 | -1): void
  /** Thresholds or the switch of automatic collection have changed. */
  policyChanged(): void
  collectionBegins(generation: number): void
  /** The members of a list of GC heads have survived the collection of `generation`. */
  survivorsMove(survivors: Address, generation: number): void
  /** A finalizer saved the object itself. */
  resurrected(o: Address): void
  /** Every member of a list of GC heads. */
  allResurrected(list: Address): void
  cleared(o: Address): void
  calledBack(weakref: Address): void
}
