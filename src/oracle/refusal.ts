/**
 * Memory that runs out. Where exactly an interpreter asks for memory is nothing that a program means, so the oracle does
 * not know which of its own requests is the one that the engine refused: it makes one wherever something is made or grows
 * (`World.request`), and the judge tries one after the other until what the engine shows agrees with it to the end.
 */
import { assert } from '../base/assert.ts'
import type { StatementObservation } from '../observation/observations.ts'
import { ownReferences } from './class-parts.ts'
import { addRoots, addStrong } from './references.ts'
import { Thing, type Value } from './thing.ts'
import type { World } from './world.ts'

export function tellsOfRefusal({ events }: StatementObservation): boolean {
  return events.some(({ kind }) => kind === 'memory-refused')
}

/**
 * After the statement in which memory ran out: what the oracle's own code had in hand when it broke off is given up, and
 * dies if nobody else refers to it. That something is referred to more often than it counts is a bug of ours.
 */
export function giveUpWhatIsLost(world: World): void {
  for (let value = world.held.pop(); value !== undefined; value = world.held.pop()) world.decref(value)
  for (let isWhole = false; !isWhole; ) {
    isWhole = true
    for (const [thing, incoming] of incomingReferences(world)) {
      if (!thing.alive || thing.constant || thing.refs === incoming) continue
      assert(thing.refs > incoming, 'refcount-equals-incoming-strong-edges')
      isWhole = false
      thing.refs = Math.max(1, incoming)
      if (incoming === 0) world.decref(thing)
      break
    }
  }
}

function incomingReferences(world: World): Map<Thing, number> {
  const references: Value[] = []
  addRoots(references, world)
  const counts = new Map<Thing, number>()
  for (const thing of world.things) {
    addStrong(references, thing, world.semantics)
    counts.set(thing, thing.classPart === null ? 0 : ownReferences(thing.classPart))
  }
  for (const value of references) {
    const known = value instanceof Thing ? counts.get(value) : undefined
    if (known !== undefined) counts.set(value as Thing, known + 1)
  }
  return counts
}
