/** Moves on exceptions: traps are called, exceptions are made, chained, caught at top level and stored. */
import type { Statement } from '../../program/ast.ts'
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { Kind } from '../kind.ts'
import { attempt, except, lambda, managed, raises, withAll } from '../later-syntax.ts'
import { DATA_VARIABLES, MANAGERS, TRAPS, variable } from '../names.ts'
import { call, dict, does, item, list, put, show, text } from '../syntax.ts'
import { callTwo } from './closures.ts'
import { linkable } from './subjects.ts'

const V = DATA_VARIABLES
const MAKE = family([V, V, 3], (v, w, how) =>
  put(
    variable(v),
    call(['ValueError', 'KeyError', 'RuntimeError'][how] as string, ...(how === 2 ? [] : [variable(w)])),
  ),
)
const CHAIN = family(
  [V, V, 4],
  (v, w, how) =>
    [
      put(`${variable(v)}.__cause__`, variable(w)),
      put(`${variable(v)}.__context__`, variable(w)),
      put(`${variable(v)}.x`, variable(w)),
      put(`${variable(v)}.__traceback__`, null),
    ][how] as Statement,
)
const RAISES: readonly ((v: string) => Statement)[] = [
  () => show(item(list(), 0)),
  () => show(item(dict(), text('k'))),
  () => show('missing'),
  (v) => show(`${v}.missing`),
  (v) => raises(call('ValueError', v)),
  (v) => raises(call('KeyError', v), call('IndexError', list(v))),
  (v) => put(v, list(list(v), 'missing')),
]
const HANDLES: readonly ((v: string) => readonly Statement[])[] = [
  () => [does('kept.append', 'e')],
  (v) => [put(v, 'e')],
  () => [put('e.x', 'e')],
  (v) => [put('e.x', v), put(v, 'e')],
  (v) => [put(v, 'e.__traceback__')],
  (v) => [put(v, lambda([], v)), does('gc.collect')],
  () => [raises(call('RuntimeError', 1), 'e')],
  (v) => [put(`${v}.x`, 'e')],
  (v) => [put(`${v}.x`, list('e', v)), put('e.x', v)],
]
/** Handlers from here on need an instance. */
const LINKING = 7
const CATCH = family([V, RAISES.length, HANDLES.length], (v, raised, handled) =>
  attempt(
    [(RAISES[raised] as (v: string) => Statement)(variable(v))],
    [except('Exception', 'e', (HANDLES[handled] as (v: string) => readonly Statement[])(variable(v)))],
  ),
)
const CATCH_TRAP = family([V, TRAPS.length, HANDLES.length], (v, name, handled) =>
  attempt(
    [does(TRAPS[name] as string, variable(v), variable(v))],
    [except('Exception', 'e', (HANDLES[handled] as (v: string) => readonly Statement[])(variable(v)))],
    [does('print', text('finally'))],
    [does('print', text('else'))],
  ),
)
const FINALLY = family([V, 3], (v, how) =>
  attempt(
    [[show('missing')], [show(item(list(), 0))], [put(variable(v), list(variable(v)))]][how] as [],
    [],
    [put(variable(v), null)],
  ),
)
const WITH = family([V, V, 6], (v, w, how) => withBlock(variable(v), variable(w), v, how))

function withBlock(v: string, w: string, number: number, how: number): Statement {
  const first = MANAGERS[0]
  const second = MANAGERS[1]
  return [
    withAll([managed(call(first, number), v)], [put(w, v)]),
    withAll([managed(call(first, number))], [put(v, null), does('gc.collect')]),
    withAll([managed(call(first, number), v), managed(call(second, 9))], [show('missing')]),
    withAll([managed(call(second, number), v)], [raises(call('ValueError', w))]),
    withAll([managed(call(second, number))], [withAll([managed(call(first, 8), w)], [raises(call('KeyError', v))])]),
    withAll([managed(v)], [put(w, list())]),
  ][how] as Statement
}

function handling(composer: Composer, v: number): number {
  const { prng, sketch } = composer
  const canLink = sketch.kind(v) === Kind.instance && (sketch.entry(sketch.at(v)).settable & 1) === 1
  let handled = prng.below(canLink ? HANDLES.length : LINKING)
  if (handled === 6 && prng.percent(70)) handled = 0
  if (handled === 0) composer.provideKept()
  return handled
}

function noteHandled(composer: Composer, v: number, handled: number): void {
  const { sketch } = composer
  const object = sketch.at(v)
  if (object !== sketch.atom) sketch.grow(object, 3)
  if ([1, 3].includes(handled)) sketch.bind(v, sketch.inside(object, Kind.exception))
  else if ([4, 5].includes(handled)) sketch.bind(v, sketch.inside(object))
  else if (object !== sketch.atom) sketch.forget(object)
}

function make(composer: Composer): void {
  const [v, w] = [composer.place(), composer.bound()]
  if (w < 0) return
  composer.say(MAKE(v, w, composer.prng.below(3)))
  const object = composer.sketch.fresh(Kind.exception)
  composer.sketch.link(object, composer.sketch.at(w))
  composer.sketch.bind(v, object)
}

export const exceptionMoves = {
  trap: (composer: Composer) => {
    callTwo(composer, TRAPS)
  },
  make,
  chain: (composer: Composer) => {
    const { sketch, prng } = composer
    const v = composer.holding(Kind.exception)
    if (v < 0) return make(composer)
    const other = composer.holding(Kind.exception)
    if (!sketch.mayLink(sketch.at(v), sketch.at(other))) return
    const how = prng.below(4)
    composer.say(CHAIN(v, how === 3 ? 0 : other, how))
    sketch.link(sketch.at(v), sketch.at(other))
  },
  catch: (composer: Composer) => {
    const known = composer.prng.percent(50) ? linkable(composer) : -1
    const v = known >= 0 ? known : composer.bound()
    if (v < 0) return
    const { prng } = composer
    const handled = handling(composer, v)
    const trap = prng.percent(35) ? prng.below(TRAPS.length) : -1
    if (trap >= 0 && composer.later.entry(composer, TRAPS[trap] as string).shape === 'any') {
      composer.say(CATCH_TRAP(v, trap, handled))
    } else composer.say(CATCH(v, prng.below(RAISES.length), handled))
    noteHandled(composer, v, handled)
  },
  finally: (composer: Composer) => {
    const v = composer.bound()
    if (v < 0) return
    composer.say(FINALLY(v, composer.prng.pick([0, 1, 2, 2, 2, 2])))
    composer.sketch.bind(v, composer.sketch.atom)
  },
} as const

export const managerMoves = {
  with: (composer: Composer) => {
    const { prng, sketch } = composer
    const v = composer.place()
    const w = composer.bound()
    if (w < 0) return
    const how = prng.below(20) === 0 ? 5 : prng.below(5)
    if (how === 5 && !sketch.isBound(v)) return
    for (const name of MANAGERS) composer.later.entry(composer, name)
    composer.say(WITH(v, w, how))
    const object = sketch.fresh(Kind.unknown)
    sketch.link(object, sketch.at(w))
    if (how === 0 || how === 2 || how === 3) sketch.bind(v, object)
    if (how === 0 || how === 4) sketch.bind(w, sketch.inside(object))
    if (how === 1) sketch.bind(v, sketch.atom)
  },
} as const
