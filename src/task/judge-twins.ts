/** What the twins of a case say: each must show what the case shows, in the lines that its rule names. */
import type { Case } from '../observation/case.ts'
import { differentLine, type LineDifference } from '../observation/first-difference.ts'
import type { RuleId } from '../verdict/rule.ts'
import type { Verdict, Violation } from '../verdict/verdict.ts'
import type { SeenTwin } from './beside-itself.ts'

/** `own` is what the oracle says of the case. */
export function judgeTwins({ program }: Case, twins: readonly SeenTwin[], own: Verdict): Verdict {
  const checks = { ...own.checks }
  const violations: Violation[] = []
  for (const { twin, original, seen } of twins) {
    const [expected, shown] = [twin.linesOf(original, 'original'), twin.linesOf(seen, 'twin')]
    checks[twin.rule] = (checks[twin.rule] ?? 0) + expected.length
    const difference = differentLine(expected, shown)
    if (difference !== undefined)
      violations.push(violationOf(twin.rule, twin.change, program.body.length - 1, difference))
  }
  return violations.length === 0 ? { ...own, checks } : { kind: 'violates', violations, checks }
}

function violationOf(
  rule: RuleId,
  change: string,
  statement: number,
  { first: expected, second: seen }: LineDifference,
): Violation {
  const type = /^object \d+: ([\w.]+)/.exec(expected ?? seen ?? '')?.[1]
  return {
    rule,
    statement,
    objects: type === undefined ? [] : [type],
    expected: expected ?? 'nothing more',
    seen: seen ?? 'nothing more',
    message: `${change[0]?.toUpperCase()}${change.slice(1)}, the program shows something else.`,
  }
}
