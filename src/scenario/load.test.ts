/** Every kind of mistake in a scenario file is reported at its true place; the file is refused whole. */
import { describe, expect, test } from 'vitest'
import { type LoadResult, loadScenario } from './load.ts'
import { formatScenarioProblem } from './problem.ts'
import type { Scenario } from './scenario.ts'

const STEPS = 'steps:\n  - run: pass\n'

function scenario(text: string): Scenario {
  const loaded = loadScenario(text, 'x.yaml')
  if (!loaded.ok) throw new Error(loaded.problems.map(formatScenarioProblem).join('\n'))
  return loaded.scenario
}

/** `line:column-endColumn message`, one a problem. */
function problems(text: string | Uint8Array): readonly string[] {
  const loaded: LoadResult = loadScenario(text, 'x.yaml')
  if (loaded.ok) return ['accepted']
  return loaded.problems.map(({ line, column, endColumn, message }) => `${line}:${column}-${endColumn} ${message}`)
}

describe('a good scenario', () => {
  test('becomes a value with everything that stands in it', () => {
    const loaded = scenario(`
title: A title
why: The reason.
source: PEP 442
python: ">=3.9 <3.14"
needs: [refcounts]
gc: enabled
steps:
  - run: |
      class Node:
          pass
      a = Node()
    expect:
      value: null
      dead: {in_order: [Node#1]}
      prints: {in_any_order: [x, y]}
      values: {a is None: false, "[a, 1.5, 3]": [Node#1, 1.5, 3]}
  - run: del a
    expect:
      - python: ">=3.9"
        generations: {a: permanent}
      - python: "<3.12"
        collections: [0, 1]
`)
    expect(loaded).toMatchObject({
      title: 'A title',
      why: 'The reason.',
      source: 'PEP 442',
      needs: ['refcounts'],
      gc: 'enabled',
    })
    expect(loaded.python?.text).toBe('>=3.9 <3.14')
    expect(loaded.steps.map((step) => step.statements.map((statement) => statement.kind))).toEqual([
      ['class', 'assign'],
      ['delete'],
    ])
    expect(loaded.steps[0]?.expectations[0]?.checks).toMatchObject([
      { key: 'value', value: { kind: 'none' } },
      { key: 'dead', ordered: true, items: ['Node#1'] },
      { key: 'prints', ordered: false, items: ['x', 'y'] },
      {
        key: 'values',
        entries: [
          { expression: { kind: 'compare' }, expected: { kind: 'bool', value: false } },
          {
            expression: { kind: 'list' },
            expected: {
              kind: 'list',
              items: [
                { kind: 'label', label: 'Node#1' },
                { kind: 'float', value: 1.5 },
                { kind: 'int', value: 3n },
              ],
            },
          },
        ],
      },
    ])
    expect(loaded.steps[1]?.expectations.map((expectation) => expectation.python?.text)).toEqual(['>=3.9', '<3.12'])
  })

  test('needs no more than a title and one step', () => {
    const { why, source, python, needs, gc } = scenario(`title: x\n${STEPS}`)
    expect({ why, source, python, needs, gc }).toEqual({
      why: undefined,
      source: undefined,
      python: undefined,
      needs: [],
      gc: 'disabled',
    })
  })

  test('may begin with a byte order mark and have Windows line ends', () => {
    expect(problems('\uFEFFtitle: x\r\nsteps:\r\n  - run: |\r\n      a = 1\r\n      b = a\r\n')).toEqual(['accepted'])
  })

  test('may use a name of Python that an earlier step bound', () => {
    expect(problems('title: x\nsteps:\n  - run: max = 3\n  - run: max + 1\n')).toEqual(['accepted'])
  })

  test('keeps whole numbers of any size and tells them from floats', () => {
    const { steps } = scenario(
      'title: x\nsteps:\n  - run: "1"\n    expect: {value: [9007199254740993, 1.0, 1, 0x10]}\n',
    )
    expect(steps[0]?.expectations[0]?.checks).toEqual([
      {
        key: 'value',
        value: {
          kind: 'list',
          items: [
            { kind: 'int', value: 9007199254740993n },
            { kind: 'float', value: 1 },
            { kind: 'int', value: 1n },
            { kind: 'int', value: 16n },
          ],
        },
      },
    ])
  })
})

