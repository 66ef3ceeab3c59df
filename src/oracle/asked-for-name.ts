/**
 * What the text of a value may run: that of a weakref asks what it stands for for its `__name__` (up to 3.10), and so does that
 * of everything that contains one.
 */
import { lookUp } from './class-parts.ts'
import { addStrong } from './references.ts'
import { Thing, type Value } from './thing.ts'
import type { World } from './world.ts'

/** Whether the text of `value` may call `__getattr__`: always on the careful side. */
export function mayAskForName(world: World, value: Value): boolean {
  const seen = new Set<Value>()
  const pending: Value[] = [value]
  while (pending.length > 0) {
    const next = pending.pop()
    if (!(next instanceof Thing) || seen.has(next)) continue
    seen.add(next)
    const cls = next.target?.cls
    if (cls && lookUp(cls, '__getattr__') !== undefined) return true
    addStrong(pending, next, world.semantics)
  }
  return false
}
