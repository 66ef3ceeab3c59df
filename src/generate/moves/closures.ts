/** Moves on functions as values: closures, lambdas and bound methods that are stored, called, and told of deaths. */
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { Kind } from '../kind.ts'
import { lambda } from '../later-syntax.ts'
import { DATA_VARIABLES, MAKERS, TRAPS, variable, WEAK_VARIABLES, WITNESS } from '../names.ts'
import type { Operand } from '../syntax.ts'
import { attribute, byDefault, call, does, list, put, tuple } from '../syntax.ts'
import { argumentsFor, bindResult, noteLaterCall, RESULT_KINDS } from './subjects.ts'
import { referable } from './weakrefs.ts'

const V = DATA_VARIABLES
/** Functions that are called with two arguments, by place. */
const CALLED = [...MAKERS, ...TRAPS]
const MAKE = family([CALLED.length, V, V, 4], (name, u, v, place) => {
  const called = call(CALLED[name] as string, variable(u), variable(v))
  return place === 3
    ? { kind: 'expression', value: called }
    : put(variable([u, v, (u + 1) % V][place] as number), called)
})
const LAMBDA = family([V, V, 5], (v, w, how) => put(variable(v), lambdaOf(variable(v), variable(w), how)))
const INVOKE = family([V, V + 1], (v, w) => (w === V ? does(variable(v)) : put(variable(w), call(variable(v)))))
const METHOD = family([V, V, 2], (v, w, how) =>
  put(variable(v), attribute(how === 0 ? call(WITNESS, v) : variable(w), 'm')),
)
const TOLD = family([WEAK_VARIABLES, V, 4], (r, v, how) =>
  put(
    variable(V + r),
    call(
      'weakref.ref',
      variable(v),
      [
        lambda(['r'], call('kept.append', 'r')),
        lambda(['r'], call('kept.clear')),
        lambda(['r', byDefault('k', list())], call('k.append', 'r')),
        lambda(['r'], call('gc.collect')),
      ][how] as Operand,
    ),
  ),
)

function lambdaOf(v: string, w: string, how: number): Operand {
  return [
    lambda([], w),
    lambda([byDefault('k', w)], 'k'),
    lambda([byDefault('k', v)], tuple('k', w)),
    call(lambda(['k'], lambda([], 'k')), w),
    call(lambda(['k'], list(lambda([], 'k'), lambda([], tuple('k', 'k')))), w),
  ][how] as Operand
}

/** Calls a maker or a trap; gives the variable with the result, or -1. */
export function callTwo(composer: Composer, names: readonly string[]): number {
  const { prng, sketch } = composer
  const name = prng.pick(names)
  const entry = composer.later.entry(composer, name)
  const given = argumentsFor(composer, entry)
  if (given === undefined) return -1
  const [u, v] = given
  const place = prng.below(4)
  const target = place === 3 ? -1 : ([u, v, (u + 1) % V][place] as number)
  if (target >= composer.variables) return -1
  composer.say(MAKE(CALLED.indexOf(name as (typeof CALLED)[number]), u, v, place))
  noteLaterCall(composer, u, v)
  if (target >= 0) bindResult(composer, target, u, RESULT_KINDS[entry.result])
  else if (sketch.at(u) !== sketch.atom) sketch.forget(sketch.at(u))
  return target
}

export const closureMoves = {
  make: (composer: Composer) => {
    callTwo(composer, MAKERS)
  },
  lambda: (composer: Composer) => {
    const [v, w] = [composer.bound(), composer.bound()]
    const { sketch, prng } = composer
    if (v < 0 || !sketch.mayLink(sketch.at(v), sketch.at(w))) return
    const how = prng.below(5)
    composer.say(LAMBDA(v, w, how))
    sketch.link(sketch.at(v), sketch.at(w))
    bindResult(composer, v, w, how === 4 ? Kind.list : Kind.callable)
  },
  invoke: (composer: Composer) => {
    const v = composer.holding(Kind.callable)
    if (v < 0) return void callTwo(composer, MAKERS)
    const w = composer.prng.percent(40) ? V : composer.place()
    composer.say(INVOKE(v, w))
    if (w !== V) composer.sketch.bind(w, composer.sketch.inside(composer.sketch.at(v)))
  },
  method: (composer: Composer) => {
    const { sketch, prng } = composer
    const v = composer.place()
    const w = composer.holding(Kind.instance)
    const how = w >= 0 && sketch.entry(sketch.at(w)).hasMethod && prng.percent(60) ? 1 : 0
    if (how === 0) composer.later.entry(composer, WITNESS)
    composer.say(METHOD(v, how === 0 ? 0 : w, how))
    if (how === 0) sketch.bind(v, sketch.fresh(Kind.callable))
    else bindResult(composer, v, w, Kind.callable)
  },
  /** A lambda or a bound method is told of a death. */
  told: (composer: Composer) => {
    const v = referable(composer)
    if (v < 0) return
    const { prng } = composer
    const r = prng.below(WEAK_VARIABLES)
    const how = prng.below(4)
    if (how < 2) composer.provideKept()
    composer.say(TOLD(r, v, how))
    composer.sketch.bind(V + r, composer.sketch.fresh(Kind.weakref))
  },
} as const
