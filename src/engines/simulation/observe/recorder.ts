/**
 * Turns what a machine does into events while a watched case runs: deaths, the collector, the allocator. Installs itself
 * as watcher and observer, and leaves both as they were; whoever observed the allocators before (a witness) still does.
 */
import type { Watch } from '../../../observation/case.ts'

import type { CollectionPhase } from '../../../observation/collector-event.ts'
import type { Handle } from '../../../observation/observations.ts'
import { nextOf, objectOf } from '../gc/gc-list.ts'
import type { Phase } from '../gc/gc-state.ts'
import type { Machine } from '../machine.ts'
import type { MachineWatcher } from '../machine-watcher.ts'
import { heapState } from '../memory/heap-state.ts'
import type { Address, SizeBytes } from '../memory/layout.ts'
import type { MemoryObserver } from '../memory/memory-observer.ts'
import { blockBytes } from '../memory/size-class.ts'
import { FreeListOf } from '../object/free-lists.ts'
import { freeListName, keptBlock, keptBlocks } from './free-list-names.ts'
import { observedTypeName } from './value.ts'

const PHASES: Readonly<Record<Phase, CollectionPhase>> = {
  merged: 'gc_list_merge',
  deduced: 'deduce_unreachable',
  weakrefs: 'handle_weakrefs',
  finalized: 'finalize_garbage',
  resurrected: 'handle_resurrected_objects',
  cleared: 'delete_garbage',
  done: 'done',
}

export class Recorder implements MachineWatcher, MemoryObserver {
  private readonly m: Machine
  private readonly watch: Watch
  private isClearing = false
  /** Who observes the allocators besides. */
  private before: MemoryObserver | null = null
  private beforePhase: ((phase: Phase) => void) | null = null
  /** Objects that were in a younger generation when the collection began. */
  private younger = new Set<Address>()

  constructor(m: Machine, watch: Watch) {
    this.m = m
    this.watch = watch
  }

  begin(): void {
    const { m } = this
    m.watcher = this
    if (this.watch.memory) {
      const heap = { ...heapState(m.space, m.objects.roots), freelists: keptBlocks(m) }
      m.log.report({ kind: 'heap', heap })
      this.before = m.objects.observe(this)
    }
    if (this.watch.collector) {
      this.beforePhase = m.gc.onPhase
      m.gc.onPhase = (phase) => {
        this.beforePhase?.(phase)
        m.log.report({ kind: 'phase', phase: PHASES[phase] })
      }
      this.policyChanged()
    }
  }

  end(): void {
    const { m } = this
    m.watcher = null
    if (this.watch.memory) m.objects.observe(this.before)
    if (this.watch.collector) m.gc.onPhase = this.beforePhase
  }

  // --- objects ---

  died(o: Address): void {
    if (!this.watch.deaths || this.isClearing || this.isOutside(o)) return
    this.m.log.report({ kind: 'died', object: o as Handle, type: observedTypeName(this.m, o) })
  }

  joinedFreeList(list: number, o: Address): void {
    if (list !== FreeListOf.dictKeys) this.died(o)
    if (this.watch.memory && !this.isOutside(o)) this.onFreeList('kept', list, o)
  }

  leftFreeList(list: number, o: Address): void {
    if (this.watch.memory && !this.isClearing && !this.isOutside(o)) this.onFreeList('reused', list, o)
  }

  private onFreeList(kind: 'kept' | 'reused', list: number, o: Address): void {
    this.m.log.report({ kind, address: keptBlock(list, o), list: freeListName(list) })
  }

  clearsFreeLists(begins: boolean): void {
    this.isClearing = begins
  }

  /** Part of the interpreter or of a program's code. */
  private isOutside(o: Address): boolean {
    return o < this.m.space.heapStart
  }

  // --- the collector ---

  tracked(o: Address): void {
    if (this.watch.collector) this.m.log.report({ kind: 'tracked', object: o as Handle })
  }

  untracked(o: Address): void {
    if (this.watch.collector) this.m.log.report({ kind: 'untracked', object: o as Handle })
  }

  counted(change: 1 | -1): void {
    if (this.watch.collector) this.m.log.report({ kind: 'counted', change })
  }

  policyChanged(): void {
    if (!this.watch.collector) return
    const { enabled, thresholds, counts } = this.m.gc
    this.m.log.report({ kind: 'policy', enabled, thresholds: [...thresholds], counts: [...counts] })
  }

  collectionBegins(generation: number): void {
    if (!this.watch.collector) return
    const { m } = this
    m.log.report({ kind: 'collection', generation })
    this.younger = new Set()
    // With the incremental collector only the first list is young.
    const lists = m.gc.incremental ? 1 : Math.min(generation + 1, 2)
    for (let i = 0; i < lists; i++) this.forEachMember(m.gc.heads[i as 0 | 1], (o) => this.younger.add(o))
  }

  survivorsMove(survivors: Address, generation: number): void {
    if (!this.watch.collector) return
    const older = this.m.gc.incremental || generation > 0 ? 2 : 1
    this.forEachMember(survivors, (o) => {
      if (this.younger.has(o)) this.m.log.report({ kind: 'promoted', object: o as Handle, generation: older })
    })
  }

  resurrected(o: Address): void {
    if (this.watch.collector) this.m.log.report({ kind: 'resurrected', object: o as Handle })
  }

  allResurrected(list: Address): void {
    this.forEachMember(list, (o) => this.resurrected(o))
  }

  cleared(o: Address): void {
    if (this.watch.collector) this.m.log.report({ kind: 'cleared', object: o as Handle })
  }

  calledBack(weakref: Address): void {
    if (this.watch.collector) this.m.log.report({ kind: 'called-back', object: weakref as Handle })
  }

  private forEachMember(list: Address, visit: (o: Address) => void): void {
    for (let head = nextOf(this.m, list); head !== list; head = nextOf(this.m, head)) visit(objectOf(head))
  }

  // --- the allocators ---

  allocated(address: Address, size: SizeBytes): void {
    this.before?.allocated?.(address, size)
    this.m.log.report({ kind: 'allocated', address, size })
  }

  freed(address: Address, size: SizeBytes): void {
    this.before?.freed?.(address, size)
    this.m.log.report({ kind: 'freed', address, size })
  }

  poolOpened(pool: Address, sizeClass: number): void {
    this.before?.poolOpened?.(pool, sizeClass)
    this.m.log.report({ kind: 'pool-opened', pool, size: blockBytes(sizeClass) })
  }

  poolReturned(pool: Address): void {
    this.before?.poolReturned?.(pool)
    this.m.log.report({ kind: 'pool-returned', pool })
  }

  arenaOpened(arena: Address, size: SizeBytes): void {
    this.before?.arenaOpened?.(arena, size)
    this.m.log.report({ kind: 'arena-opened', arena, size })
  }

  arenaReturned(arena: Address, size: SizeBytes): void {
    this.before?.arenaReturned?.(arena, size)
    this.m.log.report({ kind: 'arena-returned', arena, size })
  }

  systemAsked(address: Address, size: SizeBytes): void {
    this.before?.systemAsked?.(address, size)
    this.m.log.report({ kind: 'system-asked', address, size })
  }

  systemReturned(address: Address, size: SizeBytes): void {
    this.before?.systemReturned?.(address, size)
    this.m.log.report({ kind: 'system-returned', address, size })
  }
}
