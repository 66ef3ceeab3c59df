/**
 * Expression statements whose value is observed, prints of atoms, and explicit collections. All of them at top level,
 * where counts do not depend on how a version passes arguments. Nothing here shows an address.
 */
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { CONTAINERS, Kind, OBJECTS } from '../kind.ts'
import { ATTRIBUTES, CLASSES, DATA_VARIABLES, KEPT, VARIABLES, variable, WEAK_VARIABLES } from '../names.ts'
import { CELLS } from '../sketch.ts'
import type { Operand } from '../syntax.ts'
import { arithmetic, attribute, call, compare, does, either, item, not, show, text, tuple } from '../syntax.ts'
import { referable } from './weakrefs.ts'

const V = DATA_VARIABLES
const COLLECT = family([4], (g) => does('gc.collect', ...([[], [0], [1], [2]][g] as number[])))
const IS_TRACKED = family([V, CELLS + 1], (v, k) => does('gc.is_tracked', field(v, k)))
const IS_FINALIZED = family([V], (v) => does('gc.is_finalized', variable(v)))
const REFCOUNT = family([VARIABLES.length, CELLS + 1], (v, k) => does('sys.getrefcount', field(v, k)))
const REFCOUNT_OF_ITEM = family([V], (v) => does('sys.getrefcount', item(variable(v), 0)))
const WEAKREF_COUNT = family([V], (v) => does('weakref.getweakrefcount', variable(v)))
const WEAKREFS = family([V], (v) => show(call('len', call('weakref.getweakrefs', variable(v)))))
const REFERENTS = family([V], (v) => show(call('len', call('gc.get_referents', variable(v)))))
const LENGTH = family([V, 2], (v, print) =>
  print === 1 ? does('print', call('len', variable(v))) : does('len', variable(v)),
)
const IS = family([V, V, 3], (v, w, how) =>
  show(
    how === 2
      ? compare(call('id', variable(v)), '==', call('id', variable(w)))
      : compare(variable(v), how === 1 ? 'is not' : 'is', variable(w)),
  ),
)
const ATTRIBUTE_IS = family([V, 2, V], (v, k, w) => show(compare(field(v, k), 'is', variable(w))))
const EQUALS = family([V, V, 2], (v, w, how) => show(compare(variable(v), how === 1 ? '!=' : '==', variable(w))))
const LOGIC = family([V, V, 4], (v, w, how) => show(logic(variable(v), variable(w), how)))
const COUNT_UP = family([V, 2], (v, how) =>
  does(
    'print',
    how === 0
      ? arithmetic(call('len', variable(v)), '+', 1)
      : arithmetic(arithmetic(call('len', variable(v)), '*', 2), '-', 1),
  ),
)
const TYPE_IS = family([V, CLASSES.length], (v, name) =>
  show(compare(call('type', variable(v)), 'is', CLASSES[name] as string)),
)
const IS_INSTANCE = family([V, CLASSES.length], (v, name) => does('isinstance', variable(v), CLASSES[name] as string))
const PRINT_NUMBER = family([V], (v) => does('print', `${variable(v)}.n`))
const GLOBAL_FACTS: readonly Operand[] = [
  call('gc.isenabled'),
  call('gc.get_threshold'),
  call('len', 'gc.garbage'),
  call('gc.get_debug'),
  // What must be one object: small ints, interned strings, the empty tuple.
  compare(call('int', text('7')), 'is', call('int', text('7'))),
  compare(call('int', text('-5')), 'is', -5),
  compare(call('int', text('256')), 'is not', call('int', text('256'))),
  compare(call('sys.intern', text('a b')), 'is', call('sys.intern', text('a b'))),
  compare(call('tuple'), 'is', tuple()),
]
const FACT = family([GLOBAL_FACTS.length], (fact) => show(GLOBAL_FACTS[fact] as Operand))
const MARK = family([6], (n) => does('print', text('mark'), n))
const KEPT_LENGTH = family([1], () => does('len', KEPT))

/** `not`, `and` and `or` over tests that are certain to give a bool. */
function logic(v: string, w: string, how: number): Operand {
  const same = compare(v, 'is', w)
  const nothing = compare(w, 'is', null)
  if (how === 0) return not(same)
  if (how === 1) return either(same, 'or', nothing)
  return how === 2 ? either(not(nothing), 'and', same) : not(either(same, 'and', nothing))
}

function field(v: number, k: number): Operand {
  return k === CELLS ? variable(v) : attribute(variable(v), ATTRIBUTES[k] as string)
}

