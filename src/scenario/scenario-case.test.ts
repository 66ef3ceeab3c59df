import { describe, expect, test } from 'vitest'
import { loadScenario } from './load.ts'
import { lastStatements, type Scenario, scenarioProgram } from './scenario.ts'
import { scenarioCase } from './scenario-case.ts'

function load(text: string): Scenario {
  const loaded = loadScenario(text, 'x.yaml')
  if (!loaded.ok) throw new Error(loaded.problems[0]?.message)
  return loaded.scenario
}

const TEXT = `
title: x
steps:
  - run: |
      a = []
      b = a
    expect:
      refcounts: {a: 2}
      values: {a is b: true}
  - run: del b
    expect:
      - python: "<3.12"
        values: {a: []}
      - python: ">=3.12"
        generations: {a: 0}
        reuses: {a: list#1}
        collections: []
`

describe('the case of a scenario', () => {
  test('runs all steps as one program', () => {
    const scenario = load(TEXT)
    expect(scenarioProgram(scenario).body.map((statement) => statement.kind)).toEqual(['assign', 'assign', 'delete'])
    expect(lastStatements(scenario)).toEqual([1, 2])
  })

  test('asks after the last statement of a step for what its expectations name, for that version only', () => {
    const probes = (minor: number): readonly string[] =>
      scenarioCase(load(TEXT), [3, minor, 0]).probes.map(
        (probe) => `${probe.statement} ${probe.kind} ${probe.expression.kind}`,
      )
    expect(probes(11)).toEqual(['1 refcount name', '1 value compare', '2 value name'])
    expect(probes(12)).toEqual(['1 refcount name', '1 value compare', '2 generation name', '2 handle name'])
  })

  test('watches collections only where they are expected', () => {
    expect(scenarioCase(load(TEXT), [3, 11, 0]).watchCollections).toBe(false)
    expect(scenarioCase(load(TEXT), [3, 12, 0]).watchCollections).toBe(true)
  })

  test('takes a snapshot after every statement, or only after each step where collections run by themselves', () => {
    expect(scenarioCase(load(TEXT), [3, 12, 0]).snapshots).toEqual([0, 1, 2])
    expect(scenarioCase(load(`gc: enabled${TEXT}`), [3, 12, 0]).snapshots).toEqual([1, 2])
  })
})
