/**
 * Moves on tuples, sets and frozensets. A set holds small ints, or one instance: with two its order would depend on
 * addresses, and so would the order in which they die.
 */
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { Kind } from '../kind.ts'
import { DATA_VARIABLES, variable } from '../names.ts'
import { CELLS } from '../sketch.ts'
import type { Operand } from '../syntax.ts'
import { call, compare, does, item, put, set, show, tuple, unpack } from '../syntax.ts'
import { neighbour } from './lists.ts'

const V = DATA_VARIABLES
const ONE = family([V, V], (v, w) => put(variable(v), tuple(variable(w))))
const TWO = family([V, V, 2], (v, w, next) => put(variable(v), tuple(variable(w), variable((w + next) % V))))
const FROM_LIST = family([V, V], (v, w) => put(variable(v), call('tuple', variable(w))))
const EMPTY = family([V], (v) => put(variable(v), tuple()))
const READ = family([V, V, 2], (v, w, where) => put(variable(v), item(variable(w), where)))
const UNPACK = family([V, V], (v, w) => unpack(variable(v), variable((v + 1) % V), variable(w)))

const SETS: readonly ((v: Operand) => Operand)[] = [
  () => call('set'),
  () => set(1, 2, 3),
  (v) => set(v),
  (v) => call('frozenset', tuple(v)),
  () => call('frozenset', tuple(1, 2)),
  () => call('frozenset'),
]
const HOLDS_INSTANCE = [false, false, true, true, false, false]
const SET = family([V, SETS.length, V], (v, what, w) =>
  put(variable(v), (SETS[what] as (v: Operand) => Operand)(variable(w))),
)
const ADD = family([V, V], (v, w) => does(`${variable(v)}.add`, variable(w)))
const DISCARD = family([V, V], (v, w) => does(`${variable(v)}.discard`, variable(w)))
const ADD_NUMBER = family([V, 4], (v, n) => does(`${variable(v)}.add`, n))
const DISCARD_NUMBER = family([V, 4], (v, n) => does(`${variable(v)}.discard`, n))
const CLEAR = family([V], (v) => does(`${variable(v)}.clear`))
const POP = family([V], (v) => does(`${variable(v)}.pop`))
const ASK = family([V, V], (v, w) => show(compare(variable(w), 'in', variable(v))))
/** The cell of a set that says which instance it holds; its size says how many numbers it may hold. */
const MEMBER = 0

/** `v = (w,)`; false when the chain would grow too long. */
export function wrapInTuple(composer: Composer, v: number, w: number): boolean {
  const sketch = composer.sketch
  const inner = sketch.at(w)
  const object = sketch.fresh(Kind.tuple)
  if (!sketch.mayLink(inner, object)) return false
  composer.say(ONE(v, w))
  sketch.link(inner, object)
  sketch.size[object] = 1
  sketch.setCell(object, 0, inner)
  sketch.bind(v, object)
  return true
}

function make(composer: Composer) {
  const sketch = composer.sketch
  const v = composer.place()
  const w = composer.bound()
  switch (w < 0 ? 0 : composer.prng.below(8)) {
    case 0:
      composer.say(EMPTY(v))
      // The empty tuple is one shared object: an atom as far as identity goes.
      return sketch.bind(v, sketch.atom)
    case 1: {
      const from = composer.holding(Kind.list)
      // `tuple([])` is the shared empty tuple, too.
      if (from < 0 || (sketch.size[sketch.at(from)] as number) < 1) return
      composer.say(FROM_LIST(v, from))
      const object = sketch.inside(sketch.at(from), Kind.tuple)
      sketch.grow(object, 1)
      sketch.size[object] = sketch.size[sketch.at(from)] as number
      for (let i = 0; i < CELLS; i++) sketch.setCell(object, i, sketch.cell(sketch.at(from), i))
      return sketch.bind(v, object)
    }
    case 2:
    case 3:
    case 4:
      return void wrapInTuple(composer, v, w)
    default: {
      const u = neighbour(composer, w)
      if (!sketch.mayLink(sketch.at(w), sketch.at(u))) return
      composer.say(TWO(v, w, u === w ? 0 : 1))
      const object = sketch.fresh(Kind.tuple)
      sketch.size[object] = 2
      sketch.setCell(object, 0, sketch.at(w))
      sketch.setCell(object, 1, sketch.at(u))
      sketch.link(object, sketch.at(w))
      sketch.link(object, sketch.at(u))
      sketch.bind(v, object)
    }
  }
}

