/** Compound statements of bodies of level 2: `try`, `with`, `for`, `if`, inner functions and classes. */
import type { ExceptHandler, Statement } from '../../program/ast.ts'
import { attempt, except, managed, nonlocals, withAll } from '../later-syntax.ts'
import { MANAGERS, WALKS } from '../names.ts'
import {
  attribute,
  byDefault,
  call,
  classOf,
  compare,
  define,
  does,
  each,
  gives,
  list,
  type Operand,
  put,
  tuple,
  when,
} from '../syntax.ts'
import { Need } from './class-entry.ts'
import type { Suite } from './suite.ts'
import { danger, failure, leaf } from './suite-leaves.ts'
import { fresh } from './suite-values.ts'

const NARROW: readonly Operand[] = [
  'KeyError',
  'ValueError',
  'LookupError',
  tuple('KeyError', 'IndexError'),
  'AttributeError',
]

/** Runs `write` with some of the suite's marks changed. */
function within<T>(
  suite: Suite,
  marks: Partial<Pick<Suite, 'guards' | 'loops' | 'handlers' | 'inFinally'>>,
  write: () => T,
): T {
  const { guards, loops, handlers, inFinally } = suite
  Object.assign(suite, marks)
  const written = write()
  Object.assign(suite, { guards, loops, handlers, inFinally })
  return written
}

export function trying(suite: Suite): readonly Statement[] {
  const { prng } = suite
  const isHandled = prng.percent(80)
  const hasFinally = !isHandled || prng.percent(40)
  const isBroad = prng.percent(75)
  const guards = suite.guards + (isHandled && isBroad ? 1 : 0)
  const body = within(suite, { guards }, () => {
    const statements = suite.block()
    // What is handled should happen.
    return isHandled && prng.percent(65) ? withFailure(suite, statements) : statements
  })
  const handlers = isHandled ? handling(suite, isBroad) : []
  const orelse = handlers.length > 0 && prng.percent(20) ? suite.block(2) : []
  const finalbody = hasFinally ? ending(suite) : []
  return [attempt(body, handlers, finalbody, orelse)]
}

function withFailure(suite: Suite, statements: readonly Statement[]): readonly Statement[] {
  const last = statements.at(-1)
  if (last === undefined || ['return', 'raise', 'break', 'continue'].includes(last.kind)) return statements
  return [...statements, ...failure(suite)]
}

/** A `finally`: dangers first, and now and then a jump out of it. */
export function ending(suite: Suite): readonly Statement[] {
  return within(suite, { inFinally: true }, () => [...danger(suite), ...(suite.prng.percent(50) ? leaf(suite) : [])])
}

function handling(suite: Suite, isBroad: boolean): readonly ExceptHandler[] {
  const { prng } = suite
  const handlers: ExceptHandler[] = []
  if (!isBroad || prng.percent(25)) handlers.push(handler(suite, prng.pick(NARROW)))
  if (isBroad) handlers.push(handler(suite, prng.percent(80) ? 'Exception' : undefined))
  return handlers
}

function handler(suite: Suite, type: Operand | undefined): ExceptHandler {
  // An inner handler would end by deleting the name of the outer one.
  const isNamed = type !== undefined && suite.handlers === 0 && suite.prng.percent(75)
  if (!isNamed) return except(type, undefined, suite.block(2))
  return within(suite, { handlers: suite.handlers + 1 }, () => {
    suite.bind('e')
    const body = suite.block()
    suite.unbind('e')
    return except(type, 'e', body)
  })
}

export function managing(suite: Suite): readonly Statement[] {
  const { prng } = suite
  const name = suite.callable(MANAGERS)
  if (name === undefined) return trying(suite)
  const items = [managed(call(name, suite.number()), prng.percent(60) ? 't' : undefined)]
  if (prng.percent(35)) {
    const other = suite.callable(MANAGERS) ?? name
    items.push(managed(call(other, suite.number()), prng.percent(40) ? 's' : undefined))
  }
  const body = within(suite, {}, () => {
    const statements = suite.block()
    return prng.percent(35) && suite.guards > 0 ? withFailure(suite, statements) : statements
  })
  return [withAll(items, body)]
}

function looping(suite: Suite): readonly Statement[] {
  const { prng } = suite
  const walk = prng.percent(35) ? suite.callable(WALKS) : undefined
  const iterable: Operand =
    walk !== undefined
      ? call(walk, suite.subject, suite.name())
      : prng.pick([call('range', 2), tuple(fresh(suite), suite.name()), list(suite.name(), fresh(suite))])
  return within(suite, { loops: suite.loops + 1, inFinally: false }, () => {
    const bound = suite.bound.length
    suite.bind('i')
    const body = suite.block()
    suite.bound.length = Math.min(bound, suite.bound.length)
    return [each('i', iterable, body)]
  })
}

/** Goes through the list that it changes: makes nothing, so that it comes to an end. */
function mutatingLoop(suite: Suite): readonly Statement[] {
  if (suite.licence.shape !== 'list') return looping(suite)
  const { prng, subject } = suite
  suite.need(Need.kept)
  const change = prng.pick([
    does(`${subject}.clear`),
    does(`${subject}.pop`),
    does(`${subject}.remove`, 'i'),
    put(subject, null),
    put('i', null),
  ])
  const then = prng.pick<Statement>([does('kept.append', 'i'), { kind: 'break' }, { kind: 'pass' }])
  return [each('i', subject, [change, then])]
}

function choosing(suite: Suite): readonly Statement[] {
  const test = suite.prng.pick([
    compare(suite.name(), 'is', null),
    compare(suite.name(), 'is not', suite.name()),
    call('isinstance', suite.name(), 'list'),
  ])
  return [when(test, suite.block(2), suite.prng.percent(40) ? suite.block(2) : [])]
}

/** An inner function; some change the variable of the function around. */
function nesting(suite: Suite): readonly Statement[] {
  const { prng } = suite
  const seen = suite.name()
  const own = suite.licence.names
  const changed = prng.percent(45) ? prng.pick(own) : undefined
  const body: Statement[] = []
  if (changed !== undefined) body.push(nonlocals(changed), put(changed, prng.percent(50) ? fresh(suite) : null))
  body.push(gives(prng.percent(50) ? seen : tuple(seen, own[0] as string)))
  const parameters = prng.percent(40) ? [byDefault('k', prng.percent(50) ? list() : suite.name())] : []
  const inner = define('inner', parameters, body)
  const use = prng.pick<readonly Statement[]>([
    [does('inner')],
    [put('t', 'inner')],
    [put('t', call('inner'))],
    [put('t', list('inner', 'inner'))],
  ])
  return [inner, ...use]
}

/** A class that sees a variable of the function, made and soon forgotten. */
function innerClass(suite: Suite): readonly Statement[] {
  const seen = suite.name()
  const { prng } = suite
  const cls = classOf('L', [define('get', ['self'], [gives(seen)])])
  return [
    cls,
    prng.pick<Statement>([put('t', 'L'), put('t', call('L')), does('L'), put('t', attribute(call('L'), 'get'))]),
  ]
}

const COMPOUNDS: readonly ((suite: Suite) => readonly Statement[])[] = [
  trying,
  trying,
  trying,
  trying,
  managing,
  managing,
  looping,
  looping,
  mutatingLoop,
  choosing,
  nesting,
  nesting,
]

export function compound(suite: Suite): readonly Statement[] {
  if (suite.prng.below(40) === 0) return innerClass(suite)
  return suite.prng.pick(COMPOUNDS)(suite)
}
