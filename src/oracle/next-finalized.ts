/** Finalizers, and whose turn it is where several things are to be finalized: what the engine shows decides. */
import { lookUp } from './class-parts.ts'
import { Thing, type Value } from './thing.ts'
import type { World } from './world.ts'

export function finalizer(thing: Thing): Value | undefined {
  return thing.cls === null ? undefined : lookUp(thing.cls, '__del__')
}

/** The one that the engine finalizes next. */
export function nextFinalized(world: World, candidates: readonly Thing[]): Thing {
  const untold = candidates.filter((thing) => !tellsItself(thing))
  if (untold.length > 0) return nextOfUntold(world, candidates, untold)
  const shown = world.witness.nextFinalized(candidates)
  if (shown === null) world.guess ??= SEVERAL
  return shown ?? (candidates[0] as Thing)
}

const SEVERAL = 'several things are finalized in an order that is not fixed'

/** Engines tell of a `__del__` that its class defines, by its object; of another function that `__del__` is, by that one's name. */
export function tellsItself(thing: Thing): boolean {
  const method = finalizer(thing)
  return method instanceof Thing && method.kind === 'function' && method.isMethod && method.code?.name === '__del__'
}

/** Where some finalizers do not tell themselves, it is one of those unless another's turn is told. */
function nextOfUntold(world: World, candidates: readonly Thing[], untold: readonly Thing[]): Thing {
  const told = candidates.filter(tellsItself)
  const shown =
    told.length > 0 && world.witness.finalizesNext(told) !== null ? world.witness.nextFinalized(told) : untold[0]
  // What is called without a sound may have come before.
  const isSilent = (thing: Thing) => {
    const method = finalizer(thing)
    return method instanceof Thing && method.kind !== 'function'
  }
  const isCertain = shown !== null && !untold.some(isSilent) && (told.includes(shown as Thing) || untold.length === 1)
  if (!isCertain) world.guess ??= SEVERAL
  return shown ?? (told[0] as Thing)
}
