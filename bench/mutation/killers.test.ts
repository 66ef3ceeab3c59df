/**
 * What mutants of the simulation have to survive (stryker.config.mjs): every scenario, against what its author wrote down and
 * against the oracle, and the first programs of a campaign, everything watched; on machines whose checkers look on after
 * every statement. All in one process and without workers, so that a mutant costs seconds.
 */
import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { globSync } from 'tinyglobby'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packageRoot } from '../../src/base/package-root.ts'
import { checkExpectations, reasonToSkip } from '../../src/conformance/expectations.ts'
import { openEngine } from '../../src/engines/registry.ts'
import { generateProgram, snapshotPlan } from '../../src/generate/generate.ts'
import { type Case, DEFAULT_LIMITS, plainCase, WATCH_ALL } from '../../src/observation/case.ts'
import type { Observations } from '../../src/observation/observations.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { scenarioCase } from '../../src/scenario/scenario-case.ts'
import { selectSemantics } from '../../src/semantics/select.ts'
import { judgeSeen } from '../../src/task/judge-seen.ts'
import type { ReadyEngine } from '../../src/task/thread-engine.ts'

/** Generations, with what 3.8 does otherwise, and increments. */
const VERSIONS = ['3.12', '3.8', '3.14.2']
const SEED = 11
const PROGRAMS = 30

const files = globSync('specs/**/*.yaml', { cwd: packageRoot }).sort()
const themes = [...new Set(files.map((file) => basename(dirname(file))))]

describe.each(VERSIONS)('on simulation@%s', (version) => {
  let ready: ReadyEngine

  beforeAll(async () => {
    const engine = await openEngine(`simulation@${version}:checked`)
    ready = { engine, semantics: selectSemantics(engine.description.facts) }
  })
  afterAll(() => ready.engine.close())

  async function seen(case_: Case): Promise<Observations> {
    const [observations] = await ready.engine.run([case_])
    return observations as Observations
  }

  it.each([1, 2] as const)('the oracle agrees on programs of level %d', async (level) => {
    for (let index = 0; index < PROGRAMS; index++) {
      const options = { level, fullOrYoung: ready.semantics.incrementalCollector }
      const program = generateProgram(SEED, index, options)
      const case_ = { ...plainCase(program, snapshotPlan(SEED, index, program)), watch: WATCH_ALL }
      const { verdict } = judgeSeen(case_, ready, await seen(case_), { story: false, recount: true })
      if (verdict.kind === 'violates') expect(verdict.violations, `program ${index}`).toEqual([])
    }
  })

  it.each(themes)('scenarios of %s hold', async (theme) => {
    const { facts, capabilities } = ready.engine.description
    for (const file of files) {
      if (basename(dirname(file)) !== theme) continue
      const loaded = loadScenario(readFileSync(join(packageRoot, file)), file)
      if (!loaded.ok) throw new Error(`${file} is no scenario`)
      const { scenario } = loaded
      if (reasonToSkip(scenario, facts.version, capabilities) !== undefined) continue
      const case_ = scenarioCase(scenario, facts.version, DEFAULT_LIMITS)
      const { verdict, story } = judgeSeen(case_, ready, await seen(case_), { recount: true })
      if (verdict.kind === 'violates') expect(verdict.violations, file).toEqual([])
      expect(checkExpectations(scenario, facts.version, capabilities, story).violations, file).toEqual([])
    }
  })
})
