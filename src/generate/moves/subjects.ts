/** What a definition of level 2 is given to work on, and what its call does to the sketch. */
import type { Composer } from '../composer.ts'
import { Kind } from '../kind.ts'
import type { LaterEntry, Shape } from '../palette/later-entry.ts'
import { makeList } from './lists.ts'
import { makeLinkable } from './variables.ts'

/** A variable with something of that shape, made now where there is none; -1: nothing is bound. */
export function subject(composer: Composer, shape: Shape): number {
  if (shape === 'any') return composer.bound()
  if (shape === 'list') {
    const held = composer.holding(Kind.list)
    if (held >= 0) return held
    const v = composer.place()
    makeList(composer, v)
    return v
  }
  const known = linkable(composer)
  if (known >= 0) return known
  const v = composer.place()
  makeLinkable(composer, v)
  return v
}

/** A variable with an instance whose `x` and `y` can be set; -1 when there is none. */
export function linkable(composer: Composer): number {
  const { sketch } = composer
  const start = composer.anyVariable()
  for (let i = 0; i < composer.variables; i++) {
    const v = (start + i) % composer.variables
    if (sketch.kind(v) === Kind.instance && (sketch.entry(sketch.at(v)).settable & 3) === 3) return v
  }
  return -1
}

const GROWTH = 4

/** Two arguments that a definition may tie together; undefined where a chain would grow too long. */
export function argumentsFor(composer: Composer, entry: LaterEntry): readonly [number, number] | undefined {
  const u = subject(composer, entry.shape)
  if (u < 0) return undefined
  const { sketch } = composer
  const held = composer.bound()
  const v = held >= 0 && sketch.mayLink(sketch.at(u), sketch.at(held)) ? held : u
  return [u, v]
}

/** Notes a call: its arguments are of one group now, and what they hold is unknown. */
export function noteLaterCall(composer: Composer, u: number, v: number): void {
  const { sketch } = composer
  const object = sketch.at(u)
  sketch.link(object, sketch.at(v))
  if (object === sketch.atom) return
  sketch.grow(object, GROWTH)
  sketch.forget(object)
}

/** What a call gave, of that kind, in the group of its first argument. */
export function bindResult(composer: Composer, place: number, u: number, kind: number): void {
  const { sketch } = composer
  const object = sketch.at(u)
  sketch.bind(place, object === sketch.atom ? sketch.fresh(kind) : sketch.inside(object, kind))
}

export const RESULT_KINDS = {
  generator: Kind.generator,
  function: Kind.callable,
  instance: Kind.unknown,
  unknown: Kind.unknown,
} as const
