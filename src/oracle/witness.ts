/**
 * What the oracle's interpreter tells as it goes, and asks where the language leaves a choice open: the order of
 * finalizers in one unreachable set, for example. The judge implements it over an engine's events: each claim is
 * compared with the next event, each question is answered by looking at it.
 */
import type { Thing } from './thing.ts'

/** Why something is claimed: decides which rule is broken when it is not seen. */
export type Occasion = 'refcount' | 'full-collection' | 'partial-collection'

export interface Witness {
  initialized(thing: Thing): void
  finalized(thing: Thing, occasion: Occasion): void
  entered(name: string, asCallback: Thing | null): void
  /** The callback of a weakref that is trash itself must not run. */
  suppressed(weakref: Thing): void
  printed(text: string): void
  unraisable(type: string): void
  /** Which of `candidates` (two or more) the engine finalizes next; null where several fit its next event equally. */
  nextFinalized(candidates: readonly Thing[]): Thing | null
  /** The one of `candidates` that the engine finalizes next, if it finalizes one next. */
  finalizesNext(candidates: readonly Thing[]): Thing | null
  /** Name of the function that the engine enters next, null where something else comes. */
  nextEntered(): string | null
  /** A thing has died: its handle may now name another. */
  died(thing: Thing): void
  /** From here to the matching end things die in an order that the language leaves open. */
  anyOrder(begins: boolean, occasion: Occasion): void
}
