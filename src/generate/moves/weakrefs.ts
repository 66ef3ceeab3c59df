/** Moves on weak references, with and without callbacks, held by globals, by attributes and by lists. */
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { Kind } from '../kind.ts'
import { ATTRIBUTES, CALLBACKS, DATA_VARIABLES, FUNCTIONS, SHARED, variable, WEAK_VARIABLES } from '../names.ts'
import { UNKNOWN_SIZE } from '../sketch.ts'
import type { Operand } from '../syntax.ts'
import { call, compare, does, put, show } from '../syntax.ts'
import { noteAppended } from './lists.ts'

const V = DATA_VARIABLES
/** 0 stands for no callback, i for `CALLBACKS[i - 1]`. */
const C = CALLBACKS.length + 1
const TAKE = family([WEAK_VARIABLES, V, C], (r, v, k) => put(variable(V + r), reference(v, k)))
const KEEP_IN_ATTRIBUTE = family([V, 2, V, C], (w, attribute, v, k) =>
  put(`${variable(w)}.${ATTRIBUTES[attribute]}`, reference(v, k)),
)
const KEEP_IN_LIST = family([V, V, C], (w, v, k) => does(`${variable(w)}.append`, reference(v, k)))
const FLEETING = family([V, C], (v, k) => show(reference(v, k)))
const DEAD = family([WEAK_VARIABLES], (r) => show(compare(call(variable(V + r)), 'is', null)))
const SAME = family([WEAK_VARIABLES, V], (r, v) => show(compare(call(variable(V + r)), 'is', variable(v))))
const PRINT_DEAD = family([WEAK_VARIABLES], (r) => does('print', compare(call(variable(V + r)), 'is', null)))
const STRENGTHEN = family([V, WEAK_VARIABLES], (v, r) => put(variable(v), call(variable(V + r))))
const SHARED_REFERENCE = family([WEAK_VARIABLES, WEAK_VARIABLES], (r, s) =>
  show(compare(variable(V + r), 'is', variable(V + s))),
)

function reference(v: number, callback: number): Operand {
  return callback === 0
    ? call('weakref.ref', variable(v))
    : call('weakref.ref', variable(v), CALLBACKS[callback - 1] as string)
}

/** A variable that holds something which can be weakly referenced; -1 when there is none. */
export function referable(composer: Composer): number {
  const sketch = composer.sketch
  const start = composer.anyVariable()
  for (let i = 0; i < composer.variables; i++) {
    const v = (start + i) % composer.variables
    const kind = sketch.kind(v)
    if (kind === Kind.set || (kind === Kind.instance && sketch.entry(sketch.at(v)).weakrefable)) return v
  }
  return -1
}

/** No callback, or one whose definition the program has (written now if need be). */
export function anyCallback(composer: Composer, always = false): number {
  if (!always && (composer.prng.percent(40) || !composer.traits.callbacks)) return 0
  const name = composer.prng.below(CALLBACKS.length)
  composer.callbackEntry(name)
  return name + 1
}

/** `r = weakref.ref(v, k)` into the weak variable `r` (0 to 2). */
export function takeReference(composer: Composer, r: number, v: number, callback: number): void {
  composer.say(TAKE(r, v, callback))
  composer.sketch.bind(V + r, composer.sketch.fresh(Kind.weakref))
}

/** `w.y = weakref.ref(v, k)`, or `w.x` where there is no `y`. */
export function keepInAttribute(composer: Composer, w: number, v: number, callback: number): void {
  const k = composer.sketch.entry(composer.sketch.at(w)).settable & 2 ? composer.prng.below(2) : 0
  composer.say(KEEP_IN_ATTRIBUTE(w, k, v, callback))
  composer.sketch.setCell(composer.sketch.at(w), k, composer.sketch.inside(composer.sketch.at(w), Kind.weakref))
}

/** `w.append(weakref.ref(v, k))` */
export function keepInList(composer: Composer, w: number, v: number, callback: number): void {
  composer.say(KEEP_IN_LIST(w, v, callback))
  const list = composer.sketch.at(w)
  if (composer.sketch.size[list] !== UNKNOWN_SIZE)
    noteAppended(composer, list, composer.sketch.inside(list, Kind.weakref))
}

export function freeWeakVariable(composer: Composer): number {
  if (composer.looksAtWeakVariable && !composer.sketch.isBound(SHARED.q)) return SHARED.q - V
  return composer.prng.below(WEAK_VARIABLES)
}

export function askDead(composer: Composer, r: number): void {
  composer.say(DEAD(r))
}

/** A weak variable that holds a reference; -1 when there is none. */
export function heldReference(composer: Composer): number {
  const start = composer.prng.below(WEAK_VARIABLES)
  for (let i = 0; i < WEAK_VARIABLES; i++) {
    const r = (start + i) % WEAK_VARIABLES
    if (composer.sketch.kind(V + r) === Kind.weakref) return r
  }
  return -1
}

const TAKE_FUNCTION = family([WEAK_VARIABLES, FUNCTIONS.length], (r, f) =>
  put(variable(V + r), call('weakref.ref', FUNCTIONS[f] as string)),
)

function take(composer: Composer) {
  const f = composer.prng.below(16)
  if (f < FUNCTIONS.length && composer.hasFunction(f)) {
    const r = freeWeakVariable(composer)
    composer.say(TAKE_FUNCTION(r, f))
    return composer.sketch.bind(V + r, composer.sketch.fresh(Kind.weakref))
  }
  const v = referable(composer)
  if (v >= 0) takeReference(composer, freeWeakVariable(composer), v, anyCallback(composer))
}

export const weakrefMoves = {
  take,
  keep: (composer: Composer) => {
    const v = referable(composer)
    if (v < 0) return
    const callback = anyCallback(composer)
    const list = composer.holding(Kind.list)
    const instance = composer.holding(Kind.instance)
    if (list >= 0 && (instance < 0 || composer.prng.next() & 1)) keepInList(composer, list, v, callback)
    else if (instance >= 0) keepInAttribute(composer, instance, v, callback)
  },
  fleeting: (composer: Composer) => {
    const v = referable(composer)
    if (v >= 0) composer.say(FLEETING(v, anyCallback(composer)))
  },
  ask: (composer: Composer) => {
    const r = heldReference(composer)
    if (r < 0) return take(composer)
    const v = composer.bound()
    switch (composer.prng.below(6)) {
      case 0:
        return composer.say(PRINT_DEAD(r))
      case 1:
        return v >= 0 ? composer.say(SAME(r, v)) : undefined
      case 2: {
        const other = heldReference(composer)
        return composer.say(SHARED_REFERENCE(r, other))
      }
      case 3: {
        const place = composer.place()
        composer.say(STRENGTHEN(place, r))
        return composer.sketch.bind(place, composer.sketch.inside(composer.sketch.at(V + r)))
      }
      default:
        composer.say(DEAD(r))
    }
  },
} as const
