/**
 * Runs one scenario and checks it twice: against what its author wrote down, and against the oracle. It fails when
 * either disagrees. Where its expectations hold but the oracle cannot tell, it passes on them and says so; with nothing
 * checked at all it is skipped or undecided, never passed.
 */
import { checkExpectations, reasonToSkip } from '../conformance/expectations.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { scenarioCase } from '../scenario/scenario-case.ts'
import { stepOf } from '../scenario/step-of.ts'
import type { ScenarioOutcome, ScenarioViolation } from '../triage/run-report.ts'
import type { RuleChecks, Verdict, Violation } from '../verdict/verdict.ts'
import { task } from './answer.ts'
import type { ControlBlock } from './control-block.ts'
import { examine } from './examine-task.ts'
import type { ScenarioDone, ScenarioRequest } from './messages.ts'
import type { ReadyEngine } from './thread-engine.ts'

export const scenarioTask = task(
  async ({ scenario, limits }: ScenarioRequest, ready: ReadyEngine, control: ControlBlock): Promise<ScenarioDone> => {
    const { facts, capabilities } = ready.engine.description
    const skip = reasonToSkip(scenario, facts.version, capabilities)
    if (skip !== undefined)
      return { outcome: 'skipped', reason: skip, violations: [], checked: 0, unchecked: [], checks: {} }
    const { judgement } = await examine(scenarioCase(scenario, facts.version, limits), ready, control)
    const { verdict, story } = judgement
    const expected = checkExpectations(scenario, facts.version, capabilities, story)
    const own = verdict.kind === 'violates' ? verdict.violations : []
    const violations = [...own, ...expected.violations].sort((a, b) => a.statement - b.statement)
    return {
      ...scenarioOutcome(scenario, violations, verdict, expected),
      violations: violations.map((violation) => withStep(scenario, violation)),
      checked: expected.checked.length,
      unchecked: expected.unchecked.map(({ step, key, reason }) => `step ${step}: ${key}: ${reason}`),
      checks: withExpectations(verdict.checks, expected.checked.length),
    }
  },
)

export function scenarioOutcome(
  scenario: Scenario,
  violations: readonly Violation[],
  verdict: Verdict,
  expected: { readonly checked: readonly unknown[]; readonly skipped: string | undefined },
): { readonly outcome: ScenarioOutcome; readonly reason?: string } {
  if (violations.length > 0) return { outcome: 'failed' }
  const unsure =
    verdict.kind === 'undecided'
      ? `the oracle is undecided from step ${stepOf(scenario, verdict.statement)} on: ${verdict.reason}`
      : undefined
  if (expected.skipped === undefined)
    return unsure === undefined ? { outcome: 'passed' } : { outcome: 'passed', reason: unsure }
  return unsure === undefined
    ? { outcome: 'skipped', reason: expected.skipped }
    : { outcome: 'undecided', reason: unsure }
}

function withStep(scenario: Scenario, violation: Violation): ScenarioViolation {
  return { ...violation, step: stepOf(scenario, violation.statement) }
}

function withExpectations(checks: RuleChecks, expectations: number): RuleChecks {
  return expectations === 0 ? checks : { ...checks, expectation: expectations }
}
