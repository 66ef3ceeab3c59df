/**
 * Which candidates of a collection nothing outside holds: a walk from everything that is no candidate. No counts are
 * compared; a reference that the version's collector cannot see (see `traversedReferences`) makes its target a root.
 */
import { hiddenParts, rootReferences, strongReferences, traversedReferences } from './references.ts'
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
    if (thing.cls !== null && world.semantics.instancesVisitClass) visit(thing.cls.thing)
  }
  return [...candidates].filter((thing) => thing.mark !== walk)
}

/** What `thing` holds without the collector's seeing it. */
function unseenReferences(world: World, thing: Thing): readonly Value[] {
  if (thing.classPart !== null) return hiddenParts(thing.classPart)
  if (thing.kind !== 'instance' || thing.cls === null) return []
  const unseen: Value[] = []
  if (thing.dictThing !== null && !traversedReferences(thing, world.semantics).includes(thing.dictThing)) {
    unseen.push(thing.dictThing)
  }
  // Up to 3.8 instances of program classes do not visit their class (bpo-35810, bpo-40217).
  if (!world.semantics.instancesVisitClass) unseen.push(thing.cls.thing)
  return unseen
}
