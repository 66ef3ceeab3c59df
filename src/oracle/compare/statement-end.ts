/** How a statement ended: with which exception, or with which value. */
import type { Observations, StatementObservation } from '../../observation/observations.ts'
import type { RuleId } from '../../verdict/rule.ts'
import type { Value } from '../thing.ts'
import type { Bindings } from './bindings.ts'
import type { Checks } from './checks.ts'
import { compareValue } from './values.ts'

/** As the oracle has it. `rule` is the one that a wrong value breaks, null where no value is shown. */
export interface StatementEnd {
  readonly raised: string | undefined
  readonly rule: RuleId | null
  readonly value: Value
}

export function compareEnd(
  { raised, rule, value }: StatementEnd,
  observation: StatementObservation,
  observations: Observations,
  bindings: Bindings,
  checks: Checks,
): void {
  checks.counts['program-result']++
  if (raised !== observation.raised && outlives(observation, observations)) {
    checks.fail(
      'program-result',
      [],
      raised === undefined ? 'no exception' : raised,
      observation.raised ?? 'no exception',
      `The statement must ${raised === undefined ? 'raise nothing' : `raise ${raised}`}, but raises ${observation.raised ?? 'nothing'}.`,
    )
  }
  if (raised === undefined && rule !== null) compareValue(rule, value, observation.value, bindings, checks)
}

/** The statement was not cut short by the outcome. */
function outlives(observation: StatementObservation, { outcome, statements }: Observations): boolean {
  return outcome.kind === 'finished' || observation !== statements.at(-1)
}
