/** What the bases of a class statement are instances of: one of their types must derive from all others, or no body runs. */
import { Undecided } from '../atom.ts'
import { isOfType, typeOf } from '../builtins/type-of.ts'
import { lookUp } from '../class-parts.ts'
import { PythonError } from '../python-error.ts'
import { Thing, type Value } from '../thing.ts'
import type { World } from '../world.ts'

/** TypeError where it is so; before, each that is no class is asked for `__mro_entries__`. */
export function refuseMixedBases(world: World, bases: readonly Value[]): void {
  for (const base of bases)
    if (base instanceof Thing && (base.isProxy || (base.cls !== null && lookUp(base.cls, '__getattr__') !== undefined)))
      throw new Undecided('a base of a class that is asked what it stands for')
  let [winner = null] = bases
  for (const base of bases.slice(1)) {
    if (isInstance(world, winner, base)) continue
    if (!isInstance(world, base, winner)) throw new PythonError('TypeError')
    winner = base
  }
}

/** The type of `value` derives from that of `other`. */
function isInstance(world: World, value: Value, other: Value): boolean {
  const type = typeOf(world, other)
  const answer = isOfType(world, value, type)
  world.decref(type)
  return answer
}
