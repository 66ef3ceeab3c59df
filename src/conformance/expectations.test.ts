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

describe('each key is compared with what was seen', () => {
  test.each<[string, Partial<StatementStory>, string]>([
    ['{value: 1}', { value: { kind: 'int', value: 1 } }, 'held'],
    ['{value: 1}', { value: { kind: 'int', value: 1n } }, 'held'],
    ['{value: 1}', { value: { kind: 'int', value: 2 } }, 'step 1: value: must be 1, not 2'],
    ['{value: 1}', { value: { kind: 'bool', value: true } }, 'step 1: value: must be 1, not true'],
    ['{value: 1}', { value: { kind: 'float', value: 1 } }, 'step 1: value: must be 1, not 1.0'],
    ['{value: 1.0}', { value: { kind: 'float', value: 1 } }, 'held'],
    ['{value: null}', { value: { kind: 'none' } }, 'held'],
    ['{value: text}', { value: { kind: 'str', value: 'text' } }, 'held'],
    [
      '{value: [1, [x]]}',
      {
        value: {
          kind: 'tuple',
          items: [
            { kind: 'int', value: 1 },
            { kind: 'list', items: [{ kind: 'str', value: 'x' }] },
          ],
        },
      },
      'held',
    ],
    ['{value: []}', { value: { kind: 'list', items: [{ kind: 'none' }] } }, 'step 1: value: must be [], not [null]'],
    ['{value: list#1}', { value: { kind: 'label', label: 'list#1' } }, 'held'],
    ['{value: list#1}', { value: { kind: 'label', label: 'list#2' } }, 'step 1: value: must be list#1, not list#2'],
    ['{value: 1}', { raised: 'KeyError' }, 'step 1: value: the statement raised KeyError'],
    ['{value: null}', {}, 'step 1: value: the last statement has no value'],
    ['{raises: KeyError}', { raised: 'KeyError' }, 'held'],
    ['{raises: KeyError}', {}, 'step 1: raises: must be KeyError, not no exception'],
    ['{prints: [a, b]}', { printed: ['a', 'b'] }, 'held'],
    ['{prints: [a, b]}', { printed: ['b', 'a'] }, 'step 1: prints: must be [a, b], not [b, a]'],
    ['{prints: {in_any_order: [a, b]}}', { printed: ['b', 'a'] }, 'held'],
    ['{prints: {in_any_order: [a, a]}}', { printed: ['a'] }, 'step 1: prints: must be [a, a] in any order, not [a]'],
    ['{finalized: []}', { finalized: ['list#1'] }, 'step 1: finalized: must be [], not [list#1]'],
    ['{callbacks: [f]}', { callbacks: ['f'] }, 'held'],
    ['{callbacks: [f]}', { callbacks: ['f', 'f'] }, 'step 1: callbacks: must be [f], not [f, f]'],
    ['{dead: [list#2, list#1]}', { dead: ['list#1', 'list#2'] }, 'held'],
    [
      '{dead: {in_order: [list#2, list#1]}}',
      { dead: ['list#1', 'list#2'], deadInOrder: true },
      'step 1: dead: must be [list#2, list#1], not [list#1, list#2]',
    ],
    ['{dead: {in_order: [list#2, list#1]}}', { dead: ['list#2', 'list#1'], deadInOrder: true }, 'held'],
    [
      '{dead: {in_order: [list#2, list#1]}}',
      { dead: ['list#1', 'list#2'] },
      'unchecked: the engine does not show in which order objects die',
    ],
    [
      '{dead: {in_order: [list#2, list#1]}}',
      { dead: ['list#1'] },
      'step 1: dead: must be [list#2, list#1], not [list#1]',
    ],
    ['{dead: []}', { dead: ['list#1'] }, 'step 1: dead: must be [], not [list#1]'],
    ['{alive: [list#1]}', { dead: ['list#2'] }, 'held'],
    ['{alive: [list#1]}', { dead: ['list#1'] }, 'step 1: alive: list#1 died'],
    ['{garbage: [list#1]}', { garbage: ['list#1'] }, 'held'],
    ['{garbage: []}', { garbage: ['list#1'] }, 'step 1: garbage: must be [], not [list#1]'],
    ['{unraisable: [KeyError]}', { unraisable: [] }, 'step 1: unraisable: must be [KeyError], not []'],
    ['{collections: [0, 1]}', { collections: [0, 1] }, 'held'],
    ['{collections: [0, 1]}', { collections: [0] }, 'step 1: collections: must be [0, 1], not [0]'],
    ['{values: {a: 1}}', { probes: [{ kind: 'value', value: { kind: 'int', value: 1 } }] }, 'held'],
    [
      '{values: {a: 1}}',
      { probes: [{ kind: 'raised', type: 'NameError' }] },
      'step 1: values: a must be 1, not NameError was raised',
    ],
    ['{refcounts: {a.b: 1}}', { probes: [{ kind: 'refcount', count: 2 }] }, 'step 1: refcounts: a.b must be 1, not 2'],
    ['{generations: {a: permanent}}', { probes: [{ kind: 'generation', generation: 'permanent' }] }, 'held'],
    [
      '{generations: {a: 0}}',
      { probes: [{ kind: 'generation', generation: 'untracked' }] },
      'step 1: generations: a must be 0, not untracked',
    ],
    ['{reuses: {a: list#1}}', { dead: ['list#1'], probes: [{ kind: 'handle', object: 100 as Handle }] }, 'held'],
    [
      '{reuses: {a: list#1}}',
      { probes: [{ kind: 'handle', object: 100 as Handle }] },
      'step 1: reuses: a must be list#1, not an object at 100',
    ],
    [
      '{reuses: {a: list#1}}',
      { dead: ['list#1'], probes: [{ kind: 'handle', object: 300 as Handle }] },
      'step 1: reuses: a must be list#1, not an object at 300',
    ],
  ])('%s', (expected, seen, result) => {
    expect(outcome(check(expected, seen))).toBe(result)
  })

  test('a violation names the rule, the last statement of the step and the objects', () => {
    const result = checkExpectations(scenario('', '{dead: [list#1]}'), [3, 12, 0], ALL, story({}, { dead: ['list#2'] }))
    expect(result.violations).toEqual([
      {
        rule: 'expectation',
        statement: 1,
        objects: ['list#1', 'list#2'],
        expected: '[list#1]',
        seen: '[list#2]',
        message: 'step 2: dead: must be [list#1], not [list#2]',
      },
    ])
  })

  test('several wrong entries of one key are several violations', () => {
    const result = check('{refcounts: {a: 1, b: 1, c: 1}}', {
      probes: [1, 2, 3].map((count) => ({ kind: 'refcount', count })),
    })
    expect(result.violations.map((violation) => violation.expected)).toEqual(['b: 1', 'c: 1'])
    expect(result.checked).toEqual([{ step: 1, key: 'refcounts' }])
  })

  test('an object that the program never created is a violation', () => {
    expect(outcome(check('{alive: [list#9]}', {}))).toBe('step 1: alive: the program never created list#9')
    expect(outcome(check('{dead: [list#9]}', {}))).toBe('step 1: dead: the program never created list#9')
  })

  test('parts that only some versions have count only where they are named', () => {
    const dead = ['list#1', 'list#2.__dict__']
    expect(outcome(check('{dead: [list#1]}', { dead }))).toBe('held')
    expect(outcome(check('{dead: [list#1, list#2.__dict__]}', { dead }))).toBe('held')
    expect(outcome(check('{dead: [list#1, list#2.__dict__]}', { dead: ['list#1'] }))).toBe(
      'unchecked: nothing tells when list#2.__dict__ dies',
    )
  })
})

