/**
 * Moves on lists. Lengths are followed as far as they are sure, so that indices hit; a list is doubled only while it
 * is short, so that no program grows without bound.
 */
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { ANYTHING, Kind } from '../kind.ts'
import { CLASSES, CLASSES_WITHOUT_ARGUMENT, DATA_VARIABLES, variable } from '../names.ts'
import { CELLS, UNKNOWN_SIZE } from '../sketch.ts'
import type { Operand } from '../syntax.ts'
import { arithmetic, call, compare, dict, does, drop, item, list, put, show, tuple } from '../syntax.ts'

const V = DATA_VARIABLES
/** No list that the program makes by `+`, `*` or `extend` is longer. */
const LONGEST = 12

const EMPTY = family([V], (v) => put(variable(v), list()))
const CONSTRUCTED = family([V], (v) => put(variable(v), call('list')))
const ONE = family([V, V], (v, w) => put(variable(v), list(variable(w))))
/** The second item is the first again or its neighbour: few statements, all shapes. */
const TWO = family([V, V, 2], (v, w, next) => put(variable(v), list(variable(w), variable((w + next) % V))))
const NESTED = family([V, V], (v, w) => put(variable(v), list(list(variable(w)), 1, variable(w))))
const APPEND = family([V, V], (v, w) => does(`${variable(v)}.append`, variable(w)))
const NEW_ITEMS: readonly Operand[] = [1, list(), dict(), tuple(list()), call('object')]
const APPEND_NEW = family([V, NEW_ITEMS.length], (v, what) => does(`${variable(v)}.append`, NEW_ITEMS[what] as Operand))
const APPEND_INSTANCE = family([V, CLASSES.length], (v, name) =>
  does(
    `${variable(v)}.append`,
    name < CLASSES_WITHOUT_ARGUMENT ? call(CLASSES[name] as string, v) : call(CLASSES[name] as string),
  ),
)
const POP = family([V, 3], (v, where) => does(`${variable(v)}.pop`, ...([[], [0], [-1]][where] as number[])))
const TAKE = family([V, V], (v, w) => put(variable(v), call(`${variable(w)}.pop`)))
const CLEAR = family([V], (v) => does(`${variable(v)}.clear`))
const REVERSE = family([V], (v) => does(`${variable(v)}.reverse`))
const EXTEND = family([V, V], (v, w) => does(`${variable(v)}.extend`, variable(w)))
const INSERT = family([V, V], (v, w) => does(`${variable(v)}.insert`, 0, variable(w)))
const REMOVE = family([V, V], (v, w) => does(`${variable(v)}.remove`, variable(w)))
const ASK = family([V, V, 3], (v, w, what) =>
  show(
    [
      call(`${variable(v)}.count`, variable(w)),
      compare(variable(w), 'in', variable(v)),
      compare(variable(w), 'not in', variable(v)),
    ][what] as Operand,
  ),
)
const INDEX = family([V, V], (v, w) => does(`${variable(v)}.index`, variable(w)))
const COPY = family([V, V], (v, w) => put(variable(v), call(`${variable(w)}.copy`)))
const STORE = family([V, 2, V], (v, where, w) => put(item(variable(v), where === 0 ? 0 : -1), variable(w)))
const READ = family([V, V, 2], (v, w, where) => put(variable(v), item(variable(w), where === 0 ? 0 : -1)))
const ERASE = family([V, 2], (v, where) => drop(item(variable(v), where === 0 ? 0 : -1)))
const REPEAT = family([V, V], (v, w) => put(variable(v), arithmetic(variable(w), '*', 2)))
const JOIN = family([V, V], (v, w) => put(variable(v), arithmetic(variable(v), '+', variable(w))))
const JOIN_NEW = family([V, V], (v, w) => put(variable(v), arithmetic(list(variable(w)), '+', list(null))))

export function makeList(composer: Composer, v: number): number {
  composer.say(EMPTY(v))
  const object = composer.sketch.fresh(Kind.list)
  composer.sketch.bind(v, object)
  return object
}

/** `v = [w]`; false when the chain would grow too long. */
export function wrapInList(composer: Composer, v: number, w: number): boolean {
  const sketch = composer.sketch
  const inner = sketch.at(w)
  const object = sketch.fresh(Kind.list)
  if (!sketch.mayLink(inner, object)) return false
  composer.say(ONE(v, w))
  sketch.link(inner, object)
  sketch.size[object] = 1
  sketch.setCell(object, 0, inner)
  sketch.bind(v, object)
  return true
}

