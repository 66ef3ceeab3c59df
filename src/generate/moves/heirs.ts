/** Moves on classes with bases: their instances, what they inherit and override, and the classes themselves going. */
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { CLASSES, DATA_VARIABLES, HEIRS, variable } from '../names.ts'
import { className } from '../palette/heirs.ts'
import { call, compare, does, drop, put, show } from '../syntax.ts'
import { dropVariable, sketchInstance } from './variables.ts'

const V = DATA_VARIABLES
const NUMBERS = 6
const ALL = CLASSES.length + HEIRS.length
const MAKE = family([V, HEIRS.length, NUMBERS], (v, name, n) => put(variable(v), call(HEIRS[name] as string, n)))
const FLEETING = family([HEIRS.length, NUMBERS], (name, n) => does(HEIRS[name] as string, n))
const IS = family([V, ALL, 2], (v, name, how) =>
  show(
    how === 0
      ? call('isinstance', variable(v), className(name))
      : compare(call('type', variable(v)), 'is', className(name)),
  ),
)
const UNBOUND = family([ALL, V], (name, v) => put(variable(v), call(`${className(name)}.m`, variable(v))))
const HOLDS = family([HEIRS.length, V], (name, v) => put(`${HEIRS[name]}.me`, variable(v)))
const DROP = family([HEIRS.length], (name) => drop(HEIRS[name] as string))

/** `v = S(n)` */
export function makeHeir(composer: Composer, v: number): number {
  const name = composer.prng.below(HEIRS.length)
  const entry = composer.later.heir(composer, name)
  composer.say(MAKE(v, name, composer.nextNumber()))
  const object = sketchInstance(composer, entry, -1)
  composer.sketch.bind(v, object)
  return name
}

export const heirMoves = {
  make: (composer: Composer) => {
    makeHeir(composer, composer.place())
  },
  fleeting: (composer: Composer) => {
    const name = composer.prng.below(HEIRS.length)
    composer.later.heir(composer, name)
    composer.say(FLEETING(name, composer.nextNumber()))
  },
  ask: (composer: Composer) => {
    const v = composer.bound()
    const name = composer.prng.below(ALL)
    if (v < 0 || !hasClass(composer, name)) return
    composer.say(IS(v, name, composer.prng.below(2)))
  },
  /** A method of a class is called with an object of its own. */
  unbound: (composer: Composer) => {
    const v = composer.object()
    const name = composer.prng.percent(70) ? CLASSES.length + composer.prng.below(HEIRS.length) : composer.anyClass()
    if (v < 0) return
    if (name >= CLASSES.length) composer.later.heir(composer, name - CLASSES.length)
    if (!hasClass(composer, name) || !hasMethod(composer, name)) return
    composer.say(UNBOUND(name, v))
    composer.sketch.bind(v, composer.sketch.inside(composer.sketch.at(v)))
  },
  /** A class holds its instance, and goes: what inherits from it keeps it. */
  cycle: (composer: Composer) => {
    const v = composer.place()
    const name = makeHeir(composer, v)
    composer.say(HOLDS(name, v))
    dropVariable(composer, v)
    if (composer.prng.percent(50)) return
    composer.say(DROP(name))
    composer.later.forgetHeir(name)
  },
} as const

function hasClass(composer: Composer, name: number): boolean {
  return name < CLASSES.length ? composer.hasClass(name) : composer.later.hasHeir(name - CLASSES.length)
}

function hasMethod(composer: Composer, name: number): boolean {
  if (name < CLASSES.length) return composer.classEntry(name).hasMethod
  return composer.later.heir(composer, name - CLASSES.length).hasMethod
}