describe('an expectation is about its step alone', () => {
  test('what its statements saw is put together', () => {
    const loaded = loadScenario(
      'title: x\nsteps:\n  - run: |\n      pass\n      pass\n    expect: {prints: [a, b], dead: [list#1]}\n',
      'x',
    )
    if (!loaded.ok) throw new Error(loaded.problems[0]?.message)
    const result = checkExpectations(
      loaded.scenario,
      [3, 12, 0],
      ALL,
      story({ printed: ['a'], dead: ['list#1'] }, { printed: ['b'] }),
    )
    expect(outcome(result)).toBe('held')
  })

  test('what other steps saw does not count', () => {
    const result = checkExpectations(
      scenario('', '{prints: [], dead: []}', ''),
      [3, 12, 0],
      ALL,
      story({ printed: ['a'], dead: ['list#1'] }, {}, { printed: ['b'] }),
    )
    expect(outcome(result)).toBe('held')
  })

  test('but alive looks back', () => {
    const result = checkExpectations(
      scenario('', '{alive: [list#1]}'),
      [3, 12, 0],
      ALL,
      story({ dead: ['list#1'] }, {}),
    )
    expect(outcome(result)).toBe('step 2: alive: list#1 died')
  })

  test('and only those for the version apply', () => {
    const both = scenario(
      '[{python: "<3.12", prints: [old]}, {python: ">=3.12", prints: [new]}, {python: ">=3.9", value: 1}]',
    )
    const result = checkExpectations(
      both,
      [3, 12, 0],
      ALL,
      story({ printed: ['new'], value: { kind: 'int', value: 1 } }),
    )
    expect(outcome(result)).toBe('held')
    expect(result.checked.map(({ key }) => key)).toEqual(['prints', 'value'])
  })
})
