/**
 * Which candidates of a collection nothing outside holds: a walk from everything that is no candidate. No counts are
 * compared; a reference that the version's collector cannot see (see `references.ts`) makes its target a root.
 */
import { valuesBypassDict, visitHiddenParts, visitRoots, visitStrong, visitTraversed } from './references.ts'
import { Thing, type Value } from './thing.ts'
import type { World } from './world.ts'

/** The members of `candidates` that are not reachable from outside of `candidates`, in their order. */
export function unreachableAmong(world: World, candidates: readonly Thing[]): Thing[] {
  const { semantics } = world
  const walk = ++world.walks
  for (const thing of candidates) thing.candidateOf = walk
  const pending: Thing[] = []
  const visit = (value: Value): void => {
    if (!(value instanceof Thing) || value.candidateOf !== walk || value.reachedBy === walk) return
    value.reachedBy = walk
    pending.push(value)
  }
  visitRoots(world, visit)
  for (const thing of world.things) {
    if (thing.candidateOf !== walk) visitStrong(thing, semantics, visit)
    else if (thing.classPart !== null) visitHiddenParts(thing.classPart, visit)
    else if (thing.dictThing !== null && valuesBypassDict(thing, semantics)) visit(thing.dictThing)
  }
  for (let thing = pending.pop(); thing !== undefined; thing = pending.pop()) {
    visitTraversed(thing, semantics, visit)
    if (thing.cls !== null) visit(thing.cls.thing)
  }
  return candidates.filter((thing) => thing.reachedBy !== walk)
}
