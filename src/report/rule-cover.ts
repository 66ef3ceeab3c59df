/** Which rules a campaign could check at all, and why it could not check the others: a rule with no checks is a gap or not. */
import type { ReportedEngine } from '../triage/run-report.ts'
import { isAskedFor, neededBy, RULE_IDS, type RuleId } from '../verdict/rule.ts'

/** What every campaign can check. */
export const CAMPAIGN_RULES: readonly RuleId[] = RULE_IDS.filter((rule) => !isAskedFor(rule))

/** Why no engine of the campaign can be checked by the rule; undefined where one can. */
export function whyNotChecked(rule: RuleId, engines: readonly ReportedEngine[]): string | undefined {
  const needed = neededBy(rule)
  if (needed === undefined || engines.some(({ capabilities }) => capabilities.includes(needed))) return undefined
  return `not checked: no engine shows its ${needed}`
}

/** How many rules a campaign on these engines can check. */
export function checkableRules(engines: readonly ReportedEngine[]): number {
  return CAMPAIGN_RULES.filter((rule) => whyNotChecked(rule, engines) === undefined).length
}
