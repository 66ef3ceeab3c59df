/** Idioms that tie objects into cycles of every kind and, mostly, let go of them. */
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { Kind } from '../kind.ts'
import { storeAttribute } from '../moves/attributes.ts'
import { makeDict, storeKey } from '../moves/dicts.ts'
import { append, makeList, wrapInList } from '../moves/lists.ts'
import { collect, look } from '../moves/observations.ts'
import { makeSetOf, wrapInTuple } from '../moves/tuples-and-sets.ts'
import { alias, dropVariable, linkableClass, makeInstance, makeLinkable, release } from '../moves/variables.ts'
import { CLASSES, CLASSES_WITHOUT_ARGUMENT, DATA_VARIABLES, FUNCTIONS, variable } from '../names.ts'
import { fillBlock, ringBlock } from '../palette/blocks.ts'
import { attribute, call, does, drop, put } from '../syntax.ts'

const V = DATA_VARIABLES
const CLASS_HOLDS = family([CLASSES_WITHOUT_ARGUMENT, V], (name, v) =>
  put(attribute(CLASSES[name] as string, 'me'), variable(v)),
)
const DROP_CLASS = family([CLASSES_WITHOUT_ARGUMENT], (name) => drop(CLASSES[name] as string))
const FUNCTION_TAKES_ITSELF = family([1], () => does('f3', 'f3'))
const DROP_FUNCTION = family([FUNCTIONS.length], (f) => drop(FUNCTIONS[f] as string))
const FILL = family([V, CLASSES.length, 3], (v, name, n) => fillBlock(v, name, n + 2))
const RING = family([V], (v) => ringBlock(v))
const SELF_CONSTRUCTED = family([V], (v) => put(attribute(variable(v), 'y'), call('dict')))

/** Lets go of what an idiom made, most of the time, and sometimes looks what became of it. */
export function letGo(composer: Composer, ...variables: readonly number[]): void {
  const style = composer.prng.below(10)
  if (style < 6) for (const v of variables) if (composer.sketch.isBound(v)) release(composer, v)
  if (style === 6 && variables[0] !== undefined) release(composer, variables[0])
  if (style < 2) collect(composer, 3)
  else if (style === 9) look(composer)
}

/** Two different data variables, the second after the first. */
export function twoPlaces(composer: Composer): readonly [number, number] {
  const v = composer.anyVariable()
  return [v, (v + 1) % composer.variables]
}