/** `v.append(w)` */
export function append(composer: Composer, v: number, w: number): boolean {
  const sketch = composer.sketch
  const object = sketch.at(v)
  if (!sketch.mayLink(object, sketch.at(w))) return false
  composer.say(APPEND(v, w))
  noteAppended(composer, object, sketch.at(w))
  return true
}

export function noteAppended(composer: Composer, object: number, added: number): void {
  const sketch = composer.sketch
  sketch.link(object, added)
  const size = sketch.size[object] as number
  if (size === UNKNOWN_SIZE) return
  if (size < CELLS) sketch.setCell(object, size, added)
  sketch.size[object] = size + 1
}

/** Items moved about: the length is `size`, the contents are any of the group's. */
function shuffle(composer: Composer, object: number, size: number): void {
  composer.sketch.forget(object)
  composer.sketch.size[object] = size
}

function filled(composer: Composer): number {
  const v = composer.holding(Kind.list)
  return v >= 0 && (composer.sketch.size[composer.sketch.at(v)] as number) > 0 ? v : -1
}

/** The variable after `w` when it is bound, else `w`. */
export function neighbour(composer: Composer, w: number): number {
  const next = (w + 1) % V
  return composer.sketch.isBound(next) ? next : w
}

function make(composer: Composer) {
  const v = composer.place()
  const w = composer.bound()
  const sketch = composer.sketch
  switch (w < 0 ? 0 : composer.prng.below(6)) {
    case 0:
      return void makeList(composer, v)
    case 1:
      composer.say(CONSTRUCTED(v))
      return sketch.bind(v, sketch.fresh(Kind.list))
    case 2: {
      const object = sketch.fresh(Kind.list)
      if (!sketch.mayLink(sketch.at(w), object)) return
      composer.say(NESTED(v, w))
      sketch.link(sketch.at(w), object)
      sketch.grow(object, 1)
      shuffle(composer, object, 3)
      return sketch.bind(v, object)
    }
    case 3: {
      const u = neighbour(composer, w)
      if (!sketch.mayLink(sketch.at(w), sketch.at(u))) return
      composer.say(TWO(v, w, u === w ? 0 : 1))
      const [first, second, object] = [sketch.at(w), sketch.at(u), sketch.fresh(Kind.list)]
      noteAppended(composer, object, first)
      noteAppended(composer, object, second)
      return sketch.bind(v, object)
    }
    default:
      wrapInList(composer, v, w)
  }
}

function add(composer: Composer) {
  const v = composer.holding(Kind.list)
  if (v < 0) return make(composer)
  const sketch = composer.sketch
  const what = composer.prng.below(10)
  if (what < 2) {
    const place = composer.prng.below(NEW_ITEMS.length)
    composer.say(APPEND_NEW(v, place))
    return noteAppended(composer, sketch.at(v), sketch.inside(sketch.at(v)))
  }
  if (what < 3) {
    const name = composer.anyClass()
    composer.classEntry(name)
    composer.say(APPEND_INSTANCE(v, name))
    sketch.grow(sketch.at(v), 1)
    return noteAppended(composer, sketch.at(v), sketch.inside(sketch.at(v)))
  }
  const w = composer.holding(ANYTHING)
  if (what < 8) return void append(composer, v, w)
  if (!sketch.mayLink(sketch.at(v), sketch.at(w))) return
  composer.say(INSERT(v, w))
  sketch.link(sketch.at(v), sketch.at(w))
  const size = sketch.size[sketch.at(v)] as number
  shuffle(composer, sketch.at(v), size === UNKNOWN_SIZE ? size : size + 1)
}

