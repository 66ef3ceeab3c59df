/**
 * Scenario → {@link Case}: snapshots where deaths must be told, and a probe for every expression that an expectation
 * names. The check of the expectations asks {@link probesOf} as well, so that both agree on the order of the answers.
 */
import { type Case, DEFAULT_LIMITS, type Limits, type Probe, type Refusal, WATCH_ALL } from '../observation/case.ts'
import type { Expression } from '../program/ast.ts'
import { type Check, type CheckKey, lastStatements, type Scenario, type Step, scenarioProgram } from './scenario.ts'
import { type PythonVersion, rangeIncludes } from './version-range.ts'

/** Does the scenario hold for this version at all? */
export function holdsFor(scenario: Scenario, version: PythonVersion): boolean {
  return scenario.python === undefined || rangeIncludes(scenario.python, version)
}

/** What must be checked after a step on this version, in the order of the file. */
export function checksOf(step: Step, version: PythonVersion): readonly Check[] {
  return step.expectations
    .filter((expectation) => expectation.python === undefined || rangeIncludes(expectation.python, version))
    .flatMap((expectation) => expectation.checks)
}

/** The case that shows what the scenario's expectations for this version speak of. */
export function scenarioCase(scenario: Scenario, version: PythonVersion, limits: Limits = DEFAULT_LIMITS): Case {
  const program = scenarioProgram(scenario)
  const last = lastStatements(scenario)
  const checks = scenario.steps.map((step) => checksOf(step, version))
  const refusal = refusalOf(scenario)
  return {
    program,
    gc: scenario.gc,
    // Where automatic collections may run, a snapshot's own allocations could move them: as few as possible.
    snapshots: scenario.gc === 'disabled' ? program.body.map((_, index) => index) : last,
    probes: checks.flatMap((all, step) => all.flatMap((check) => probesOf(check, last[step] as number))),
    watchCollections: checks.some((all) => all.some((check) => check.key === 'collections')),
    watch: WATCH_ALL,
    limits,
    ...(refusal === undefined ? {} : { refusal }),
  }
}

/** Where memory runs out, if it does. */
export function refusalOf(scenario: Scenario): Refusal | undefined {
  const step = scenario.steps.findIndex(({ refuses }) => refuses !== undefined)
  if (step < 0) return undefined
  return { statement: lastStatements(scenario)[step] as number, request: scenario.steps[step]?.refuses as number }
}

const PROBE_KINDS: Readonly<Partial<Record<CheckKey, Probe['kind']>>> = {
  values: 'value',
  refcounts: 'refcount',
  generations: 'generation',
  reuses: 'handle',
}

/** One probe for each entry of a check, after statement `statement`. */
export function probesOf(check: Check, statement: number): readonly Probe[] {
  const kind = PROBE_KINDS[check.key]
  if (kind === undefined || !('entries' in check)) return []
  const entries: readonly { readonly expression: Expression }[] = check.entries
  return entries.map(({ expression }) => ({ statement, kind, expression }))
}