/** `gc.collect(g)`; 3 is a full collection without an argument. */
export function collect(composer: Composer, generation: number): void {
  composer.say(COLLECT(generation === 3 ? 0 : generation + 1))
}

/** An attribute or an item that certainly holds an object with a count of its own. */
function part(composer: Composer, v: number): number {
  const object = composer.sketch.at(v)
  for (let k = 0; k < CELLS; k++) {
    const value = composer.sketch.cell(object, k)
    if (value >= 0 && composer.sketch.kindOfObject(value) & (Kind.instance | Kind.list | Kind.dict | Kind.set)) return k
  }
  return -1
}

function identity(composer: Composer): void {
  const v = composer.object()
  const w = composer.bound()
  if (v < 0) return
  if (composer.prng.percent(80)) composer.say(IS(v, w, composer.prng.below(3)))
  else composer.say(LOGIC(v, w, composer.prng.below(4)))
}

export function refcount(composer: Composer): void {
  const v = composer.holding(OBJECTS)
  if (v < 0) return
  const kind = composer.sketch.kind(v)
  const k = composer.prng.percent(35) && kind & (Kind.instance | Kind.list | Kind.tuple) ? part(composer, v) : -1
  if (k >= 0 && kind === Kind.instance) composer.say(REFCOUNT(v, k))
  else if (k === 0) composer.say(REFCOUNT_OF_ITEM(v))
  else composer.say(REFCOUNT(v, CELLS))
}

const LOOKS: readonly ((composer: Composer) => void)[] = [
  identity,
  identity,
  refcount,
  (composer) => {
    const r = composer.sketch.find(Kind.weakref, V + composer.prng.below(WEAK_VARIABLES), VARIABLES.length)
    if (r >= V) composer.say(REFCOUNT(r, CELLS))
  },
  (composer) => {
    const v = composer.holding(Kind.instance)
    const k = v < 0 ? -1 : part(composer, v)
    if (k >= 0) composer.say(IS_TRACKED(v, k))
    else tracked(composer)
  },
  tracked,
  tracked,
  (composer) => {
    const v = composer.object()
    if (v >= 0) composer.say(IS_FINALIZED(v))
  },
  (composer) => {
    const v = referable(composer)
    if (v >= 0) composer.say(composer.prng.next() & 1 ? WEAKREF_COUNT(v) : WEAKREFS(v))
  },
  (composer) => {
    const v = composer.holding(Kind.list | Kind.tuple)
    if (v >= 0) composer.say(REFERENTS(v))
  },
  (composer) => {
    const v = composer.holding(CONTAINERS)
    if (v < 0) return
    composer.say(composer.prng.percent(75) ? LENGTH(v, composer.prng.below(2)) : COUNT_UP(v, composer.prng.below(2)))
  },
  (composer) => {
    const v = composer.holding(Kind.instance)
    if (v >= 0) composer.say(ATTRIBUTE_IS(v, 0, v === composer.anyVariable() ? v : Math.max(0, composer.object())))
  },
  (composer) => {
    const v = composer.holding(Kind.instance)
    const w = composer.holding(Kind.instance)
    if (v >= 0) composer.say(EQUALS(v, w, composer.prng.below(2)))
  },
  (composer) => {
    const v = composer.bound()
    const name = composer.anyClass()
    composer.classEntry(name)
    if (v >= 0) composer.say(composer.prng.next() & 1 ? TYPE_IS(v, name) : IS_INSTANCE(v, name))
  },
  (composer) => {
    const v = composer.holding(Kind.instance)
    if (v >= 0 && composer.sketch.entry(composer.sketch.at(v)).hasNumber) composer.say(PRINT_NUMBER(v))
  },
  (composer) =>
    composer.say(
      composer.prng.percent(70) ? MARK(composer.prng.below(6)) : FACT(composer.prng.below(GLOBAL_FACTS.length)),
    ),
  (composer) => {
    composer.provideKept()
    composer.say(KEPT_LENGTH(0))
  },
]

function tracked(composer: Composer): void {
  const v = composer.bound()
  if (v >= 0) composer.say(IS_TRACKED(v, CELLS))
}

/** Looks at something. */
export function look(composer: Composer): void {
  const chosen = LOOKS[composer.prng.below(LOOKS.length)] as (composer: Composer) => void
  chosen(composer)
}

const GENERATIONS = [3, 3, 3, 0, 0, 1, 1, 2]

export const observationMoves = {
  look,
  refcount,
  collect: (composer: Composer) => collect(composer, GENERATIONS[composer.prng.below(GENERATIONS.length)] as number),
} as const
