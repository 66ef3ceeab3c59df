/**
 * A second case whose outcome follows from that of a first without any model of Python: the same program with other names,
 * with its collections elsewhere, or with independent statements in another order. What must be the same is told as lines.
 */
import type { Case } from '../observation/case.ts'
import type { Observations } from '../observation/observations.ts'
import type { RuleId } from '../verdict/rule.ts'

export interface Twin {
  readonly rule: Extract<RuleId, 'name-independent' | 'schedule-independent' | 'order-independent'>
  /** What was changed, for the message: "with its variables renamed". */
  readonly change: string
  /** What the twin is compared with: the case itself where it is the same object. */
  readonly original: Case
  readonly case: Case
  /** Lines that must be the same of both. */
  readonly linesOf: (seen: Observations, of: 'original' | 'twin') => readonly string[]
}
