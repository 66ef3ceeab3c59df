/**
 * Moves on generators: made, advanced, sent to, thrown into, closed, consumed.
 *
 * Keeps true: no iterator over a list that something might lengthen is kept, and what consumes a generator puts nothing
 * into a list that one may go through; so that everything ends.
 */
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { Kind } from '../kind.ts'
import { clause, comprehension, lambda } from '../later-syntax.ts'
import { DATA_VARIABLES, variable, WALKS } from '../names.ts'
import type { Operand } from '../syntax.ts'
import { call, does, each, list, put, tuple } from '../syntax.ts'
import { argumentsFor, bindResult, noteLaterCall } from './subjects.ts'

const V = DATA_VARIABLES
const MAKE = family([WALKS.length, V, V, 3], (name, u, v, place) =>
  put(variable([u, v, (u + 1) % V][place] as number), call(WALKS[name] as string, variable(u), variable(v))),
)
const ADVANCE = family(
  [V, V, 4],
  (v, w, how) =>
    [
      does('next', variable(v), null),
      does('next', variable(v)),
      put(variable(w), call('next', variable(v), null)),
      does(`${variable(v)}.send`, variable(w)),
    ][how] as ReturnType<typeof does>,
)
const FINISH = family(
  [V, V, 5],
  (v, w, how) =>
    [
      does(`${variable(v)}.close`),
      does(`${variable(v)}.close`),
      does(`${variable(v)}.throw`, 'KeyError'),
      does(`${variable(v)}.throw`, call('ValueError', variable(w))),
      does(`${variable(v)}.throw`, 'GeneratorExit'),
    ][how] as ReturnType<typeof does>,
)
const CONSUME = family([V, V, 4], (v, w, how) => put(variable(w), consumed(variable(v), how)))
const CONSUME_LOOP = family([V, 3], (v, how) =>
  each(
    'i',
    variable(v),
    [[{ kind: 'pass' } as const], [{ kind: 'break' } as const], [does('kept.append', 'i')]][how] as [],
  ),
)
const EXTEND = family([V, WALKS.length, V], (u, name, v) =>
  does(`${variable(u)}.extend`, call(WALKS[name] as string, variable(u), variable(v))),
)
const EXPRESSION = family([V, V, 4], (v, w, how) =>
  put(variable(v), generatorExpression(variable(v), variable(w), how)),
)

function consumed(v: string, how: number): Operand {
  return [
    call('list', v),
    call('tuple', v),
    comprehension('list-comprehension', tuple('i', list()), clause('i', v)),
    comprehension('list-comprehension', lambda([], 'i'), clause('i', v)),
  ][how] as Operand
}

function generatorExpression(v: string, w: string, how: number): Operand {
  const over = tuple(w, list(w))
  return [
    comprehension('generator-expression', 'i', clause('i', over)),
    comprehension('generator-expression', tuple('i', v), clause('i', over)),
    comprehension('generator-expression', lambda([], 'i'), clause('i', over)),
    comprehension('generator-expression', 'k', clause('i', tuple(over)), clause('k', 'i')),
  ][how] as Operand
}

/** `v = walk0(u, w)`; gives the variable, or -1. */
export function makeWalk(composer: Composer): number {
  const { prng } = composer
  const name = prng.below(WALKS.length)
  const given = argumentsFor(composer, composer.later.entry(composer, WALKS[name] as string))
  if (given === undefined) return -1
  const [u, v] = given
  const place = prng.below(3)
  const target = [u, v, (u + 1) % V][place] as number
  if (target >= composer.variables) return -1
  composer.say(MAKE(name, u, v, place))
  noteLaterCall(composer, u, v)
  bindResult(composer, target, u, Kind.generator)
  return target
}

export function advance(composer: Composer, v: number): void {
  const { prng, sketch } = composer
  const how = prng.pick([0, 0, 0, 1, 2, 2, 3])
  const w = how === 2 ? composer.place() : composer.bound()
  if (w < 0 || (how === 2 && w === v)) return composer.say(ADVANCE(v, 0, 0))
  composer.say(ADVANCE(v, how < 2 ? 0 : w, how))
  if (how === 2) sketch.bind(w, sketch.inside(sketch.at(v)))
  if (how === 3) sketch.link(sketch.at(v), sketch.at(w))
}

/** A variable with a generator, made now if need be; -1 where that failed. */
export function walking(composer: Composer): number {
  const held = composer.holding(Kind.generator)
  return held >= 0 ? held : makeWalk(composer)
}

export const walkMoves = {
  make: (composer: Composer) => {
    const v = makeWalk(composer)
    if (v >= 0 && composer.prng.percent(75)) advance(composer, v)
  },
  expression: (composer: Composer) => {
    const [v, w] = [composer.bound(), composer.bound()]
    const { sketch, prng } = composer
    if (v < 0 || !sketch.mayLink(sketch.at(v), sketch.at(w))) return
    composer.say(EXPRESSION(v, w, prng.below(4)))
    sketch.link(sketch.at(v), sketch.at(w))
    bindResult(composer, v, w, Kind.generator)
  },
  advance: (composer: Composer) => {
    const v = walking(composer)
    if (v >= 0) advance(composer, v)
  },
  finish: (composer: Composer) => {
    const v = composer.holding(Kind.generator)
    const w = composer.bound()
    if (v < 0) return
    const how = composer.prng.below(5)
    composer.say(FINISH(v, how === 3 ? w : 0, how))
  },
  consume: (composer: Composer) => {
    const v = walking(composer)
    if (v < 0) return
    const { prng, sketch } = composer
    if (prng.percent(40)) {
      const how = prng.below(3)
      if (how === 2) composer.provideKept()
      return composer.say(CONSUME_LOOP(v, how))
    }
    const w = composer.place()
    const how = prng.below(4)
    composer.say(CONSUME(v, w, how))
    sketch.bind(w, sketch.inside(sketch.at(v), how === 1 ? Kind.tuple : Kind.list))
  },
  /** A list grows by what a generator yields that may change the list. */
  extend: (composer: Composer) => {
    const name = composer.prng.below(WALKS.length)
    const entry = composer.later.entry(composer, WALKS[name] as string)
    const u = composer.holding(Kind.list)
    const v = composer.bound()
    const { sketch } = composer
    if (u < 0 || entry.shape === 'instance' || !sketch.mayLink(sketch.at(u), sketch.at(v))) return
    composer.say(EXTEND(u, name, v))
    noteLaterCall(composer, u, v)
  },
} as const
