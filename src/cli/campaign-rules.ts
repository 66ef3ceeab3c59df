/** Which rules make a campaign fail, where its file says so: findings that do not count, and rules that must be checked. */
import type { RunReport } from '../triage/run-report.ts'
import type { RuleId } from '../verdict/rule.ts'
import type { Triage } from './open-triage.ts'

/** Findings of these rules are shown as KNOWN: nothing is hidden, and nothing fails. */
export function ignoring(triage: Triage, rules: readonly RuleId[]): Triage {
  return {
    notes: triage.notes,
    of: (finding, engines) => {
      const known = triage.of(finding, engines)
      if (!rules.includes(finding.rule)) return known
      return { ...known, status: 'KNOWN', because: `the campaign ignores the rule ${finding.rule}` }
    },
  }
}

/** Of the required rules, those that nothing was checked by. */
export function neverChecked({ rules }: RunReport, required: readonly RuleId[]): readonly RuleId[] {
  return required.filter((rule) => rules[rule] === 0)
}
