/**
 * Definitions of level 2 that are called: generator functions, functions that raise and handle, functions that make
 * closures, and functions that call themselves. Each takes what it works on and, mostly, something to hold.
 */
import type { Prng } from '../../base/prng.ts'
import type { Statement } from '../../program/ast.ts'
import { attempt, lambda, nonlocals, yields } from '../later-syntax.ts'
import { LATER_NAMES } from '../names.ts'
import {
  arithmetic,
  byDefault,
  call,
  classOf,
  compare,
  define,
  gives,
  list,
  put,
  show,
  tuple,
  when,
} from '../syntax.ts'
import type { LaterEntry, LaterResult, Shape } from './later-entry.ts'
import { newSuite } from './new-suite.ts'
import type { Suite } from './suite.ts'
import { ending, managing, trying } from './suite-blocks.ts'
import { danger, yielding } from './suite-leaves.ts'
import { fresh, value, witness } from './suite-values.ts'

const SHAPES: readonly Shape[] = ['any', 'instance', 'instance', 'list']
const PARAMETERS = ['u', byDefault('v', null)] as const

/** What stands before `name`: all that it may use. */
export function before(name: string): readonly string[] {
  return LATER_NAMES.slice(0, (LATER_NAMES as readonly string[]).indexOf(name))
}

function suiteOf(prng: Prng, name: string, isGenerator: boolean): Suite {
  const licence = { names: ['u', 'v'], shape: prng.pick(SHAPES), isGenerator, creates: true, calls: before(name) }
  const suite = newSuite(prng, licence, prng.between(4, 12))
  return suite
}

function entryOf(suite: Suite, name: string, body: readonly Statement[], result: LaterResult): LaterEntry {
  return {
    statement: define(name, PARAMETERS, suite.declared(body)),
    name,
    shape: suite.licence.shape,
    result,
    uses: [...suite.uses],
    needs: suite.needs,
    unsteady: suite.unsteady,
  }
}

/** Locals that all of the body may use. */
function locals(suite: Suite): Statement[] {
  if (suite.prng.percent(25)) return []
  suite.bind('t')
  if (suite.prng.percent(50)) return [put('t', value(suite))]
  suite.bind('s')
  return [put('t', fresh(suite)), put('s', suite.name())]
}

/** A generator function: mostly one that is suspended where closing it runs something. */
export function walkEntry(prng: Prng, name: string): LaterEntry {
  const suite = suiteOf(prng, name, true)
  const body: Statement[] = locals(suite)
  const style = prng.below(10)
  if (style < 5) {
    const held = [...yielding(suite), ...(prng.percent(40) ? suite.block(2) : [])]
    body.push(attempt(ends(held) ? held : [...held, ...yielding(suite)], [], ending(suite)))
  } else if (style < 7) {
    const [guarded] = managing(suite)
    body.push(...yielding(suite), guarded as Statement)
  } else {
    body.push(...yielding(suite), ...suite.block(3))
  }
  if (!ends(body) && prng.percent(50)) body.push(...yielding(suite))
  if (!ends(body) && prng.percent(25)) body.push(gives(value(suite)))
  return entryOf(suite, name, body, 'generator')
}

function ends(body: readonly Statement[]): boolean {
  return ['return', 'raise'].includes(body.at(-1)?.kind ?? '')
}

/** Raises and handles: what the handler does with the exception is the point. */
export function trapEntry(prng: Prng, name: string): LaterEntry {
  const suite = suiteOf(prng, name, false)
  const body = [...locals(suite), ...(prng.percent(80) ? trying(suite) : managing(suite))]
  if (prng.percent(40)) body.push(...suite.block(2))
  if (!ends(body) && prng.percent(60)) body.push(gives(prng.percent(50) ? value(suite) : suite.name()))
  return entryOf(suite, name, body, 'unknown')
}

type Closure = (suite: Suite) => { readonly body: readonly Statement[]; readonly result: LaterResult }

const count = put('n', arithmetic('n', '+', 1))

