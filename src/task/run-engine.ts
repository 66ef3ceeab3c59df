/**
 * Runs cases on an engine that may be anybody's: one that throws, answers too few observations, or answers what is none,
 * has failed, and never the task that asked it.
 */
import type { Engine } from '../engines/engine.ts'
import type { Case } from '../observation/case.ts'
import { whyMisshapen } from '../observation/misshapen.ts'
import type { Observations } from '../observation/observations.ts'
import { type Judgement, NO_STORY } from '../oracle/judge.ts'
import type { Violation } from '../verdict/verdict.ts'
import { CulpritKnown, EngineFailed } from './answer.ts'
import { packCase } from './plain-case.ts'

/** One observation a case, in order; `at`: place of the first in the task. Throws {@link EngineFailed}. */
export async function runEngine(engine: Engine, cases: readonly Case[], at = 0): Promise<readonly Observations[]> {
  const observed = await asked(engine, cases)
  if (observed.length === cases.length) return observed
  // It still answers, so it can be asked which case it is that it does not answer.
  for (const [i, case_] of cases.entries()) {
    const { length } = cases.length === 1 ? observed : await asked(engine, [case_])
    if (length !== 1) throw new EngineFailed(`it answered a case with ${length} observations`, at + i)
  }
  throw new EngineFailed(`it answered ${cases.length} cases with ${observed.length} observations`, 'unknown')
}

async function asked(engine: Engine, cases: readonly Case[]): Promise<readonly Observations[]> {
  const observed: unknown = await new Promise((resolve) => resolve(engine.run(cases))).catch((error: unknown) => {
    throw new EngineFailed(error instanceof Error ? `${error.name}: ${error.message}` : String(error))
  })
  return Array.isArray(observed) ? observed : []
}

/**
 * The judgement of what an engine observed. Where making it throws over observations that are some, the mistake is ours: it
 * is a violation of `harness-sound` of that program, so that a campaign goes on and the program is shrunk and kept.
 */
export function judgement(case_: Case, seen: Observations, place: number, judge: () => Judgement): Judgement {
  try {
    return orWhoseFault(case_, seen, place, judge)
  } catch (error) {
    if (!(error instanceof CulpritKnown)) throw error
    return {
      verdict: { kind: 'violates', violations: [ownFailure(error.cause)], checks: { 'harness-sound': 1 } },
      story: NO_STORY,
    }
  }
}

function ownFailure(cause: unknown): Violation {
  const seen = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
  const stack = cause instanceof Error ? (cause.stack ?? '') : ''
  const where = [...stack.matchAll(/^ +at (?:async )?([\w.]+) /gm)].slice(0, INNERMOST).map(([, name]) => name)
  return {
    rule: 'harness-sound',
    statement: 0,
    objects: [],
    expected: 'Heapsmith judges every program',
    seen,
    message: `This is a bug of Heapsmith itself, not of the engine: ${seen} (${where.join(' < ')}).`,
  }
}

/** So many functions of the stack are named, without files: the same on every machine. */
const INNERMOST = 4

/**
 * What `work` makes of what an engine observed. Where it throws, the observations are looked at: no shape of theirs makes the
 * oracle throw, so a wrong one is the engine's fault, and anything else is ours.
 */
export function orWhoseFault<T>(case_: Case, seen: Observations, place: number, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const why = whyMisshapen(case_, seen)
    if (why !== undefined) throw new EngineFailed(`it answered what is no observation: ${why}`, place)
    throw new CulpritKnown(packCase(case_), error)
  }
}
