/**
 * Single statements of bodies of level 2. Half of them are what user code must not be trusted with while something else
 * is at work: they change the container or the graph that the body was given, drop what others hold, collect, raise.
 */
import type { Statement } from '../../program/ast.ts'
import { lambda, raises, yields } from '../later-syntax.ts'
import {
  attribute,
  call,
  compare,
  dict,
  does,
  drop,
  gives,
  item,
  list,
  must,
  put,
  show,
  text,
  tuple,
} from '../syntax.ts'
import { Need } from './class-entry.ts'
import type { Suite } from './suite.ts'
import { fresh, value } from './suite-values.ts'

type Maker = (suite: Suite) => readonly Statement[]

export const RAISED = ['ValueError', 'KeyError', 'IndexError', 'TypeError', 'RuntimeError'] as const

const DANGERS: readonly Maker[] = [
  (suite) => suite.writing('g', put('g', null)),
  (suite) => suite.writing('h', put('h', null)),
  (suite) => suite.writing('h', put('h', suite.name())),
  (suite) => suite.writing('g', put('g', list(suite.name()))),
  (suite) => suite.needing(Need.kept, does('kept.clear')),
  (suite) => suite.needing(Need.kept, does('kept.append', suite.name())),
  (suite) => suite.needing(Need.kept, does('kept.append', value(suite))),
  () => [does('gc.collect')],
  () => [does('gc.collect', 0)],
  (suite) => suite.needing(Need.weakVariable, does('print', compare(call('q'), 'is', null))),
  (suite) => suite.needing(Need.sharedInstance, put('h.x', suite.name())),
  (suite) => suite.needing(Need.sharedList, does('g.append', suite.name())),
  (suite) => suite.needing(Need.sharedList, does('g.clear')),
]

const WITH_SHAPE: Readonly<Record<Suite['licence']['shape'], readonly Maker[]>> = {
  any: [(suite) => [put(suite.subject, null)], (suite) => [put(suite.subject, list(suite.subject))]],
  instance: [
    (suite) => [put(attribute(suite.subject, 'x'), null)],
    (suite) => [put(attribute(suite.subject, 'x'), suite.name())],
    (suite) => [put(attribute(suite.subject, 'y'), value(suite))],
    (suite) => [put(attribute(suite.subject, 'x'), suite.subject)],
    (suite) => [put(attribute(suite.subject, 'x'), lambda([], suite.name()))],
    (suite) => guarded(suite, [drop(attribute(suite.subject, 'x'))]),
    (suite) => guarded(suite, [put('t', attribute(suite.subject, 'x'))]),
    (suite) => [put(attribute(suite.subject, 'y'), list(suite.subject, fresh(suite)))],
  ],
  list: [
    (suite) => [does(`${suite.subject}.clear`)],
    (suite) => [does(`${suite.subject}.append`, value(suite))],
    (suite) => [does(`${suite.subject}.append`, suite.subject)],
    (suite) => [does(`${suite.subject}.insert`, 0, fresh(suite))],
    (suite) => [does(`${suite.subject}.extend`, tuple(fresh(suite), suite.name()))],
    (suite) => guarded(suite, [does(`${suite.subject}.pop`)]),
    (suite) => guarded(suite, [put(item(suite.subject, 0), value(suite))]),
    (suite) => guarded(suite, [drop(item(suite.subject, 0))]),
  ],
}

/** With the exception `e` of a handler. */
const WITH_EXCEPTION: readonly Maker[] = [
  () => [put('e.x', 'e')],
  () => [put('e.x', lambda([], 'e'))],
  (suite) => [put('e.x', suite.name())],
  (suite) => suite.needing(Need.kept, does('kept.append', 'e')),
  (suite) => suite.writing('h', put('h', 'e')),
  (suite) => suite.writing('g', put('g', list('e'))),
  (suite) => (suite.licence.shape === 'instance' ? [put(attribute(suite.subject, 'x'), 'e')] : [put('t', 'e')]),
  (suite) => (suite.licence.shape === 'list' ? [does(`${suite.subject}.append`, 'e')] : [put('t', list('e'))]),
  () => [put('t', 'e.__traceback__')],
  () => [put('t', 'e.__context__')],
  () => [put('e.__traceback__', null)],
  () => [does('print', call('len', 'e.args'))],
  () => [does('print', compare('e.__context__', 'is', null))],
  (suite) => rarely(suite, 30, () => [raises()]),
  (suite) => rarely(suite, 30, () => [raises(call(suite.prng.pick(RAISED), suite.name()), 'e')]),
]