describe('what is no scenario at all is refused', () => {
  test('an empty file, and one with comments only', () => {
    expect(problems('')).toEqual(['1:1-2 the file is empty'])
    expect(problems('# nothing\n')).toEqual(['1:1-2 the file is empty'])
  })

  test('a list or a scalar', () => {
    expect(problems('- 1\n')).toEqual(['1:1-4 a scenario must be a mapping, not a list'])
    expect(problems('5\n')).toEqual(['1:1-2 a scenario must be a mapping, not the number 5'])
  })

  test('several documents', () => {
    expect(problems(`title: x\n${STEPS}---\ntitle: y\n`)).toEqual(['4:1-4 a second document begins here'])
  })

  test('more than 1 MiB', () => {
    const text = `title: x\n${STEPS}#`
    expect(problems(text.padEnd(1024 * 1024, 'x'))).toEqual(['accepted'])
    expect(problems(text.padEnd(1024 * 1024 + 1, 'x'))[0]).toMatch(/^1:1-2 the file has 1048577 bytes/)
  })

  test('bytes that are not UTF-8', () => {
    const bytes = new Uint8Array([...new TextEncoder().encode('title: é\nwhy: ab'), 0xff, 0x0a])
    expect(problems(bytes)).toEqual(['2:8-9 byte 0xff is not UTF-8'])
    expect(problems(new TextEncoder().encode(`title: \uFFFD\n${STEPS}`))).toEqual(['accepted'])
  })

  test('YAML 1.1', () => {
    expect(problems(`%YAML 1.1\n---\ntitle: x\n${STEPS}`)).toEqual(['1:1-10 a scenario is a YAML 1.2 document'])
  })

  test('text that is not YAML, without the mistakes that only follow from the first', () => {
    expect(problems(`title: "x\n${STEPS}`)[0]).toMatch(/^\d+:\d+-\d+ not YAML: Missing closing "quote/)
    expect(problems('title: x\npython: >=3.9\nsteps:\n  - run: pass\n')).toHaveLength(1)
    expect(problems("title: x\nsteps:\n  - run: c = {'x': a, 'y': [a]}\n    expect: {value: 1}\n")).toEqual([
      '3:10-11 not YAML: Nested mappings are not allowed in compact mappings',
    ])
  })

  test('nesting without end', () => {
    expect(problems(`title: x\nsteps: ${'['.repeat(20_000)}`)[0]).toMatch(/nested too deeply/)
    expect(problems(`title: x\nsteps: ${'['.repeat(20_000)}${']'.repeat(20_000)}`)[0]).toMatch(/nested too deeply/)
  })
})

describe('mappings', () => {
  test('an unknown key is shown with the nearest known one', () => {
    const loaded = loadScenario(`titel: x\ntitle: y\n${STEPS}    expct: {value: 1}\n`, 'x.yaml')
    expect(loaded.ok ? [] : loaded.problems.map(formatScenarioProblem)).toEqual([
      'x.yaml:1:1: unknown key "titel"\n 1 | titel: x\n   | ^^^^^\n   = hint: did you mean title?',
      'x.yaml:5:5: unknown key "expct"\n 5 |     expct: {value: 1}\n   |     ^^^^^\n   = hint: did you mean expect?',
    ])
  })

  test('a key that is like none is shown with all known ones', () => {
    const loaded = loadScenario(`title: x\nxyz: 1\n${STEPS}`, 'x.yaml')
    expect(loaded.ok ? '' : loaded.problems[0]?.hint).toBe('known here: title, why, source, python, needs, gc, steps')
  })

  test('a missing key is shown where its mapping begins', () => {
    expect(problems('why: x\n')).toEqual([
      '1:1-2 the scenario lacks the key title',
      '1:1-2 the scenario lacks the key steps',
    ])
    expect(problems('title: x\nsteps:\n  - expect: {value: 1}\n')).toEqual(['3:5-6 step 1 lacks the key run'])
  })

  test('a key may stand once', () => {
    expect(problems(`title: x\n${STEPS}title: y\n`)).toEqual(['4:1-6 the key "title" stands here a second time'])
    expect(problems(`title: x\n${STEPS}    expect: {values: {1: 1, "1": 2}}\n`)).toEqual([
      '4:29-32 the key "1" stands here a second time',
    ])
  })

  test('a key is a text', () => {
    expect(problems(`title: x\n? [a]\n: 1\n${STEPS}`)).toEqual(['2:3-6 a key must be a text, not a list or a mapping'])
  })

  test('names with a meaning in JavaScript are keys like any other', () => {
    expect(problems(`title: x\n__proto__: 1\nconstructor: 2\n${STEPS}`)).toEqual([
      '2:1-10 unknown key "__proto__"',
      '3:1-12 unknown key "constructor"',
    ])
  })
})

describe('aliases', () => {
  test('stand for what they repeat', () => {
    const { steps } = scenario('title: x\nsteps:\n  - &one {run: pass, expect: {value: 1}}\n  - *one\n')
    expect(steps[1]).toEqual(steps[0])
  })

  test('that repeat too much are refused before they are expanded', () => {
    const levels = ['a: &a [x, x, x, x, x, x, x, x]']
    for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi']) {
      levels.push(`${to}: &${to} [${`*${from}, `.repeat(8)}]`)
    }
    const found = problems(`title: x\n${levels.join('\n')}\n${STEPS}`)
    expect(found.filter((problem) => !problem.includes('unknown key'))).toEqual([
      expect.stringMatching(/^4:\d+-\d+ aliases repeat more than 200 values/),
    ])
  })

  test('that contain themselves or repeat nothing are refused', () => {
    expect(problems('title: x\nsteps: &a [*a]\n')).toEqual(['2:12-14 this alias contains itself'])
    expect(problems('title: *x\nsteps: [{run: pass}]\n')).toEqual(['1:8-10 no anchor is called "x"'])
  })
})

test('all problems of a file are found at once, in the order of the file', () => {
  const found = problems(
    'tittle: x\ngc: on\nsteps:\n  - run: a = $\n    expect: {ded: [], raises: 3}\nneeds: [x]\npython: "<3"\n',
  )
  expect(found.map((problem) => problem.split('-')[0])).toEqual([
    '1:1',
    '1:1',
    '2:5',
    '4:14',
    '5:14',
    '5:31',
    '6:9',
    '7:10',
  ])
})

test('a problem on a long line shows the part around its place', () => {
  const loaded = loadScenario(`title: x\n${STEPS}    expect: {prints: [${'x, '.repeat(200)}5]}\n`, 'x.yaml')
  const shown = loaded.ok ? '' : formatScenarioProblem(loaded.problems[0]!)
  const [, line, caret] = shown.split('\n') as [string, string, string]
  expect(line.length).toBeLessThan(180)
  expect(line[caret.indexOf('^')]).toBe('5')
})
