import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryExpression, arbitraryProgram } from '../program/arbitrary-program.test-support.ts'
import { loadScenario } from './load.ts'
import { formatScenarioProblem } from './problem.ts'
import type { Scenario } from './scenario.ts'
import { scenarioToYaml } from './write.ts'

function load(text: string): Scenario {
  const loaded = loadScenario(text, 'x.yaml')
  if (!loaded.ok) throw new Error(`${text}\n${loaded.problems.map(formatScenarioProblem).join('\n')}`)
  return loaded.scenario
}

const EVERYTHING = `# yaml-language-server: $schema=../../schema/scenario.schema.json
title: "A title: with a colon, and #"
why: A reason.
source: PEP 442
python: ">=3.9 <3.14"
needs: [refcounts, deaths]
gc: enabled
steps:
  - run: |
      class Node:
          def __del__(self):
              print('gone', "it's")
      a = Node()
  - run: del a
    expect:
      value: [null, true, false, 1, -5, 9007199254740993, 1.0, 1.5, text, "5", "", Node#1, []]
      values: {a: 1, '{1: "x"}["k"]': null}
      raises: ValueError
      prints: ["gone it's", "true", ""]
      finalized: {in_any_order: [Node#1]}
      callbacks: []
      dead: {in_order: [Node#1]}
      alive: [list#1]
      refcounts: {a: 3}
      generations: {a: permanent, b: 2}
      collections: [0, 1]
      garbage: []
      unraisable: [ValueError]
      reuses: {a: Node#1}
      memory: {blocks: {"64": 3}, arenas: 1}
      image: {depth: 3}
  - run: pass
    expect:
      - python: ">=3.9"
        dead: []
      - python: ">=3.13.3"
        prints: {in_any_order: [a, b]}
`

describe('a scenario that is written', () => {
  test('loads as an equal one, whatever it holds', () => {
    const scenario = load(EVERYTHING)
    expect(load(scenarioToYaml(scenario))).toEqual(scenario)
  })

  test('is written the same again', () => {
    const written = scenarioToYaml(load(EVERYTHING))
    expect(scenarioToYaml(load(written))).toBe(written)
  })

  test('reads as a person would have written it', () => {
    const text = `# yaml-language-server: $schema=../../schema/scenario.schema.json
title: A finalizer runs
python: ">=3.9"
steps:
  - run: |
      class Node:
          def __del__(self):
              pass
      a = Node()
  - run: del a
    expect:
      finalized: [Node#1]
      values: {gc.isenabled(): false}
`
    expect(scenarioToYaml(load(text), { schema: '../../schema/scenario.schema.json' })).toBe(text)
  })

  test('may be made of a title and steps alone', () => {
    const { steps } = load('title: x\nsteps:\n  - run: pass\n')
    expect(scenarioToYaml({ title: 'y', steps })).toBe('title: y\nsteps:\n  - run: pass\n')
  })

  test.each([
    '- x',
    '# x',
    'null',
    '5',
    'a: b',
    "it's",
    '"',
    'x #y',
    ' x',
    'é😀',
    '%',
    '@x',
    '*x',
    '&x',
    '!x',
    '|',
    '>',
  ])('keeps a text that YAML would read otherwise: %s', (text) => {
    const { steps } = load('title: x\nsteps:\n  - run: pass\n')
    const written = load(scenarioToYaml({ title: text, why: text, source: text, steps }))
    expect(written).toMatchObject({ title: text, why: text, source: text })
  })

  test('keeps every program, whatever its literals, in steps of any length', () => {
    fc.assert(
      fc.property(arbitraryProgram(), fc.integer({ min: 1, max: 5 }), (program, length) => {
        fc.pre(program.body.length > 0)
        const starts = program.body.flatMap((_, index) => (index % length === 0 ? [index] : []))
        const steps = starts.map((start) => ({
          statements: program.body.slice(start, start + length),
          expectations: [],
        }))
        expect(load(scenarioToYaml({ title: 'x', steps })).steps).toEqual(steps)
      }),
      { numRuns: 200 },
    )
  })

  test('keeps every expression that is a key', () => {
    const { steps } = load('title: x\nsteps:\n  - run: pass\n')
    fc.assert(
      fc.property(arbitraryExpression(), fc.string(), (expression, text) => {
        fc.pre(!text.includes('#'))
        const expected = { kind: 'str', value: text } as const
        const expectations = [
          { python: undefined, checks: [{ key: 'values', entries: [{ expression, expected }] } as const] },
        ]
        const step = { statements: steps[0]!.statements, expectations }
        expect(load(scenarioToYaml({ title: 'x', steps: [step] })).steps).toEqual([step])
      }),
      { numRuns: 200 },
    )
  })
})