export const cycleIdioms = {
  selfCycle: (composer: Composer) => {
    const v = composer.place()
    makeLinkable(composer, v)
    storeAttribute(composer, v, composer.prng.below(2), v)
    letGo(composer, v)
  },
  twoCycle: (composer: Composer) => {
    const [v, w] = twoPlaces(composer)
    makeLinkable(composer, v)
    makeLinkable(composer, w)
    storeAttribute(composer, v, 0, w)
    storeAttribute(composer, w, composer.prng.below(2), v)
    letGo(composer, v, w)
  },
  ring: (composer: Composer) => {
    const first = composer.anyVariable()
    const size = composer.prng.between(3, Math.min(5, composer.variables))
    for (let i = 0; i < size; i++) makeLinkable(composer, (first + i) % composer.variables)
    for (let i = 0; i < size; i++)
      storeAttribute(composer, (first + i) % composer.variables, 0, (first + ((i + 1) % size)) % composer.variables)
    for (let i = 0; i < size - 1; i++)
      if (composer.prng.percent(80)) dropVariable(composer, (first + i) % composer.variables)
    letGo(composer, (first + size - 1) % composer.variables)
  },
  /** A ring without names, made by loops over a list. */
  loopRing: (composer: Composer) => {
    const v = composer.place()
    const name = linkableClass(composer)
    const object = makeList(composer, v)
    composer.say(FILL(v, name, composer.prng.below(3)))
    composer.say(RING(v))
    composer.sketch.grow(object, 4)
    composer.sketch.forget(object)
    letGo(composer, v)
  },
  listCycle: (composer: Composer) => {
    const [v, w] = twoPlaces(composer)
    makeList(composer, v)
    if (composer.prng.percent(40)) append(composer, v, v)
    else {
      makeLinkable(composer, w)
      append(composer, v, w)
      storeAttribute(composer, w, 0, v)
    }
    letGo(composer, v, w)
  },
  dictCycle: (composer: Composer) => {
    const [v, w] = twoPlaces(composer)
    makeDict(composer, v)
    if (composer.prng.percent(30)) storeKey(composer, v, composer.prng.below(3), v)
    else {
      makeLinkable(composer, w)
      storeKey(composer, v, composer.prng.below(3), w)
      storeAttribute(composer, w, 1, v)
    }
    letGo(composer, v, w)
  },
  tupleCycle: (composer: Composer) => {
    const [v, w] = twoPlaces(composer)
    const viaList = composer.prng.percent(40)
    if (viaList) makeList(composer, w)
    else makeLinkable(composer, w)
    wrapInTuple(composer, v, w)
    if (viaList) append(composer, w, v)
    else storeAttribute(composer, w, 0, v)
    letGo(composer, w, v)
  },
  setCycle: (composer: Composer) => {
    const [v, w] = twoPlaces(composer)
    makeLinkable(composer, w)
    makeSetOf(composer, v, w, composer.prng.percent(50))
    storeAttribute(composer, w, 0, v)
    letGo(composer, v, w)
  },
  /** Two cycles that share an object. */
  figureEight: (composer: Composer) => {
    const [v, w] = twoPlaces(composer)
    makeLinkable(composer, v)
    makeLinkable(composer, w)
    storeAttribute(composer, v, 0, w)
    storeAttribute(composer, w, 0, v)
    const u = (w + 1) % composer.variables
    if (u === v) return letGo(composer, v, w)
    makeLinkable(composer, u)
    storeAttribute(composer, w, 1, u)
    storeAttribute(composer, u, 0, w)
    letGo(composer, v, u, w)
  },
  diamond: (composer: Composer) => {
    const top = composer.anyVariable()
    const n = composer.variables
    const [left, right] = [(top + 1) % n, (top + 2) % n]
    const bottom = n > 3 ? (top + 3) % n : -1
    for (const v of [top, left, right]) makeLinkable(composer, v)
    if (bottom >= 0) makeLinkable(composer, bottom)
    storeAttribute(composer, top, 0, left)
    storeAttribute(composer, top, 1, right)
    if (bottom >= 0) {
      storeAttribute(composer, left, 0, bottom)
      storeAttribute(composer, right, 0, bottom)
      if (composer.prng.percent(40)) storeAttribute(composer, bottom, 0, top)
      dropVariable(composer, bottom)
    }
    letGo(composer, left, right, top)
  },
  /** A cycle with a tail: what hangs on the cycle dies with it, what holds it keeps it. */
  lasso: (composer: Composer) => {
    const [v, w] = twoPlaces(composer)
    makeLinkable(composer, v)
    storeAttribute(composer, v, 0, v)
    if (composer.prng.percent(50)) {
      makeInstance(composer, w, composer.anyClass())
      storeAttribute(composer, v, 1, w)
    } else if (!wrapInList(composer, w, v)) return
    letGo(composer, v, w)
  },
  /** Cuts a cycle by hand before it is let go. */
  cutCycle: (composer: Composer) => {
    const [v, w] = twoPlaces(composer)
    makeLinkable(composer, v)
    alias(composer, w, v)
    storeAttribute(composer, v, 0, w)
    composer.say(SELF_CONSTRUCTED(v))
    composer.sketch.setCell(composer.sketch.at(v), 1, composer.sketch.inside(composer.sketch.at(v), Kind.dict))
    dropVariable(composer, v)
    storeAttribute(composer, w, 0, composer.bound())
    letGo(composer, w)
  },
  /** The class holds its instance, and goes: class and instance are garbage together. */
  classCycle: (composer: Composer) => {
    const v = composer.place()
    const name = composer.prng.below(CLASSES_WITHOUT_ARGUMENT)
    makeInstance(composer, v, name)
    composer.say(CLASS_HOLDS(name, v))
    release(composer, v)
    if (composer.prng.percent(70)) {
      composer.say(DROP_CLASS(name))
      composer.forgetClass(name)
    }
    if (composer.prng.percent(50)) collect(composer, 3)
  },
  /** A function in its own default container. */
  functionCycle: (composer: Composer) => {
    const entry = composer.functionEntry(3)
    if (entry.wantsAttributes) return
    composer.say(FUNCTION_TAKES_ITSELF(0))
    if (composer.prng.percent(70)) {
      composer.say(DROP_FUNCTION(3))
      composer.forgetFunction(3)
      if (composer.prng.percent(60)) collect(composer, 3)
    }
  },
} as const
