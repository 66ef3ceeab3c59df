/**
 * Counts every reference again from nothing and asserts `refcount-equals-incoming-strong-edges`: the oracle's check of
 * itself, on a sample of cases, because its counts are kept incrementally.
 */
import { assert } from '../base/assert.ts'
import { ownReferences } from './class-parts.ts'
import { addRoots, addStrong } from './references.ts'
import { Thing, type Value } from './thing.ts'
import type { World } from './world.ts'

export function recount(world: World): void {
  const counts = new Map<Thing, number>()
  const references: Value[] = []
  addRoots(references, world)
  for (const thing of world.things) addStrong(references, thing, world.semantics)
  for (const value of references) if (value instanceof Thing) counts.set(value, (counts.get(value) ?? 0) + 1)
  for (const thing of world.things) {
    const own = thing.classPart === null ? 0 : ownReferences(thing.classPart)
    const incoming = (counts.get(thing) ?? 0) + own
    assert(
      thing.constant || incoming === thing.refs,
      `refcount-equals-incoming-strong-edges: ${thing.label} has ${thing.refs} but ${incoming} refer to it`,
    )
    assert(thing.constant || thing.refs > 0, 'no-living-thing-without-references')
  }
  for (const thing of counts.keys()) {
    const owned = thing === world.gcCallbacks || thing === world.gcGarbage || thing.constant
    assert(owned || thing.alive, `no-reference-to-a-dead-thing: ${thing.label}`)
  }
}
