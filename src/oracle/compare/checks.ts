/** Counts what was checked, and stops at the first difference. */
import { RULE_IDS, type RuleId } from '../../verdict/rule.ts'
import type { RuleChecks, Violation } from '../../verdict/verdict.ts'

const NONE = Object.fromEntries(RULE_IDS.map((rule) => [rule, 0])) as Record<RuleId, number>

/** Thrown at the first difference of a statement: what comes after it proves nothing. */
export class Difference {
  readonly violations: readonly Violation[]
  constructor(violations: readonly Violation[]) {
    this.violations = violations
  }
}

export class Checks {
  /** How often each rule was checked. */
  readonly counts: Record<RuleId, number> = { ...NONE }
  statement = 0

  count(rule: RuleId, times = 1): void {
    this.counts[rule] += times
  }

  violation(rule: RuleId, objects: readonly string[], expected: string, seen: string, message: string): Violation {
    return { rule, statement: this.statement, objects, expected, seen, message }
  }

  /** Ends the comparison with one violation. */
  fail(rule: RuleId, objects: readonly string[], expected: string, seen: string, message: string): never {
    throw new Difference([this.violation(rule, objects, expected, seen, message)])
  }

  /** Rules that were checked at least once. */
  get result(): RuleChecks {
    const checked: { [rule in RuleId]?: number } = {}
    for (const rule of RULE_IDS) if (this.counts[rule] > 0) checked[rule] = this.counts[rule]
    return checked
  }
}
