/** Moves on dicts, with three keys (`'k'`, `'m'` and 1), and on the attribute dictionary of an instance. */
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { Kind } from '../kind.ts'
import { DATA_VARIABLES, KEYS, variable } from '../names.ts'
import { MAYBE, UNKNOWN_SIZE, UNSET } from '../sketch.ts'
import type { Operand } from '../syntax.ts'
import { call, compare, dict, does, drop, item, list, put, show, text } from '../syntax.ts'

const V = DATA_VARIABLES
const K = KEYS.length
const EMPTY = family([V], (v) => put(variable(v), dict()))
const CONSTRUCTED = family([V], (v) => put(variable(v), call('dict')))
const ONE = family([V, K, V], (v, k, w) => put(variable(v), dict([key(k), variable(w)])))
const KEYED = family([V, V], (v, w) => put(variable(v), dict([variable(w), variable(w)])))
const STORE = family([V, K, V], (v, k, w) => put(item(variable(v), key(k)), variable(w)))
const STORE_NEW = family([V, K, 3], (v, k, what) =>
  put(item(variable(v), key(k)), [1, list(), dict()][what] as Operand),
)
const READ = family([V, V, K], (v, w, k) => put(variable(v), item(variable(w), key(k))))
const GET = family([V, V, K], (v, w, k) => put(variable(v), call(`${variable(w)}.get`, key(k))))
const SHOW_GET = family([V, K], (v, k) => does(`${variable(v)}.get`, key(k), 0))
const ERASE = family([V, K], (v, k) => drop(item(variable(v), key(k))))
const POP = family([V, K, 2], (v, k, safe) => does(`${variable(v)}.pop`, ...(safe === 1 ? [key(k), null] : [key(k)])))
const SET_DEFAULT = family([V, K, V], (v, k, w) => does(`${variable(v)}.setdefault`, key(k), variable(w)))
const SET_DEFAULT_LIST = family([V, V, K], (v, w, k) =>
  put(variable(v), call(`${variable(w)}.setdefault`, key(k), list())),
)
const UPDATE = family([V, V], (v, w) => does(`${variable(v)}.update`, variable(w)))
const COPY = family([V, V], (v, w) => put(variable(v), call(`${variable(w)}.copy`)))
const CLEAR = family([V], (v) => does(`${variable(v)}.clear`))
const POP_ITEM = family([V], (v) => does(`${variable(v)}.popitem`))
const ASK = family([V, K], (v, k) => show(compare(key(k), 'in', variable(v))))
const ATTRIBUTE_DICT = family([V, V], (v, w) => put(variable(v), `${variable(w)}.__dict__`))
const ATTRIBUTE_DICT_IN = family([V], (v) => put(`${variable(v)}.x`, `${variable(v)}.__dict__`))

function key(k: number): Operand {
  const name = KEYS[k] as string | number
  return typeof name === 'string' ? text(name) : name
}

function make(composer: Composer) {
  const sketch = composer.sketch
  const v = composer.place()
  const w = composer.bound()
  switch (w < 0 ? 0 : composer.prng.below(5)) {
    case 0:
      composer.say(EMPTY(v))
      return sketch.bind(v, sketch.fresh(Kind.dict))
    case 1:
      composer.say(CONSTRUCTED(v))
      return sketch.bind(v, sketch.fresh(Kind.dict))
    case 2: {
      // Only instances are keys here: they hash by identity.
      const u = composer.holding(Kind.instance)
      if (u < 0) return
      const object = sketch.inside(sketch.at(u), Kind.dict)
      composer.say(KEYED(v, u))
      sketch.grow(object, 1)
      return sketch.bind(v, object)
    }
    default: {
      const k = composer.prng.below(K)
      const object = sketch.fresh(Kind.dict)
      if (!sketch.mayLink(object, sketch.at(w))) return
      composer.say(ONE(v, k, w))
      sketch.link(object, sketch.at(w))
      sketch.setCell(object, k, sketch.at(w))
      sketch.bind(v, object)
    }
  }
}

/** `v[key] = w` */
export function storeKey(composer: Composer, v: number, k: number, w: number): boolean {
  const sketch = composer.sketch
  if (!sketch.mayLink(sketch.at(v), sketch.at(w))) return false
  composer.say(STORE(v, k, w))
  sketch.link(sketch.at(v), sketch.at(w))
  sketch.setCell(sketch.at(v), k, sketch.at(w))
  return true
}

export function makeDict(composer: Composer, v: number): void {
  composer.say(EMPTY(v))
  composer.sketch.bind(v, composer.sketch.fresh(Kind.dict))
}

function presentKey(composer: Composer, object: number): number {
  const start = composer.prng.below(K)
  for (let i = 0; i < K; i++) {
    const k = (start + i) % K
    if (composer.sketch.cell(object, k) >= 0) return k
  }
  return -1
}