export const listMoves = {
  make,
  add,
  remove: (composer: Composer) => {
    const v = filled(composer)
    if (v < 0) return add(composer)
    const sketch = composer.sketch
    const object = sketch.at(v)
    const size = (sketch.size[object] as number) - 1
    switch (composer.prng.below(6)) {
      case 0:
        composer.say(POP(v, composer.prng.below(3)))
        break
      case 1:
        composer.say(ERASE(v, composer.prng.below(2)))
        break
      case 2: {
        const w = composer.place()
        if (w === v) return
        composer.say(TAKE(w, v))
        sketch.bind(w, sketch.inside(object))
        break
      }
      case 3: {
        const w = composer.object()
        if (w < 0 || sketch.cell(object, 0) !== sketch.at(w)) return
        composer.say(REMOVE(v, w))
        break
      }
      case 4:
        composer.say(CLEAR(v))
        sketch.forget(object)
        sketch.size[object] = 0
        return
      default:
        composer.say(REVERSE(v))
        return shuffle(composer, object, size + 1)
    }
    shuffle(composer, object, size)
  },
  item: (composer: Composer) => {
    const w = filled(composer)
    if (w < 0) return make(composer)
    const sketch = composer.sketch
    const object = sketch.at(w)
    const last = composer.prng.below(2)
    const cell = last === 0 ? 0 : (sketch.size[object] as number) - 1
    const known = cell < CELLS ? sketch.cell(object, cell) : -1
    if (composer.prng.next() & 1) {
      const v = composer.place()
      composer.say(READ(v, w, last))
      return sketch.bind(v, known >= 0 ? known : sketch.inside(object))
    }
    const v = composer.bound()
    if (!sketch.mayLink(object, sketch.at(v))) return
    composer.say(STORE(w, last, v))
    sketch.link(object, sketch.at(v))
    if (cell < CELLS) sketch.setCell(object, cell, sketch.at(v))
  },
  ask: (composer: Composer) => {
    const v = composer.holding(Kind.list)
    // Instances compare by identity; two lists would be compared item by item, for ever when they are cyclic.
    const w = composer.holding(Kind.instance)
    if (v < 0 || w < 0) return make(composer)
    if (composer.sketch.cell(composer.sketch.at(v), 0) === composer.sketch.at(w)) composer.say(INDEX(v, w))
    else composer.say(ASK(v, w, composer.prng.below(3)))
  },
  extend: (composer: Composer) => {
    const v = composer.holding(Kind.list)
    const w = composer.holding(Kind.list | Kind.tuple)
    if (v < 0) return make(composer)
    const sketch = composer.sketch
    const sum = fits(composer, v, w)
    if (sum < 0) return
    composer.say(EXTEND(v, w))
    sketch.link(sketch.at(v), sketch.at(w))
    shuffle(composer, sketch.at(v), sum)
  },
  copy: (composer: Composer) => {
    const w = composer.holding(Kind.list)
    const v = composer.place()
    if (w < 0) return make(composer)
    composer.say(COPY(v, w))
    const sketch = composer.sketch
    const object = sketch.inside(sketch.at(w), Kind.list)
    sketch.grow(object, 1)
    shuffle(composer, object, sketch.size[sketch.at(w)] as number)
    sketch.bind(v, object)
  },
  join: (composer: Composer) => {
    const kind = composer.prng.percent(50) ? Kind.list : Kind.tuple
    const v = composer.holding(kind)
    const w = composer.holding(kind)
    if (v < 0) return make(composer)
    const sketch = composer.sketch
    const sum = fits(composer, v, w)
    if (sum < 0) return
    if (composer.prng.percent(20)) {
      composer.say(JOIN_NEW(v, w))
      const object = sketch.inside(sketch.at(w), Kind.list)
      shuffle(composer, object, 2)
      sketch.grow(object, 1)
      return sketch.bind(v, object)
    }
    const twice = composer.prng.next() & 1 && fits(composer, w, w) >= 0
    composer.say(twice ? REPEAT(v, w) : JOIN(v, w))
    const object = sketch.inside(sketch.at(w), kind)
    if (!twice) sketch.link(sketch.at(v), object)
    sketch.grow(object, 1)
    shuffle(composer, object, twice ? 2 * (sketch.size[sketch.at(w)] as number) : sum)
    sketch.bind(v, object)
  },
} as const

/** The length of both together, when it is sure, not too long, and they may be tied; else -1. */
function fits(composer: Composer, v: number, w: number): number {
  const sketch = composer.sketch
  const one = sketch.size[sketch.at(v)] as number
  const other = sketch.size[sketch.at(w)] as number
  if (one === UNKNOWN_SIZE || other === UNKNOWN_SIZE || one + other > LONGEST) return -1
  return sketch.mayLink(sketch.at(v), sketch.at(w)) ? one + other : -1
}