/** Each raises while the operation that fails holds something new. */
const FAILURES: readonly Maker[] = [
  (suite) => [put('t', list(fresh(suite), item(list(), 0)))],
  (suite) => [put('t', tuple(suite.name(), fresh(suite), 'missing'))],
  () => [show(item(dict(), text('k')))],
  (suite) => [does('print', fresh(suite), attribute(null, 'x'))],
  (suite) => [put('t', call('len', fresh(suite)))],
  (suite) => [show(attribute(suite.name(), 'missing'))],
  (suite) => [must(compare(suite.name(), 'is', fresh(suite)), fresh(suite))],
  (suite) => [put(item(fresh(suite), 0), fresh(suite))],
  (suite) => [does(fresh(suite), fresh(suite))],
  (suite) => [raises(call(suite.prng.pick(RAISED), suite.name()))],
  (suite) => [raises(call(suite.prng.pick(RAISED), fresh(suite), 1))],
  (suite) => [raises(suite.prng.pick(RAISED))],
  (suite) => [raises(call(suite.prng.pick(RAISED), fresh(suite)), call('KeyError', suite.name()))],
]

const PLAIN: readonly Maker[] = [
  (suite) => store(suite),
  (suite) => store(suite),
  (suite) => store(suite),
  (suite) => [does('print', text('at'), suite.number())],
  (suite) => [show(value(suite))],
  (suite) => forget(suite),
  (suite) => rarely(suite, 40, () => [gives(value(suite))]),
]

function store(suite: Suite): readonly Statement[] {
  const statement = put(suite.prng.pick(['t', 't', 's']), value(suite))
  const [target] = statement.targets
  if (target?.kind === 'name') suite.bind(target.name)
  return [statement]
}

/** `del t`, or a name that may not be bound. */
function forget(suite: Suite): readonly Statement[] {
  const name = suite.bound.length > 1 ? suite.prng.pick(suite.bound.slice(1)) : 't'
  if (!suite.bound.includes(name)) return guarded(suite, [drop(name)])
  if (suite.bound.length < 2 || suite.loops > 0 || suite.handlers > 0) return [put(name, null)]
  suite.unbind(name)
  return [drop(name)]
}

/** What may raise: nearly only where something handles it. */
function guarded(suite: Suite, statements: readonly Statement[]): readonly Statement[] {
  return suite.guards > 0 || suite.prng.percent(12) ? statements : [does('print', text('at'), suite.number())]
}

function rarely(suite: Suite, percent: number, make: () => readonly Statement[]): readonly Statement[] {
  return suite.guards > 0 || suite.prng.percent(percent / 3) ? make() : store(suite)
}

function jump(suite: Suite): readonly Statement[] {
  if (suite.loops === 0) return store(suite)
  return [{ kind: suite.inFinally || suite.prng.percent(60) ? 'break' : 'continue' }]
}

export function failure(suite: Suite): readonly Statement[] {
  return suite.prng.pick(FAILURES)(suite)
}

export function danger(suite: Suite): readonly Statement[] {
  const { prng } = suite
  if (suite.handlers > 0 && prng.percent(55)) return prng.pick(WITH_EXCEPTION)(suite)
  return prng.pick(prng.percent(50) ? WITH_SHAPE[suite.licence.shape] : DANGERS)(suite)
}

export function yielding(suite: Suite): readonly Statement[] {
  if (suite.prng.percent(60)) return [show(yields(suite.prng.percent(60) ? suite.name() : fresh(suite)))]
  suite.bind('t')
  return [put('t', yields(suite.name()))]
}

export function leaf(suite: Suite): readonly Statement[] {
  const { prng, licence } = suite
  if (licence.isGenerator && !suite.inFinally && prng.percent(25)) return yielding(suite)
  const kind = prng.below(20)
  if (kind < 9) return danger(suite)
  if (kind < 11) return suite.guards > 0 || prng.percent(8) ? failure(suite) : store(suite)
  if (kind < 13) return jump(suite)
  return prng.pick(PLAIN)(suite)
}
