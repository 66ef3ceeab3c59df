/** What the oracle says of one case's observations. */
import type { RuleId } from './rule.ts'

export type Verdict =
  | { readonly kind: 'agrees'; readonly checks: RuleChecks }
  | { readonly kind: 'violates'; readonly violations: readonly Violation[]; readonly checks: RuleChecks }
  /** The oracle cannot tell from `statement` on. Counted, never a pass. */
  | { readonly kind: 'undecided'; readonly statement: number; readonly reason: string; readonly checks: RuleChecks }

/** How often each rule was really checked; absent means never. */
export type RuleChecks = Readonly<Partial<Record<RuleId, number>>>

export interface Violation {
  readonly rule: RuleId
  /** Index of the top-level statement after or during which it shows. */
  readonly statement: number
  /** Labels of the objects involved, such as `Node#1`. */
  readonly objects: readonly string[]
  readonly expected: string
  readonly seen: string
  /** One sentence for a person. */
  readonly message: string
}

/**
 * What stays the same while a failing case is shrunk, and what makes two findings one: the rule and the kinds of the
 * objects involved, without ordinals, counts or positions.
 */
export function signature(violation: Violation): string {
  const kinds = [...new Set(violation.objects.map((label) => label.replace(/#\d+/g, '')))].sort()
  return `${violation.rule}(${kinds.join(',')})`
}
