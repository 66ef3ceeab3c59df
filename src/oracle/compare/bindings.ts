/** Which handle of the engine's names which living thing of the oracle's: a bijection that grows as things are seen. */
import type { Thing } from '../thing.ts'

export class Bindings {
  private readonly things = new Map<number, Thing>()
  private readonly formerly = new Map<number, Thing>()

  thingOf(handle: number): Thing | undefined {
    return this.things.get(handle)
  }

  /** Binds; false when the handle names another living thing or the thing has another handle. */
  bind(handle: number, thing: Thing): boolean {
    if (thing.handle === handle) return true
    if (thing.handle !== 0 || this.things.has(handle)) return false
    this.things.set(handle, thing)
    thing.handle = handle
    thing.lastHandle = handle
    return true
  }

  release(thing: Thing): void {
    if (thing.handle === 0) return
    this.things.delete(thing.handle)
    this.formerly.set(thing.handle, thing)
    thing.handle = 0
  }

  /** The thing that the handle names, or named last before it died. */
  latestOf(handle: number): Thing | undefined {
    return this.things.get(handle) ?? this.formerly.get(handle)
  }

  /** The label for messages. */
  name(handle: number, type = 'object'): string {
    return this.things.get(handle)?.label ?? `${type}#?`
  }
}
