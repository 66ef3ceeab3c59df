/** Moves on globals: make, alias, swap, rebind, drop. What other moves and the idioms are written in. */
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { ANYTHING, Kind } from '../kind.ts'
import {
  CLASSES,
  CLASSES_WITHOUT_ARGUMENT,
  DATA_VARIABLES,
  PLAIN_CLASS,
  SHARED,
  VARIABLES,
  variable,
} from '../names.ts'
import type { ClassEntry } from '../palette/class-entry.ts'
import { CELLS } from '../sketch.ts'
import type { Operand } from '../syntax.ts'
import { call, dict, does, drop, either, list, put, putBoth, text, tuple, unpack } from '../syntax.ts'

const V = DATA_VARIABLES
const NUMBERS = 6

const MAKE = family([V, CLASSES.length, NUMBERS], (v, name, n) => put(variable(v), create(name, n)))
const MAKE_HOLDING = family([V, CLASSES_WITHOUT_ARGUMENT, V], (v, name, w) =>
  put(variable(v), call(CLASSES[name] as string, v % NUMBERS, variable(w))),
)
const FLEETING = family([CLASSES.length, NUMBERS], (name, n) =>
  does(CLASSES[name] as string, ...(name < CLASSES_WITHOUT_ARGUMENT ? [n] : [])),
)
const ALIAS = family([VARIABLES.length, VARIABLES.length], (v, w) => put(variable(v), variable(w)))
const CHOOSE = family([V, V, 2], (v, w, how) =>
  put(variable(v), either(variable(v), how === 0 ? 'or' : 'and', variable(w))),
)
const SWAP = family([V, V], (v, w) => unpack(variable(v), variable(w), tuple(variable(w), variable(v))))
const SPREAD = family([V, V, 3], (v, w, kind) =>
  putBoth(variable(v), variable(w), [list(), dict(), call('N')][kind] as Operand),
)
const ATOMS: readonly Operand[] = [
  null,
  null,
  null,
  0,
  1,
  7,
  text('ab'),
  true,
  tuple(1, 2),
  call('object'),
  2.5,
  { kind: 'bytes', value: 'xy' },
]
const CONSTANT = family([V, ATOMS.length], (v, atom) => put(variable(v), ATOMS[atom] as Operand))
const DROP = family([VARIABLES.length], (v) => drop(variable(v)))
const DROP_BOTH = family([V, V], (v, w) => drop(variable(v), variable(w)))
const NOTHING = family([VARIABLES.length], (v) => put(variable(v), null))

function create(name: number, n: number): Operand {
  return name < CLASSES_WITHOUT_ARGUMENT ? call(CLASSES[name] as string, n) : call(CLASSES[name] as string)
}

/** Notes an instance as its `__init__` leaves it; `argument` is what it was given besides its number, or -1. */
export function sketchInstance(composer: Composer, entry: ClassEntry, argument: number): number {
  const sketch = composer.sketch
  const object = sketch.instance(entry)
  for (let place = 0; place < CELLS; place++) {
    switch (entry.initial[place]) {
      case 'unset':
        break
      case 'list':
        sketch.setCell(object, place, held(composer, object, Kind.list))
        break
      case 'dict':
        sketch.setCell(object, place, held(composer, object, Kind.dict))
        break
      case 'itself':
        sketch.setCell(object, place, object)
        break
      case 'tuple':
      case 'plain':
        sketch.setCell(object, place, sketch.inside(object))
        sketch.grow(object, 2)
        break
      case 'argument':
        sketch.setCell(object, place, argument < 0 ? sketch.inside(object) : argument)
        if (argument >= 0) sketch.link(object, argument)
        break
      default:
        sketch.setCell(object, place, sketch.atom)
    }
  }
  return object
}

/** A new container inside `holder`. */
function held(composer: Composer, holder: number, kind: number): number {
  const object = composer.sketch.fresh(kind)
  composer.sketch.link(holder, object)
  return object
}

/** `v = A(n)` */
export function makeInstance(composer: Composer, v: number, name: number): number {
  const entry = composer.classEntry(name)
  composer.say(MAKE(v, name, name < CLASSES_WITHOUT_ARGUMENT ? composer.nextNumber() : 0))
  const object = sketchInstance(composer, entry, -1)
  composer.sketch.bind(v, object)
  return object
}

/** An instance whose `x` and `y` can be set, and that can be weakly referenced when asked for; in variable `v`. */
export function makeLinkable(composer: Composer, v: number, weakrefable = false): number {
  const name = linkableClass(composer, weakrefable)
  return makeInstance(composer, v, name)
}

