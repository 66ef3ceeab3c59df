/** What cannot be checked is said to be unchecked or skipped, with the reason, and never passes. */
import { describe, expect, test } from 'vitest'
import type { Capabilities } from '../observation/capabilities.ts'
import type { Handle } from '../observation/observations.ts'
import type { StatementStory, Story } from '../observation/story.ts'
import { loadScenario } from '../scenario/load.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { checkExpectations, type ExpectationResult } from './expectations.ts'

const ALL: Capabilities = {
  refcounts: true,
  generations: true,
  finalizers: true,
  weakrefs: true,
  deaths: true,
  addresses: true,
  automaticCollections: true,
  allocator: true,
  image: true,
  refusals: true,
  level: 3,
}

const QUIET: StatementStory = {
  finalized: [],
  callbacks: [],
  printed: [],
  unraisable: [],
  collections: [],
  dead: [],
  garbage: [],
  probes: [],
}

/** A scenario of steps with one statement each. */
function scenario(...expectations: readonly string[]): Scenario {
  const steps = expectations.map((expected) => `  - run: pass\n${expected === '' ? '' : `    expect: ${expected}\n`}`)
  const loaded = loadScenario(`title: x\nsteps:\n${steps.join('')}`, 'x.yaml')
  if (!loaded.ok) throw new Error(loaded.problems[0]?.message)
  return loaded.scenario
}

function story(...statements: readonly Partial<StatementStory>[]): Story {
  return {
    statements: statements.map((statement) => ({ ...QUIET, ...statement })),
    handles: new Map([
      ['list#1', 100 as Handle],
      ['list#2', 200 as Handle],
    ]),
    labels: ['list#1', 'list#2', 'list#3'],
  }
}

function check(
  expected: string,
  seen: Partial<StatementStory>,
  capabilities: Partial<Capabilities> = {},
): ExpectationResult {
  return checkExpectations(scenario(expected), [3, 12, 0], { ...ALL, ...capabilities }, story(seen))
}

/** `held`, `unchecked: reason`, or the violations' messages. */
function outcome(result: ExpectationResult): string {
  if (result.violations.length > 0) return result.violations.map((violation) => violation.message).join('; ')
  return result.unchecked.length > 0 ? `unchecked: ${result.unchecked[0]?.reason}` : 'held'
}

describe('what an engine cannot show is never passed', () => {
  test.each<[string, Partial<Capabilities>, string]>([
    ['{refcounts: {a: 1}}', { refcounts: false }, 'refcounts'],
    ['{generations: {a: 1}}', { generations: false }, 'generations'],
    ['{finalized: []}', { finalizers: false }, 'finalizers'],
    ['{callbacks: []}', { weakrefs: false }, 'weakrefs'],
    ['{collections: []}', { automaticCollections: false }, 'automaticCollections'],
    ['{reuses: {a: list#1}}', { addresses: false }, 'addresses'],
    ['{memory: {arenas: 1}}', { allocator: false }, 'allocator'],
    ['{image: {depth: 1}}', { image: false }, 'image'],
  ])('%s', (expected, capabilities, name) => {
    const result = check(expected, {}, capabilities)
    expect(outcome(result)).toBe(`unchecked: the engine cannot show ${name}`)
    expect(result.checked).toEqual([])
    expect(result.skipped).toBe(`nothing could be checked: the engine cannot show ${name}`)
  })

  test.each<[string, Partial<StatementStory>, string]>([
    ['{dead: []}', { dead: undefined }, 'the engine did not show which objects died'],
    ['{alive: [list#1]}', { dead: undefined }, 'the engine did not show which objects died'],
    ['{garbage: []}', { garbage: undefined }, 'the engine did not show gc.garbage'],
    ['{finalized: []}', { unsure: 'two objects look alike' }, 'two objects look alike'],
    [
      '{value: list#1}',
      { unsure: 'two objects look alike', value: { kind: 'label', label: 'list#1' } },
      'two objects look alike',
    ],
    [
      '{value: list#1}',
      { value: { kind: 'label', label: 'list' } },
      'the object could not be told from others of its type',
    ],
    ['{values: {a: 1}}', { probes: [] }, 'the engine did not answer'],
  ] as [string, Partial<StatementStory>, string][])('%s', (expected, seen, reason) => {
    expect(outcome(check(expected, seen))).toBe(`unchecked: ${reason}`)
  })

  test('labels that became unsure earlier stay unsure, other values do not suffer', () => {
    const result = checkExpectations(
      scenario('', '{dead: [], prints: []}'),
      [3, 12, 0],
      ALL,
      story({ unsure: 'lost' }, {}),
    )
    expect(result.checked).toEqual([{ step: 2, key: 'prints' }])
    expect(result.unchecked).toEqual([{ step: 2, key: 'dead', reason: 'lost' }])
  })

  test('steps that the case did not reach are unchecked', () => {
    const result = checkExpectations(scenario('{prints: []}', '{prints: []}'), [3, 12, 0], ALL, story({}))
    expect(result.checked).toEqual([{ step: 1, key: 'prints' }])
    expect(result.unchecked).toEqual([
      { step: 2, key: 'prints', reason: 'the program ended before the end of this step' },
    ])
    expect(result.skipped).toBeUndefined()
  })
})

describe('a scenario is skipped', () => {
  test('on a version that it is not about', () => {
    const loaded = loadScenario('title: x\npython: ">=3.13"\nsteps:\n  - run: pass\n    expect: {prints: []}\n', 'x')
    if (!loaded.ok) throw new Error(loaded.problems[0]?.message)
    const result = checkExpectations(loaded.scenario, [3, 12, 7], ALL, story({ printed: ['a'] }))
    expect(result).toMatchObject({
      checked: [],
      violations: [],
      skipped: 'it is about Python >=3.13, the engine runs 3.12.7',
    })
  })

  test('on an engine that lacks what it needs', () => {
    const loaded = loadScenario(
      'title: x\nneeds: [allocator, image]\nsteps:\n  - run: pass\n    expect: {prints: []}\n',
      'x',
    )
    if (!loaded.ok) throw new Error(loaded.problems[0]?.message)
    const result = checkExpectations(loaded.scenario, [3, 12, 7], { ...ALL, allocator: false, image: false }, story({}))
    expect(result).toMatchObject({ checked: [], skipped: 'the engine cannot show allocator, image' })
  })

  test('when it expects nothing', () => {
    expect(checkExpectations(scenario(''), [3, 12, 7], ALL, story({})).skipped).toBe(
      'it expects nothing of this version, and the oracle has nothing against it',
    )
  })
})
