/** Moves on attributes of instances, one and two steps deep. */
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { Kind } from '../kind.ts'
import { ATTRIBUTES, DATA_VARIABLES, variable } from '../names.ts'
import { CELLS, UNSET } from '../sketch.ts'
import type { Operand } from '../syntax.ts'
import { dict, drop, list, put, putBoth, text, tuple } from '../syntax.ts'

const V = DATA_VARIABLES
const STORE = family([V, CELLS, V], (v, k, w) => put(field(v, k), variable(w)))
const READ = family([V, V, CELLS], (v, w, k) => put(variable(v), field(w, k)))
const ERASE = family([V, CELLS], (v, k) => drop(field(v, k)))
/** Two steps only through `x` and `y`: enough for shapes, few enough statements. */
const STORE_DEEP = family([V, 2, 2, V], (v, k, j, w) => put(`${field(v, k)}.${ATTRIBUTES[j]}`, variable(w)))
const READ_DEEP = family([V, V, 2, 2], (v, w, k, j) => put(variable(v), `${field(w, k)}.${ATTRIBUTES[j]}`))
const NEW: readonly ((v: string) => Operand)[] = [
  () => null,
  () => list(),
  (v) => list(v),
  () => dict(),
  (v) => dict([text('k'), v]),
  (v) => tuple(v),
  (v) => tuple(v, list(v)),
  () => 3,
  (v) => list(list(v), v),
]
const NEW_KINDS = [Kind.atom, Kind.list, Kind.list, Kind.dict, Kind.dict, Kind.tuple, Kind.tuple, Kind.atom, Kind.list]
const STORE_NEW = family([V, CELLS, NEW.length], (v, k, what) =>
  put(field(v, k), (NEW[what] as (v: string) => Operand)(variable(v))),
)
const MAKE_AND_STORE = family([V, V, CELLS], (v, w, k) => putBoth(variable(v), field(w, k), list()))

function field(v: number, k: number): string {
  return `${variable(v)}.${ATTRIBUTES[k]}`
}

/** An attribute that the instance in `v` can hold. */
export function settableAttribute(composer: Composer, v: number): number {
  const settable = composer.sketch.entry(composer.sketch.at(v)).settable
  let k = composer.prng.below(CELLS)
  // Half of all stores go to `x`, so that paths meet.
  if (composer.prng.next() & 1) k = 0
  while (((settable >> k) & 1) === 0) k = (k + 1) & 3
  return k
}

/** An attribute that the instance in `v` certainly has; -1 when there is none. */
export function presentAttribute(composer: Composer, v: number): number {
  const object = composer.sketch.at(v)
  const start = composer.prng.below(CELLS)
  for (let i = 0; i < CELLS; i++) {
    const k = (start + i) & 3
    if (composer.sketch.cell(object, k) >= 0) return k
  }
  return -1
}

/** `v.k = w`; whoever calls knows that `v` can hold it. Says nothing when the chain would grow too long. */
export function storeAttribute(composer: Composer, v: number, k: number, w: number): boolean {
  const sketch = composer.sketch
  if (!sketch.mayLink(sketch.at(v), sketch.at(w))) return false
  composer.say(STORE(v, k, w))
  sketch.link(sketch.at(v), sketch.at(w))
  sketch.setCell(sketch.at(v), k, sketch.at(w))
  return true
}

export function readAttribute(composer: Composer, v: number, w: number, k: number): void {
  composer.say(READ(v, w, k))
  composer.sketch.bind(v, composer.sketch.cell(composer.sketch.at(w), k))
}

/** A variable with an instance whose attribute `first` certainly holds another instance; else -1. */
function stepInto(composer: Composer, v: number): { readonly k: number; readonly inner: number } | undefined {
  const sketch = composer.sketch
  for (let k = 0; k < 2; k++) {
    const inner = sketch.cell(sketch.at(v), k)
    if (inner >= 0 && sketch.kindOfObject(inner) === Kind.instance) return { k, inner }
  }
  return undefined
}

function store(composer: Composer) {
  const v = composer.holding(Kind.instance)
  const w = composer.bound()
  if (v >= 0 && w >= 0) storeAttribute(composer, v, settableAttribute(composer, v), w)
}

export const attributeMoves = {
  store,
  storeNew: (composer: Composer) => {
    const v = composer.holding(Kind.instance)
    if (v < 0) return
    const k = settableAttribute(composer, v)
    const what = composer.prng.below(NEW.length)
    composer.say(STORE_NEW(v, k, what))
    const sketch = composer.sketch
    const kind = NEW_KINDS[what] as number
    sketch.setCell(sketch.at(v), k, kind === Kind.atom ? sketch.atom : sketch.inside(sketch.at(v), kind))
    if (kind !== Kind.atom) sketch.grow(sketch.at(v), 2)
  },
  share: (composer: Composer) => {
    const w = composer.holding(Kind.instance)
    const v = composer.place()
    if (w < 0 || v === w) return
    const k = settableAttribute(composer, w)
    composer.say(MAKE_AND_STORE(v, w, k))
    const object = composer.sketch.fresh(Kind.list)
    composer.sketch.link(composer.sketch.at(w), object)
    composer.sketch.setCell(composer.sketch.at(w), k, object)
    composer.sketch.bind(v, object)
  },
  read: (composer: Composer) => {
    const w = composer.holding(Kind.instance)
    const k = w < 0 ? -1 : presentAttribute(composer, w)
    if (k >= 0) readAttribute(composer, composer.place(), w, k)
    else store(composer)
  },
  erase: (composer: Composer) => {
    const v = composer.holding(Kind.instance)
    const k = v < 0 ? -1 : presentAttribute(composer, v)
    if (k < 0) return store(composer)
    composer.say(ERASE(v, k))
    composer.sketch.setCell(composer.sketch.at(v), k, UNSET)
  },
  storeDeep: (composer: Composer) => {
    const sketch = composer.sketch
    const v = composer.holding(Kind.instance)
    const step = v < 0 ? undefined : stepInto(composer, v)
    const w = composer.bound()
    if (step === undefined) return store(composer)
    const j = sketch.entry(step.inner).settable & 2 ? composer.prng.below(2) : 0
    if (!sketch.mayLink(step.inner, sketch.at(w))) return
    composer.say(STORE_DEEP(v, step.k, j, w))
    sketch.link(step.inner, sketch.at(w))
    sketch.setCell(step.inner, j, sketch.at(w))
  },
  readDeep: (composer: Composer) => {
    const sketch = composer.sketch
    const w = composer.holding(Kind.instance)
    const step = w < 0 ? undefined : stepInto(composer, w)
    if (step === undefined) return store(composer)
    for (let j = 0; j < 2; j++) {
      const found = sketch.cell(step.inner, j)
      if (found < 0) continue
      const v = composer.place()
      composer.say(READ_DEEP(v, w, step.k, j))
      return sketch.bind(v, found)
    }
  },
} as const