/** A class whose instances have `x` and `y`. */
export function linkableClass(composer: Composer, weakrefable = false): number {
  let name = composer.anyClass()
  for (let i = 0; i < CLASSES.length; i++) {
    const entry = composer.classEntry(name)
    if ((entry.settable & 3) === 3 && (!weakrefable || entry.weakrefable)) return name
    name = (name + 1) % CLASSES.length
  }
  // Every class of this program lacks it: define one again, as a class with an attribute dictionary.
  const entries = composer.palette.classes[name] as readonly ClassEntry[]
  composer.defineClass(
    entries.find((entry) => entry.hasDict && entry.weakrefable && !entry.hasSlots) ?? (entries[0] as ClassEntry),
  )
  return name
}

export function alias(composer: Composer, v: number, w: number): void {
  composer.say(ALIAS(v, w))
  composer.sketch.bind(v, composer.sketch.at(w))
}

export function dropVariable(composer: Composer, v: number): void {
  composer.say(DROP(v))
  composer.sketch.unbind(v)
}

export function setNothing(composer: Composer, v: number): void {
  composer.say(NOTHING(v))
  composer.sketch.bind(v, composer.sketch.atom)
}

/** Lets go of a variable in one of the ways in which programs do. */
export function release(composer: Composer, v: number): void {
  if (composer.prng.percent(65)) dropVariable(composer, v)
  else setNothing(composer, v)
}

export const variableMoves = {
  instance: (composer: Composer) => {
    makeInstance(composer, composer.place(), composer.anyClass())
  },
  holdingInstance: (composer: Composer) => {
    const name = composer.prng.below(CLASSES_WITHOUT_ARGUMENT)
    const v = composer.place()
    const w = composer.bound()
    if (w < 0 || !composer.classEntry(name).takesObject) return void makeInstance(composer, v, name)
    composer.say(MAKE_HOLDING(v, name, w))
    composer.sketch.bind(v, sketchInstance(composer, composer.classEntry(name), composer.sketch.at(w)))
  },
  fleeting: (composer: Composer) => {
    const name = composer.anyClass()
    composer.classEntry(name)
    composer.say(FLEETING(name, name < CLASSES_WITHOUT_ARGUMENT ? composer.nextNumber() : 0))
  },
  alias: (composer: Composer) => {
    const w = composer.object()
    const v = composer.place()
    if (w >= 0 && v !== w) alias(composer, v, w)
  },
  swap: (composer: Composer) => {
    const v = composer.bound()
    const w = composer.bound()
    if (v < 0 || v === w) return
    composer.say(SWAP(v, w))
    const held = composer.sketch.at(v)
    composer.sketch.bind(v, composer.sketch.at(w))
    composer.sketch.bind(w, held)
  },
  spread: (composer: Composer) => {
    const v = composer.place()
    const w = composer.anyVariable()
    if (v === w) return
    const kind = composer.prng.below(3)
    const sketch = composer.sketch
    const object =
      kind === 2
        ? sketchInstance(composer, composer.classEntry(4), -1)
        : sketch.fresh(kind === 0 ? Kind.list : Kind.dict)
    composer.say(SPREAD(v, w, kind))
    sketch.bind(v, object)
    sketch.bind(w, object)
  },
  constant: (composer: Composer) => {
    const v = composer.place()
    composer.say(CONSTANT(v, composer.prng.below(ATOMS.length)))
    composer.sketch.bind(v, composer.sketch.atom)
  },
  nothing: (composer: Composer) => {
    const v = composer.bound()
    if (v >= 0) setNothing(composer, v)
  },
  /** `v = v or w`: which of the two it is depends on what is empty. */
  choose: (composer: Composer) => {
    const sketch = composer.sketch
    const v = composer.bound()
    const w = composer.bound()
    if (v < 0 || v === w || !sketch.mayLink(sketch.at(v), sketch.at(w))) return
    composer.say(CHOOSE(v, w, composer.prng.below(2)))
    sketch.link(sketch.at(v), sketch.at(w))
    sketch.bind(v, sketch.inside(sketch.at(v) === sketch.atom ? sketch.at(w) : sketch.at(v)))
  },
  /** Lets go of what finalizers and callbacks have kept, so that it can die a second time; or gives them new ground. */
  shared: (composer: Composer) => {
    const unsteady = composer.sketch.unsteady
    if (unsteady === 0 || composer.prng.percent(40)) return composer.clearKept()
    const v = unsteady & (1 << SHARED.h) ? SHARED.h : SHARED.g
    const what = composer.prng.below(3)
    if (what === 1) composer.classEntry(PLAIN_CLASS)
    composer.renewShared(v, what)
  },
  drop: (composer: Composer) => {
    const v = composer.sketch.find(ANYTHING, composer.prng.below(VARIABLES.length), VARIABLES.length)
    if (v >= 0) dropVariable(composer, v)
  },
  dropBoth: (composer: Composer) => {
    const v = composer.object()
    const w = composer.object()
    if (v < 0 || v === w) return
    composer.say(DROP_BOTH(v, w))
    composer.sketch.unbind(v)
    composer.sketch.unbind(w)
  },
} as const
