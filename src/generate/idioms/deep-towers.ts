/**
 * Towers higher than the 50 deallocations that CPython's trashcan lets nest (to 3.12), made by one loop each: most of
 * things that die in silence, so that each single death is certain; one whose finalizers look at what was put off.
 */
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { DATA_VARIABLES, variable } from '../names.ts'
import {
  attribute,
  call,
  classOf,
  compare,
  define,
  dict,
  does,
  list,
  type Operand,
  put,
  text,
  tuple,
} from '../syntax.ts'
import { letGo } from './cycles.ts'
import { type Storey, towers } from './tower.ts'

const V = DATA_VARIABLES
const HEIGHTS = [30, 55, 60, 110]
/** A storey of instances, and one that tells, when it dies, whether what it refers to weakly is still there. */
const STOREY = 'Y'
const VIEWER = 'Z'

const STOREY_CLASS = family([1], () => classOf(STOREY, []))
const VIEWER_CLASS = family([1], () =>
  classOf(VIEWER, [
    define('__init__', ['self', 'seen'], [put('self.seen', call('weakref.ref', 'seen'))]),
    define('__del__', ['self'], [put('t', call('self.seen')), does('print', compare('t', 'is', null))]),
  ]),
)

const STOREYS: readonly Storey[] = [
  (v) => [put(v, list(v))],
  (v) => [put(v, list(v, list('i')))],
  (v) => [put(v, tuple(v, list()))],
  (v) => [put(v, dict([text('k'), v]))],
  (v, w) => [put(w, call(STOREY)), put(attribute(w, 'x'), v), put(v, w)],
  (v, w) => [put(w, call(STOREY)), put(attribute(w, 'x'), list(v)), put(v, w)],
  (v, w) => [put(w, call(STOREY)), put(attribute(w, 'x'), v), put(attribute(w, 'y'), call(VIEWER, v)), put(v, w)],
]
const OF_INSTANCES = 4
const VIEWED = 6
const BEGIN = family([V, 2], (v, what) => put(variable(v), [list(), call(STOREY)][what] as Operand))
const TOWER = towers(HEIGHTS, STOREYS)

export const deepTowerIdioms = {
  deep: (composer: Composer) => {
    const { prng, sketch } = composer
    const v = composer.anyVariable()
    const w = (v + 1) % V
    if (w >= composer.variables) return
    const storey = prng.below(STOREYS.length)
    if (storey >= OF_INSTANCES) composer.say(STOREY_CLASS(0))
    if (storey === VIEWED) composer.say(VIEWER_CLASS(0))
    composer.say(BEGIN(v, storey >= OF_INSTANCES ? 1 : 0))
    composer.say(TOWER(v, prng.below(HEIGHTS.length), storey))
    const object = sketch.fresh(1)
    // Nothing may be put on top of it.
    sketch.grow(object, 100)
    sketch.bind(v, object)
    if (storey >= OF_INSTANCES) sketch.bind(w, sketch.inside(object))
    if (prng.percent(85)) letGo(composer, v, ...(storey >= OF_INSTANCES ? [w] : []))
  },
} as const
