/**
 * Idioms that nest what level 2 adds, some deeper than the 50 deallocations that CPython's trashcan lets nest: generators
 * that hold generators, closures, bound methods, exceptions by cause and context; and recursion that keeps its frames.
 */
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { clause, comprehension, lambda } from '../later-syntax.ts'
import { DATA_VARIABLES, DEEPS, variable, WITNESS } from '../names.ts'
import { attribute, call, does, list, type Operand, put, tuple } from '../syntax.ts'
import { letGo } from './cycles.ts'
import { type Storey, towers } from './tower.ts'

const V = DATA_VARIABLES
const HEIGHTS = [5, 20, 60, 110]

const STOREYS: readonly Storey[] = [
  (v) => [put(v, comprehension('generator-expression', 'k', clause('k', tuple(v))))],
  (v) => [put(v, comprehension('generator-expression', tuple('k', 'i'), clause('k', tuple(v, 1)))), does('next', v)],
  (v) => [put(v, call(lambda(['k'], lambda([], 'k')), v))],
  (v) => [put(v, call(lambda(['k'], list(lambda([], 'k'), lambda([], 'k'))), v))],
  (v, w) => [put(w, call(WITNESS, 'i')), put(attribute(w, 'x'), v), put(v, attribute(w, 'm'))],
  (v, w) => [put(w, call('ValueError', 'i')), put(`${w}.__cause__`, v), put(v, w)],
  (v, w) => [put(w, call('KeyError', 'i')), put(`${w}.__context__`, v), put(v, w)],
  (v, w) => [put(w, call('ValueError', 'i')), put(`${w}.x`, list(v)), put(v, w)],
  (v) => [
    put(
      v,
      call('weakref.ref', call(WITNESS, 'i'), lambda(['r', { name: 'k', default: { kind: 'name', name: v } }], 'k')),
    ),
  ],
]
/** These begin with an exception. */
const EXCEPTIONS = [5, 6, 7]
const USING_WITNESSES = [4, 8]
const BEGIN = family([V, 2], (v, what) => put(variable(v), what === 0 ? call(WITNESS, 0) : call('ValueError', 0)))
const TOWER = towers(HEIGHTS, STOREYS)
const ROUNDS: readonly Operand[] = [2, 5, 20, 60]
const DESCEND = family([V, V, ROUNDS.length], (v, w, rounds) =>
  put(variable(v), call(DEEPS[0], ROUNDS[rounds] as Operand, variable(w))),
)

export const laterTowerIdioms = {
  storeys: (composer: Composer) => {
    const { prng, sketch } = composer
    const v = composer.anyVariable()
    const w = (v + 1) % V
    if (w >= composer.variables) return
    const storey = prng.below(STOREYS.length)
    const isException = EXCEPTIONS.includes(storey)
    if (USING_WITNESSES.includes(storey) || !isException) composer.later.entry(composer, WITNESS)
    composer.say(BEGIN(v, isException ? 1 : 0))
    composer.say(TOWER(v, prng.below(HEIGHTS.length), storey))
    const object = sketch.fresh(1)
    // Nothing may be put on top of it.
    sketch.grow(object, 100)
    sketch.bind(v, object)
    if (storey >= 4 && storey < 8) sketch.bind(w, sketch.inside(object))
    if (prng.percent(75)) letGo(composer, v, ...(storey >= 4 && storey < 8 ? [w] : []))
  },
  descend: (composer: Composer) => {
    const { prng, sketch } = composer
    const [v, w] = [composer.place(), composer.bound()]
    if (w < 0) return
    composer.later.entry(composer, DEEPS[0])
    composer.say(DESCEND(v, w, prng.below(ROUNDS.length)))
    const object = sketch.fresh(1)
    sketch.link(object, sketch.at(w))
    sketch.grow(object, 100)
    sketch.bind(v, object)
    if (prng.percent(50)) letGo(composer, v)
  },
} as const