function store(composer: Composer) {
  const v = composer.holding(Kind.dict)
  if (v < 0) return make(composer)
  const k = composer.prng.below(K)
  if (composer.prng.percent(75)) return void storeKey(composer, v, k, composer.bound())
  const what = composer.prng.below(3)
  composer.say(STORE_NEW(v, k, what))
  const sketch = composer.sketch
  sketch.setCell(sketch.at(v), k, sketch.inside(sketch.at(v)))
  sketch.grow(sketch.at(v), 1)
}

export const dictMoves = {
  make,
  store,
  read: (composer: Composer) => {
    const sketch = composer.sketch
    const w = composer.holding(Kind.dict)
    if (w < 0) return make(composer)
    const object = sketch.at(w)
    const v = composer.place()
    const k = presentKey(composer, object)
    switch (composer.prng.below(5)) {
      case 0:
        return composer.say(SHOW_GET(w, composer.prng.below(K)))
      case 1:
        return composer.say(ASK(w, composer.prng.below(K)))
      case 2: {
        const any = composer.prng.below(K)
        composer.say(GET(v, w, any))
        const found = sketch.cell(object, any)
        return sketch.bind(v, found === UNSET ? sketch.atom : found >= 0 ? found : sketch.inside(object))
      }
      default:
        if (k < 0) return store(composer)
        composer.say(READ(v, w, k))
        sketch.bind(v, sketch.cell(object, k))
    }
  },
  remove: (composer: Composer) => {
    const sketch = composer.sketch
    const v = composer.holding(Kind.dict)
    if (v < 0) return make(composer)
    const object = sketch.at(v)
    const k = presentKey(composer, object)
    const any = composer.prng.below(K)
    switch (k < 0 ? composer.prng.below(2) : composer.prng.below(6)) {
      case 0:
        composer.say(POP(v, any, 1))
        return sketch.setCell(object, any, UNSET)
      case 1:
        composer.say(CLEAR(v))
        for (let i = 0; i < K; i++) sketch.setCell(object, i, UNSET)
        return
      case 2:
        composer.say(POP_ITEM(v))
        for (let i = 0; i < K; i++) if (sketch.cell(object, i) >= 0) sketch.setCell(object, i, MAYBE)
        return
      case 3:
        composer.say(POP(v, k, 0))
        return sketch.setCell(object, k, UNSET)
      default:
        composer.say(ERASE(v, k))
        sketch.setCell(object, k, UNSET)
    }
  },
  setDefault: (composer: Composer) => {
    const sketch = composer.sketch
    const v = composer.holding(Kind.dict)
    const w = composer.bound()
    if (v < 0) return make(composer)
    const object = sketch.at(v)
    const k = composer.prng.below(K)
    if (composer.prng.next() & 1) {
      if (!sketch.mayLink(object, sketch.at(w))) return
      composer.say(SET_DEFAULT(v, k, w))
      sketch.link(object, sketch.at(w))
      if (sketch.cell(object, k) < 0) sketch.setCell(object, k, sketch.inside(object))
      return
    }
    const place = composer.place()
    if (place === v) return
    composer.say(SET_DEFAULT_LIST(place, v, k))
    if (sketch.cell(object, k) < 0) sketch.setCell(object, k, sketch.inside(object))
    sketch.grow(object, 1)
    sketch.bind(place, sketch.cell(object, k))
  },
  merge: (composer: Composer) => {
    const sketch = composer.sketch
    const v = composer.holding(Kind.dict)
    const w = composer.holding(Kind.dict)
    if (v < 0) return make(composer)
    if (composer.prng.next() & 1) {
      const place = composer.place()
      composer.say(COPY(place, w))
      const object = sketch.inside(sketch.at(w), Kind.dict)
      sketch.grow(object, 1)
      for (let i = 0; i < K; i++) sketch.setCell(object, i, sketch.cell(sketch.at(w), i))
      return sketch.bind(place, object)
    }
    if (!sketch.mayLink(sketch.at(v), sketch.at(w))) return
    composer.say(UPDATE(v, w))
    sketch.link(sketch.at(v), sketch.at(w))
    for (let i = 0; i < K; i++) {
      const given = sketch.cell(sketch.at(w), i)
      if (given >= 0 || (given === MAYBE && sketch.cell(sketch.at(v), i) === UNSET))
        sketch.setCell(sketch.at(v), i, given)
    }
  },
  /** Rare: reading `__dict__` changes how the interpreter stores the attributes from then on. */
  attributeDict: (composer: Composer) => {
    const sketch = composer.sketch
    const w = composer.holding(Kind.instance)
    if (w < 0 || !sketch.entry(sketch.at(w)).hasDict) return
    if (composer.prng.percent(40)) {
      composer.say(ATTRIBUTE_DICT_IN(w))
      sketch.grow(sketch.at(w), 1)
      return sketch.setCell(sketch.at(w), 0, sketch.inside(sketch.at(w)))
    }
    const v = composer.place()
    composer.say(ATTRIBUTE_DICT(v, w))
    const object = sketch.inside(sketch.at(w))
    sketch.size[object] = UNKNOWN_SIZE
    sketch.grow(sketch.at(w), 1)
    sketch.bind(v, object)
  },
} as const
