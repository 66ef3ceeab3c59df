/**
 * Scenarios as Python scripts: a plain interpreter runs them, agrees where the engines do, and says where not. Needs a
 * `python3` on the PATH.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../src/base/package-root.ts'
import { pythonScript } from '../src/cli/python-script.ts'
import { loadScenario } from '../src/scenario/load.ts'
import type { Scenario } from '../src/scenario/scenario.ts'

const PYTHON = 'python3'
const isThere = spawnSync(PYTHON, ['-c', 'import sys; sys.exit(sys.version_info < (3, 8))']).status === 0
/** They ask at which allocation a collection runs by itself, and what a script makes for its own use counts, too. */
const COUNT_ALLOCATIONS = ['automatic/at-which-allocation.yaml', 'automatic/which-generation.yaml']
const specs = join(packageRoot, 'specs')
const files = readdirSync(specs, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .filter((name) => !COUNT_ALLOCATIONS.includes(name))
  // Where memory is to run out no interpreter can be told, and the command refuses to export that.
  .filter((name) => !readFileSync(join(specs, name), 'utf8').includes('refuses:'))
  .sort()

function scenario(text: string): Scenario {
  const loaded = loadScenario(text, 'a.yaml')
  if (!loaded.ok) throw new Error(loaded.problems[0]?.message)
  return loaded.scenario
}

function run(script: string): { readonly code: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(PYTHON, ['-'], { input: script, encoding: 'utf8', timeout: 30_000 })
  return { code: status, said: stdout + stderr }
}

describe.skipIf(!isThere)('an exported script', () => {
  // One in twelve, so that it stays short; `HEAPSMITH_PROGRAMS` takes all.
  const some = process.env['HEAPSMITH_PROGRAMS'] === undefined ? files.filter((_, i) => i % 12 === 0) : files

  it.each(some)('agrees on specs/%s', (file) => {
    const { code, said } = run(pythonScript(scenario(readFileSync(join(specs, file), 'utf8'))))
    expect(said).toMatch(/^(passed: \d+ expectations|skipped: it is about Python .*)\n$/)
    expect(code).toBe(said.startsWith('passed') ? 0 : 1)
  })

  it('says what differs, and where', () => {
    const { code, said } = run(
      pythonScript(
        scenario(
          'title: x\nsteps:\n  - run: a = [1]\n    expect: {refcounts: {a: 7}, values: {a: [2]}}\n' +
            "  - run: print('x')\n    expect: {prints: [y], value: true, raises: ValueError}\n",
        ),
      ),
    )
    expect(said.trim().split('\n')).toEqual([
      'step 1: refcounts of a: must be 7, not 1',
      'step 1: values of a: must be [2], not [1]',
      "step 2: prints: must be ['y'], not ['x']",
      'step 2: value: must be True, not None',
      "step 2: raises: must be 'ValueError', not None",
    ])
    expect(code).toBe(1)
  })

  it('names what it leaves out', () => {
    const script = pythonScript(
      scenario('title: x\nsteps:\n  - run: a = []\n    expect: {alive: [list#1], prints: []}\n'),
    )
    expect(script).toContain('# Not checked here, because Python alone cannot see it: alive.\n')
    expect(run(script).said).toBe('passed: 1 expectations\n')
  })
})

if (!isThere) it.skip('skipped: there is no python3 on the PATH', () => {})
