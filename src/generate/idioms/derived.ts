/**
 * Instances of classes that derive from `list` and `dict`: what they hold, attributes of their own, cycles through either,
 * weak references, towers higher than the deallocations that the trashcan lets nest, and classes that go before them.
 */
import type { ClassDefinition, Statement } from '../../program/ast.ts'
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { collect, look } from '../moves/observations.ts'
import { anyCallback, freeWeakVariable, takeReference } from '../moves/weakrefs.ts'
import { DATA_VARIABLES, variable } from '../names.ts'
import { attribute, call, define, does, drop, expression, item, list, type Operand, put, text } from '../syntax.ts'
import { letGo } from './cycles.ts'
import { type Storey, towers } from './tower.ts'

const V = DATA_VARIABLES
const BASES = ['list', 'dict'] as const
export const DERIVED = ['L', 'E'] as const
const HEIGHTS = [20, 55, 60, 110]

const BODIES: readonly (readonly Statement[])[] = [
  [],
  [define('__del__', ['self'], [does('print', call('len', 'self'))])],
  [put('__slots__', { kind: 'tuple', items: [text('x'), text('y')] })],
]
export const DERIVED_CLASS = family([BASES.length, BODIES.length], (base, body) =>
  derived(DERIVED[base] as string, BASES[base] as string, BODIES[body] as readonly Statement[]),
)
const SLOTTED = 2

function derived(name: string, base: string, body: readonly Statement[]): ClassDefinition {
  return { kind: 'class', name, bases: [expression(base)], body: body.length > 0 ? body : [{ kind: 'pass' }] }
}

const MAKE = family([V, BASES.length], (v, base) => put(variable(v), call(DERIVED[base] as string)))
const HOLD = family([V, BASES.length, V], (v, base, w) =>
  base === 0 ? does(`${variable(v)}.append`, variable(w)) : put(item(variable(v), text('k')), variable(w)),
)
const KEEP = family([V, V], (v, w) => put(attribute(variable(v), 'x'), variable(w)))
const FLEETING = family([V], (w) => does(DERIVED[0], list(variable(w))))
const DROP_CLASS = family([BASES.length], (base) => drop(DERIVED[base] as string))
const STOREYS: readonly Storey[] = [
  (v) => [put(v, call(DERIVED[0], list(v)))],
  (v, w) => [put(w, call(DERIVED[1])), put(item(w, text('k')), v), put(v, w)],
  (v, w) => [put(w, call(DERIVED[0])), put(attribute(w, 'x'), v), put(v, w)],
]
const STOREY_BASES = [0, 1, 0]
const TOWER = towers(HEIGHTS, STOREYS)
const EMPTY = family([V], (v) => put(variable(v), list() as Operand))

/** Defines the class; whether its instances have attributes and weak references. */
function defined(composer: Composer, base: number, body: number): boolean {
  composer.say(DERIVED_CLASS(base, body))
  return body !== SLOTTED
}

export const derivedIdioms = {
  instance: (composer: Composer) => {
    const { prng, sketch } = composer
    const v = composer.place()
    const w = composer.bound()
    const base = prng.below(BASES.length)
    const isFree = defined(composer, base, prng.below(BODIES.length))
    composer.say(MAKE(v, base))
    const object = sketch.fresh(1)
    if (w >= 0 && w !== v && sketch.mayLink(object, sketch.at(w))) {
      composer.say(HOLD(v, base, w))
      sketch.link(object, sketch.at(w))
      if (prng.percent(50)) composer.say(KEEP(v, w))
    }
    sketch.bind(v, object)
    if (prng.percent(40)) composer.say(HOLD(v, base, v))
    if (prng.percent(30)) composer.say(KEEP(v, v))
    if (isFree && prng.percent(40)) takeReference(composer, freeWeakVariable(composer), v, anyCallback(composer))
    if (prng.percent(25)) composer.say(DROP_CLASS(base))
    if (prng.percent(25)) look(composer)
    letGo(composer, v)
    if (prng.percent(40)) collect(composer, 3)
  },
  fleeting: (composer: Composer) => {
    const w = composer.bound()
    if (w < 0) return
    defined(composer, 0, composer.prng.below(BODIES.length))
    composer.say(FLEETING(w))
  },
  tower: (composer: Composer) => {
    const { prng, sketch } = composer
    const v = composer.anyVariable()
    const w = (v + 1) % V
    if (w >= composer.variables) return
    const storey = prng.below(STOREYS.length)
    // In silence, so that each death is certain.
    defined(composer, STOREY_BASES[storey] as number, prng.percent(70) ? 0 : SLOTTED)
    composer.say(EMPTY(v))
    composer.say(TOWER(v, prng.below(HEIGHTS.length), storey))
    const object = sketch.fresh(1)
    sketch.grow(object, 100)
    sketch.bind(v, object)
    if (storey > 0) sketch.bind(w, sketch.inside(object))
    if (prng.percent(85)) letGo(composer, v, ...(storey > 0 ? [w] : []))
  },
} as const
