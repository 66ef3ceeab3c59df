/** Which handle of the engine's names which living thing of the oracle's: a bijection that grows as things are seen. */
import { NumberTable } from '../../base/number-table.ts'
import type { Thing } from '../thing.ts'

/** The tables serve one judgement after the other: making them costs more than a small program's whole judgement. */
const LIVING = new NumberTable()
const LATEST = new NumberTable()

export class Bindings {
  /** Every thing that was ever bound; the tables hold positions in it. */
  private readonly bound: Thing[] = []
  private readonly living = LIVING
  private readonly latest = LATEST

  /** Takes the tables over: bindings made before are void. */
  constructor() {
    LIVING.clear()
    LATEST.clear()
  }

  thingOf(handle: number): Thing | undefined {
    return this.bound[this.living.get(handle)]
  }

  /** The thing that the handle names, or named last before it died. */
  latestOf(handle: number): Thing | undefined {
    return this.bound[this.latest.get(handle)]
  }

  /** Binds; false when the handle names another living thing or the thing has another handle. */
  bind(handle: number, thing: Thing): boolean {
    if (thing.handle === handle) return true
    if (thing.handle !== 0 || this.living.has(handle)) return false
    this.living.set(handle, this.bound.length)
    this.latest.set(handle, this.bound.length)
    this.bound.push(thing)
    thing.handle = handle
    thing.lastHandle = handle
    return true
  }

  release(thing: Thing): void {
    if (thing.handle === 0) return
    this.living.delete(thing.handle)
    thing.handle = 0
  }

  /** The label for messages. */
  name(handle: number, type = 'object'): string {
    return this.thingOf(handle)?.label ?? `${type}#?`
  }
}
