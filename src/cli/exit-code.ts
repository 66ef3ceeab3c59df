/** What the process says when it ends; build servers and scripts rely on these numbers. */
import type { RuleId } from '../verdict/rule.ts'

export const ExitCode = {
  agrees: 0,
  findings: 1,
  usage: 2,
  broken: 3,
  engineMissing: 4,
  undecided: 5,
  /** A rule that the campaign requires was never checked. */
  unchecked: 6,
  /** Stopped at once by a second signal. */
  killed: 130,
} as const

/** Of what failed: a mistake of ours weighs more than one of the engine. */
export function codeOfRules(rules: readonly RuleId[]): ExitCodeValue {
  return rules.includes('harness-sound') ? ExitCode.broken : ExitCode.findings
}

export type ExitCodeValue = (typeof ExitCode)[keyof typeof ExitCode]