export const tupleMoves = {
  make,
  read: (composer: Composer) => {
    const sketch = composer.sketch
    const w = composer.holding(Kind.tuple)
    if (w < 0) return make(composer)
    const object = sketch.at(w)
    const size = sketch.size[object] as number
    if (size === 2 && composer.prng.percent(40)) {
      const v = composer.anyVariable()
      composer.say(UNPACK(v, w))
      const [first, second] = [known(composer, object, 0), known(composer, object, 1)]
      sketch.bind(v, first)
      return sketch.bind((v + 1) % V, second)
    }
    if (size < 1) return make(composer)
    const where = size > 1 ? composer.prng.below(2) : 0
    const v = composer.place()
    composer.say(READ(v, w, where))
    sketch.bind(v, known(composer, object, where))
  },
} as const

function known(composer: Composer, object: number, cell: number): number {
  const value = composer.sketch.cell(object, cell)
  return value >= 0 ? value : composer.sketch.inside(object)
}

/** `v = {w}` or `v = frozenset((w,))`, of one instance. */
export function makeSetOf(composer: Composer, v: number, w: number, frozen: boolean): boolean {
  const sketch = composer.sketch
  const member = sketch.at(w)
  const object = sketch.fresh(frozen ? Kind.frozenset : Kind.set)
  if (!sketch.mayLink(member, object)) return false
  composer.say(SET(v, frozen ? 3 : 2, w))
  sketch.link(object, member)
  sketch.setCell(object, MEMBER, member)
  sketch.bind(v, object)
  return true
}

function makeSet(composer: Composer) {
  const sketch = composer.sketch
  const v = composer.place()
  const what = composer.prng.below(SETS.length)
  const w = composer.holding(Kind.instance)
  const frozen = what >= 3
  if (HOLDS_INSTANCE[what]) {
    if (w >= 0) makeSetOf(composer, v, w, frozen)
    return
  }
  // The text does not depend on the last index here: one statement whatever `w` is.
  composer.say(SET(v, what, 0))
  // Empty and constant frozensets may be shared objects.
  const object = frozen ? sketch.atom : sketch.fresh(Kind.set)
  if (!frozen) sketch.size[object] = what === 1 ? 3 : 0
  sketch.bind(v, object)
}

export const setMoves = {
  make: makeSet,
  change: (composer: Composer) => {
    const sketch = composer.sketch
    const v = composer.holding(Kind.set)
    if (v < 0) return makeSet(composer)
    const object = sketch.at(v)
    const w = composer.holding(Kind.instance)
    const n = composer.prng.below(4)
    const member = sketch.cell(object, MEMBER)
    switch (composer.prng.below(7)) {
      case 0:
        if (member >= 0 || w < 0 || (sketch.size[object] as number) !== 0 || !sketch.mayLink(object, sketch.at(w)))
          return
        composer.say(ADD(v, w))
        sketch.link(object, sketch.at(w))
        return sketch.setCell(object, MEMBER, sketch.at(w))
      case 1:
        if (w < 0) return
        composer.say(DISCARD(v, w))
        if (member === sketch.at(w)) sketch.setCell(object, MEMBER, -1)
        return
      case 2:
        composer.say(CLEAR(v))
        sketch.size[object] = 0
        return sketch.setCell(object, MEMBER, -1)
      case 3:
        return composer.say(DISCARD_NUMBER(v, n))
      case 4:
        // A set with one instance alone: what it pops is sure, and so is that it is not empty.
        if (member < 0 || (sketch.size[object] as number) !== 0) return
        composer.say(POP(v))
        return sketch.setCell(object, MEMBER, -1)
      case 5:
        if (w >= 0) composer.say(ASK(v, w))
        return
      default:
        if (member >= 0) return
        composer.say(ADD_NUMBER(v, n))
        sketch.size[object] = (sketch.size[object] as number) + 1
    }
  },
} as const
