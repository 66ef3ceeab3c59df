/** Moves of level 3: instances of its classes are made, and its phrases said. */
import type { Composer } from '../composer.ts'
import { ANYTHING, Kind } from '../kind.ts'
import { type ThirdEntry, Trait } from '../palette/third-entry.ts'
import { CONTAINERS, FAILURES, HELD, MADE_CLASSES } from '../phrases/classes.ts'
import { ASKING, CLEARINGS, COMPARISONS, LOOKUPS, SETTING } from '../phrases/comparing.ts'
import { type ThirdPhrase, thirdPhrase } from '../phrases/third-phrase.ts'
import { FINALIZERS, PROXIES, WEAK_KEYS, WEAK_SETS, WEAK_VALUES } from '../phrases/weak-things.ts'
import { asClassEntry } from '../third-definitions.ts'
import { makeLinkable } from './variables.ts'

const { any, weakrefable, hashable, settable } = Trait
/** What instances of level 1 have, too. */
const PLAIN = any | weakrefable | hashable | settable

const TRAITS_OF_KINDS: Readonly<Record<number, number>> = {
  [Kind.atom]: hashable,
  [Kind.set]: weakrefable,
  [Kind.frozenset]: weakrefable,
  [Kind.generator]: weakrefable | hashable,
  [Kind.callable]: weakrefable | hashable,
  [Kind.exception]: hashable | settable,
}

function traitsOf({ sketch, third }: Composer, v: number): number {
  const kind = sketch.kind(v)
  if (kind === 0) return 0
  const isSteady = ((sketch.unsteady >> v) & 1) === 0
  const known = isSteady ? third.traitsOf(sketch.at(v)) : undefined
  if (known !== undefined) return known
  if (kind !== Kind.instance) return any | (TRAITS_OF_KINDS[kind] ?? 0)
  const entry = sketch.entry(sketch.at(v))
  return any | hashable | (entry.weakrefable ? weakrefable : 0) | (entry.settable & 1 ? settable : 0)
}

/** A variable that holds something with those traits, made now where there is none; -1: there is no such class. */
function subject(composer: Composer, traits: number): number {
  const start = composer.anyVariable()
  for (let i = 0; i < composer.variables && !composer.prng.percent(8); i++) {
    const v = (start + i) % composer.variables
    if ((traitsOf(composer, v) & traits) === traits) return v
  }
  const place = composer.place()
  if ((traits | PLAIN) === PLAIN && composer.prng.percent(60)) {
    makeLinkable(composer, place, true)
    return place
  }
  const entry = composer.third.classWith(composer, traits | any)
  if (entry === undefined) return -1
  construct(composer, entry, place)
  return place
}

const constructors = new Map<string, ThirdPhrase>()

function madeBy(make: string): ThirdPhrase {
  const known = constructors.get(make)
  if (known !== undefined) return known
  const made = thirdPhrase(any, `V = ${make}`)
  constructors.set(make, made)
  return made
}

/** `v = List([w])` */
function construct(composer: Composer, entry: ThirdEntry, v: number): void {
  const { sketch } = composer
  const makes = entry.makes
  const make = makes[composer.prng.below(makes.length)] as string
  const w = composer.bound()
  const holds = w >= 0 && make.includes('W')
  if (!holds && make.includes('W')) return sketch.bind(v, sketch.atom)
  for (const statement of madeBy(make).statements) composer.say(statement(v, Math.max(w, 0), 0))
  const object = entry.kind === Kind.instance ? sketch.instance(asClassEntry(entry)) : sketch.fresh(entry.kind)
  if (entry.kind !== Kind.instance) sketch.forget(object)
  if (holds) sketch.link(object, sketch.at(w))
  composer.third.note(object, entry)
  sketch.bind(v, object)
}

function sayOne(phrases: readonly ThirdPhrase[]): (composer: Composer) => void {
  return (composer) => {
    say(composer, phrases[composer.prng.below(phrases.length)] as ThirdPhrase)
  }
}

function say(composer: Composer, phrase: ThirdPhrase): void {
  const { sketch, third } = composer
  const w = phrase.of === 0 ? 0 : subject(composer, phrase.of)
  if (w < 0) return
  const other = phrase.hasU ? composer.bound() : 0
  if (other < 0) return
  const u = phrase.ties && !sketch.mayLink(sketch.at(w), sketch.at(other)) ? w : other
  let v = composer.place()
  while (v === w || v === u) v = v + 1 === composer.variables ? 0 : v + 1
  third.provide(composer, phrase.uses)
  for (const statement of phrase.statements) composer.say(statement(v, w, u))
  note(composer, phrase, v, w, u)
  for (const name of phrase.forgets) third.forget(name)
}

function note(composer: Composer, phrase: ThirdPhrase, v: number, w: number, u: number): void {
  const { sketch } = composer
  const held = phrase.of === 0 ? -1 : sketch.at(w)
  if (phrase.ties) sketch.link(held, sketch.at(u))
  if (phrase.gives !== 0) {
    const holder = held > 0 ? held : phrase.hasU ? sketch.at(u) : 0
    const object = holder > 0 ? sketch.inside(holder, phrase.gives) : sketch.fresh(phrase.gives)
    sketch.forget(object)
    sketch.bind(v, object)
  }
  if (held > 0 && sketch.kindOfObject(held) & ~Kind.instance) sketch.forget(held)
  if (phrase.drops === 'deleted') sketch.unbind(w)
  else if (phrase.drops === 'rebound') sketch.bind(w, sketch.inside(Math.max(held, 0)))
}

/** A new instance of a class with the traits. */
function maker(...choices: readonly number[]): (composer: Composer) => void {
  return (composer) => {
    const entry = composer.third.classWith(composer, composer.prng.pick(choices) | any)
    if (entry !== undefined && composer.sketch.find(ANYTHING, 0, composer.variables) >= 0)
      construct(composer, entry, composer.place())
  }
}

export const containerMoves = {
  make: maker(Trait.list, Trait.dict, Trait.set, Trait.tuple, Trait.error, Trait.list),
  use: sayOne(CONTAINERS),
  hold: sayOne(HELD),
  raise: sayOne(FAILURES),
}
export const comparisonMoves = {
  make: maker(Trait.compares | Trait.hashable, Trait.compares),
  compare: sayOne(COMPARISONS),
  look: sayOne(LOOKUPS),
  clear: sayOne(CLEARINGS),
}
export const hookMoves = { ask: sayOne(ASKING), set: sayOne(SETTING) }
export const weakContainerMoves = { values: sayOne(WEAK_VALUES), keys: sayOne(WEAK_KEYS), set: sayOne(WEAK_SETS) }
export const proxyMoves = { say: sayOne(PROXIES) }
export const finalizeMoves = { say: sayOne(FINALIZERS) }
export const madeClassMoves = { say: sayOne(MADE_CLASSES) }
