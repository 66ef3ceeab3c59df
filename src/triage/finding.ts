/**
 * A finding: a failing program, as small as it became, with all that a person needs to see it fail again. What makes
 * two failures one finding is the engine and the violation's signature, never the program.
 * Its status is that of `triage.ts`; before that, every finding is NEW.
 */
import { fnv1a } from '../base/hash.ts'
import type { Case } from '../observation/case.ts'
import { printProgram } from '../program/print.ts'
import { causeOf } from '../verdict/cause.ts'
import type { RuleId } from '../verdict/rule.ts'
import { signature, type Violation } from '../verdict/verdict.ts'
import { portableEngine } from './portable-engine.ts'
import { replayToken } from './replay-token.ts'

export const FINDING_STATUSES = ['NEW', 'KNOWN', 'REGRESSION', 'NOISE'] as const
export type FindingStatus = (typeof FINDING_STATUSES)[number]

export interface Finding {
  /** The rule and a short name for engine and signature: the same in every campaign, and fit for a file name. */
  readonly id: string
  readonly status: FindingStatus
  /** Why it has that status; absent where it is plainly new. */
  readonly because?: string
  readonly rule: RuleId
  readonly signature: string
  /** Finer than the signature, of the program as small as it became: see `verdict/cause.ts`. */
  readonly cause: string
  readonly engine: string
  readonly case: Case
  /** The program as Python. */
  readonly python: string
  readonly violation: Violation
  /** A replay token: nothing of the machine is in it. */
  readonly replay: string
  /** Of what the engine reported of the case; unknown where the worker did not survive it. */
  readonly fingerprint?: string
  /** The lowest index of a program in the campaign that failed like this. */
  readonly firstSeen: number
  /** How many programs failed like this, that one included. */
  readonly count: number
  /** Statements before shrinking; absent when it was not shrunk. */
  readonly shrunkFrom?: number
  /** What ended the shrink before it had tried everything; more of it may make the program smaller. */
  readonly shrinkEnded?: 'attempts' | 'time' | 'interrupted' | 'unreliable'
  /** How often the program failed in the same way when it was run again, alone; absent when it was not. */
  readonly reruns?: { readonly failed: number; readonly runs: number }
}

export interface FindingFacts {
  readonly engine: string
  readonly signature: string
  readonly case: Case
  /** Those of the case as it stands here; the one with the signature is shown. */
  readonly violations: readonly Violation[]
  readonly firstSeen: number
  readonly count: number
  readonly shrunkFrom?: number
  readonly shrinkEnded?: Finding['shrinkEnded'] & string
  readonly reruns?: NonNullable<Finding['reruns']>
  readonly fingerprint?: string
}

export function makeFinding(facts: FindingFacts): Finding {
  const { violations, ...kept } = facts
  const violation = violations.find((each) => signature(each) === facts.signature) ?? (violations[0] as Violation)
  return {
    ...kept,
    id: findingId(facts.engine, facts.signature, violation.rule),
    status: 'NEW',
    rule: violation.rule,
    cause: causeOf(violation, facts.case.program),
    python: printProgram(facts.case.program),
    violation,
    replay: replayToken(portableEngine(facts.engine), facts.case, facts.fingerprint),
  }
}

/** The same for the same engine and signature in every campaign, and fit for the name of a file. */
export function findingId(engine: string, sign: string, rule: RuleId): string {
  const name = fnv1a(new TextEncoder().encode(`${engine} ${sign}`))
  return `${rule}-${name.toString(16).padStart(8, '0')}`
}
