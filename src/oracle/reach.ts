/**
 * Which candidates of a collection nothing outside holds: a walk from everything that is no candidate. No counts are
 * compared; a reference that the version's collector cannot see (see `references.ts`) makes its target a root.
 */
import { addHiddenParts, addRoots, addStrong, addTraversed, valuesBypassDict } from './references.ts'
import { Thing, type Value } from './thing.ts'
import type { World } from './world.ts'

/** The members of `candidates` that are not reachable from outside of `candidates`, in their order. */
export function unreachableAmong(world: World, candidates: readonly Thing[]): Thing[] {
  if (candidates.length === 0) return []
  const { semantics, things } = world
  const walk = ++world.walks
  for (let i = 0; i < candidates.length; i++) (candidates[i] as Thing).candidateOf = walk
  const pending: Value[] = []
  addRoots(pending, world)
  for (let i = 0; i < things.length; i++) {
    const thing = things[i] as Thing
    if (thing.candidateOf !== walk) addStrong(pending, thing, semantics)
    else if (thing.classPart !== null) addHiddenParts(pending, thing.classPart)
    else if (thing.dictThing !== null && valuesBypassDict(thing, semantics)) pending.push(thing.dictThing)
  }
  let reached = 0
  while (pending.length > 0) {
    const value = pending.pop()
    if (!(value instanceof Thing) || value.candidateOf !== walk || value.reachedBy === walk) continue
    value.reachedBy = walk
    reached++
    addTraversed(pending, value, semantics)
    if (value.cls !== null) pending.push(value.cls.thing)
  }
  const unreachable: Thing[] = []
  if (reached === candidates.length) return unreachable
  for (let i = 0; i < candidates.length; i++) {
    const thing = candidates[i] as Thing
    if (thing.reachedBy !== walk) unreachable.push(thing)
  }
  return unreachable
}
