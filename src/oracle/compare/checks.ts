/** Counts what was checked, and stops at the first difference. */
import type { RuleId } from '../../verdict/rule.ts'
import type { RuleChecks, Violation } from '../../verdict/verdict.ts'

/** Thrown at the first difference of a statement: what comes after it proves nothing. */
export class Difference {
  readonly violations: readonly Violation[]
  constructor(violations: readonly Violation[]) {
    this.violations = violations
  }
}

export class Checks {
  readonly counts: { [rule in RuleId]?: number } = {}
  statement = 0

  count(rule: RuleId, times = 1): void {
    this.counts[rule] = (this.counts[rule] ?? 0) + times
  }

  violation(rule: RuleId, objects: readonly string[], expected: string, seen: string, message: string): Violation {
    return { rule, statement: this.statement, objects, expected, seen, message }
  }

  /** Ends the comparison with one violation. */
  fail(rule: RuleId, objects: readonly string[], expected: string, seen: string, message: string): never {
    throw new Difference([this.violation(rule, objects, expected, seen, message)])
  }

  get result(): RuleChecks {
    return this.counts
  }
}
