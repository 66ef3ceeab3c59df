/** The scenarios that come with Heapsmith: all load, all survive being written, and together they use every key. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { packageRoot } from '../base/package-root.ts'
import { loadScenario } from './load.ts'
import { formatScenarioProblem } from './problem.ts'
import type { CheckKey, Scenario } from './scenario.ts'
import { scenarioToYaml } from './write.ts'

const folder = join(packageRoot, 'specs')
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .sort()

function load(text: string | Uint8Array, file: string): Scenario {
  const loaded = loadScenario(text, file)
  if (!loaded.ok) throw new Error(loaded.problems.map(formatScenarioProblem).join('\n'))
  return loaded.scenario
}

const scenarios = new Map<string, Scenario>()

describe.each(files)('specs/%s', (file) => {
  test('loads, says where its rule comes from, and survives being written', () => {
    const scenario = load(readFileSync(join(folder, file)), file)
    scenarios.set(file, scenario)
    expect(scenario.source).toBeDefined()
    expect(load(scenarioToYaml(scenario), file)).toEqual(scenario)
  })

  test('expects something', () => {
    expect(scenarios.get(file)?.steps.flatMap((step) => step.expectations)).not.toEqual([])
  })
})

test('no two scenarios have the same title', () => {
  const titles = [...scenarios.values()].map((scenario) => scenario.title)
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([])
})

const KEYS: readonly CheckKey[] = [
  'value',
  'values',
  'raises',
  'prints',
  'finalized',
  'callbacks',
  'dead',
  'alive',
  'refcounts',
  'generations',
  'collections',
  'garbage',
  'unraisable',
  'reuses',
  'memory',
  'image',
]

test.each(KEYS)('some scenario expects %s', (key) => {
  const users = [...scenarios.values()].filter((scenario) =>
    scenario.steps.some((step) => step.expectations.some(({ checks }) => checks.some((check) => check.key === key))),
  )
  expect(users.length).toBeGreaterThan(0)
})
