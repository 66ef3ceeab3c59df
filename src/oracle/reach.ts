/**
 * Which candidates of a collection nothing outside holds: a walk from everything that is no candidate. No counts are
 * compared; a reference that the version's collector cannot see (see `traversedReferences`) makes its target a root.
 */
import { hiddenParts, rootReferences, strongReferences, traversedReferences, valuesBypassDict } from './references.ts'
import { Thing, type Value } from './thing.ts'
import type { World } from './world.ts'

/** The members of `candidates` that are not reachable from outside of `candidates`, in order of birth. */
export function unreachableAmong(world: World, candidates: ReadonlySet<Thing>): Thing[] {
  const walk = ++world.walks
  const pending: Thing[] = []
  const visit = (value: Value): void => {
    if (!(value instanceof Thing) || value.mark === walk || !candidates.has(value)) return
    value.mark = walk
    pending.push(value)
  }
  for (const value of rootReferences(world)) visit(value)
  for (const thing of world.things) {
    if (!candidates.has(thing)) for (const value of strongReferences(thing, world.semantics)) visit(value)
    else for (const value of unseenReferences(world, thing)) visit(value)
  }
  for (let thing = pending.pop(); thing !== undefined; thing = pending.pop()) {
    for (const value of traversedReferences(thing, world.semantics)) visit(value)
    if (thing.cls !== null) visit(thing.cls.thing)
  }
  return [...candidates].filter((thing) => thing.mark !== walk)
}

/** What `thing` holds without the collector's seeing it. */
function unseenReferences(world: World, thing: Thing): readonly Value[] {
  if (thing.classPart !== null) return hiddenParts(thing.classPart)
  return thing.dictThing !== null && valuesBypassDict(thing, world.semantics) ? [thing.dictThing] : []
}
