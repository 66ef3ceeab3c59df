/** What shrinking came to, as facts of a finding: the case as small as it became, and how far the shrink can be trusted. */
import type { PlainCase, ShrinkResult } from '../task/messages.ts'
import type { FindingFacts } from '../triage/finding.ts'
import type { Violation } from '../verdict/verdict.ts'
import { caseOf } from './case-of.ts'

export type ShrunkFacts = Omit<FindingFacts, 'engine' | 'signature' | 'firstSeen' | 'count'>

/** `shrunk` is absent where nothing was shrunk: the finding stays as it was found. */
export function shrunkFacts(
  found: PlainCase,
  violations: readonly Violation[],
  shrunk: ShrinkResult | undefined,
): ShrunkFacts {
  if (shrunk === undefined) return { case: caseOf(found), violations }
  const { reruns, reproduced, ended, fingerprint } = shrunk
  if (!reproduced) return { case: caseOf(found), violations, reruns }
  return {
    case: caseOf(shrunk.case),
    violations: shrunk.violations,
    reruns,
    ...(fingerprint === undefined ? {} : { fingerprint }),
    shrunkFrom: caseOf(found).program.body.length,
    ...(ended === 'smallest' ? {} : { shrinkEnded: ended }),
  }
}