const CLOSURES: readonly Closure[] = [
  () => ({ body: [define('inner', [], [gives('u')]), gives('inner')], result: 'function' }),
  () => ({ body: [gives(lambda([], tuple('u', 'v')))], result: 'function' }),
  () => ({
    body: [put('n', 0), define('inner', [], [nonlocals('n', 'u'), count, put('u', 'n'), gives('n')]), gives('inner')],
    result: 'function',
  }),
  // A cell that holds the function that it belongs to.
  () => ({ body: [define('inner', [], [gives('inner')]), gives('inner')], result: 'function' }),
  () => ({
    body: [define('inner', [byDefault('k', list())], [show(call('k.append', 'inner')), gives('u')]), gives('inner')],
    result: 'function',
  }),
  // One cell, two functions; the second can put the first into it.
  () => ({
    body: [
      define('inner', [byDefault('k', null)], [nonlocals('u'), put('u', 'k')]),
      define('other', [], [gives('u')]),
      show(call('inner', 'other')),
      gives('other'),
    ],
    result: 'function',
  }),
  (suite) => ({ body: [put('t', witness(suite)), put('t.x', lambda([], 't')), gives('t')], result: 'instance' }),
  (suite) => ({
    body: [
      put('t', witness(suite)),
      put('t.x', 't.m'),
      put('t.y', lambda([byDefault('k', 'u')], tuple('k', 't'))),
      gives('t.y'),
    ],
    result: 'function',
  }),
  () => ({ body: [classOf('L', [define('get', ['self'], [gives('u')])]), gives('L')], result: 'unknown' }),
  () => ({
    body: [define('inner', [], [show(yields('u')), show(yields('inner'))]), gives(call('inner'))],
    result: 'generator',
  }),
  (suite) => {
    const inner = innerSuite(suite)
    return { body: [define('inner', [], inner), gives('inner')], result: 'function' }
  },
  (suite) => {
    const inner = innerSuite(suite)
    return { body: [define('inner', [], inner), gives(tuple('inner', lambda([], 'inner')))], result: 'unknown' }
  },
]

/** A body that sees the arguments of the function around. */
function innerSuite(suite: Suite): readonly Statement[] {
  const { prng, licence } = suite
  // What is assigned inside is the inner function's own, so only what is never assigned there can be seen from outside.
  const inner = newSuite(prng, { ...licence, names: ['v'], shape: 'any' }, prng.between(3, 7))
  const body = [...locals(inner), ...trying(inner), gives('u')]
  for (const name of inner.uses) suite.uses.add(name)
  suite.need(inner.needs)
  const declared = inner.declared(body)
  return rebinds(body, 'v') ? [nonlocals('v'), ...declared] : declared
}

/** Whether the name is a target somewhere in the text of the statements. */
function rebinds(body: readonly Statement[], name: string): boolean {
  const text = JSON.stringify(body)
  return text.includes(`"targets":[{"kind":"name","name":"${name}"}`)
}

export function makerEntry(prng: Prng, name: string): LaterEntry {
  const suite = suiteOf(prng, name, false)
  const { body, result } = prng.pick(CLOSURES)(suite)
  const first = prng.percent(35) && result !== 'generator' ? danger(suite) : []
  return entryOf(suite, name, [...first, ...body], result)
}

/** Calls itself `u` times, which must be a number; each round has a frame that holds something. */
export function deepEntry(prng: Prng, name: string): LaterEntry {
  const licence = { names: ['v'], shape: 'any', isGenerator: false, creates: true, calls: before(name) } as const
  const suite = newSuite(prng, licence, 4)
  const again = call(name, arithmetic('u', '-', 1), prng.pick([list('v'), tuple('v', fresh(suite)), lambda([], 'v')]))
  const bottom = suite.block(2)
  const stop = when(compare('u', '<', 1), ends(bottom) ? bottom : [...bottom, gives('v')])
  const step: readonly Statement[] = prng.pick([
    [gives(again)],
    [put('t', again), gives(tuple('t', 'v'))],
    [attempt([put('t', again)], [], [...danger(suite)]), gives('t')],
    [...trying(suite), gives(again)],
  ])
  return { ...entryOf(suite, name, [stop, ...step], 'unknown'), shape: 'any' }
}
