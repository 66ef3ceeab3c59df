/**
 * Makes a failing case small: as few and as plain statements as still show the same violation signature on this engine.
 * First runs the case again, several times, which tells how reliably it fails; what does not fail at all is handed back
 * as it was, marked as not reproduced. What fails only sometimes gets several runs for each attempt.
 */
import { present } from '../base/assert.ts'
import { monotonicMs } from '../base/clock.ts'
import type { Case, Limits } from '../observation/case.ts'
import { fingerprint } from '../observation/fingerprint.ts'
import type { Observations } from '../observation/observations.ts'
import { carriedRefusal } from '../observation/refusal.ts'
import type { Program } from '../program/ast.ts'
import { shrink } from '../shrink/driver.ts'
import { signature, type Violation } from '../verdict/verdict.ts'
import { task } from './answer.ts'
import type { ControlBlock } from './control-block.ts'
import { examineAll, violationsOf } from './examine-task.ts'
import type { Reruns, ShrinkRequest, ShrinkResult } from './messages.ts'
import { packCase, unpackCase } from './plain-case.ts'
import { SHRINK_POLICIES, type SnapshotPolicy, snapshotsFor } from './snapshot-policy.ts'
import type { ReadyEngine } from './thread-engine.ts'

/** The violations of each case on the thread's engine; none where it agrees or cannot be decided. */
export type Check = (cases: readonly Case[]) => Promise<readonly Checked[]>

interface Checked {
  readonly violations: readonly Violation[]
  readonly seen: Observations
}

/** Runs that tell whether a failure is reliable, and those that tell the rate of one that is not. */
const FIRST_RUNS = 3
const MORE_RUNS = 9
/** An engine in another process takes several attempts at once: sending them costs as much as running them. */
const BATCH_OUTSIDE = 8
/** What an attempt gets beyond a multiple of the time that the given case took: most of those that take longer hang. */
const ATTEMPT_MS = 300
const ATTEMPT_FACTOR = 4
/** For a failure that comes and goes. */
const MOST_TRIES = 6

export const shrinkTask = task(async (request: ShrinkRequest, ready: ReadyEngine, control: ControlBlock) =>
  shrinkCase(request, control, async (cases) => violationsOf(await examineAll(cases, ready, control))),
)

export async function shrinkCase(request: ShrinkRequest, control: ControlBlock, check: Check): Promise<ShrinkResult> {
  const given = unpackCase(request.case, request.limits)
  const start = monotonicMs()
  const { reruns, violations: again, slowestMs } = await rerun(given, request.signature, check)
  const unchanged = { case: request.case, violations: again, reruns, accepted: 0 }
  if (reruns.failed === 0) return { ...unchanged, reproduced: false, attempts: reruns.runs, ended: 'smallest' }

  const limits = attemptLimits(request.limits, slowestMs)
  /** The smallest case so far, by which the place where memory runs out is found in the next. */
  let best: Pick<Case, 'program' | 'refusal'> = given
  const caseOf = (policy: SnapshotPolicy, program: Program): Case => ({
    ...given,
    program,
    limits,
    snapshots: snapshotsFor(policy, program, given.snapshots),
    ...(best.refusal === undefined ? {} : { refusal: carriedRefusal(best.refusal, best.program, program) }),
  })
  const tries = reruns.failed === reruns.runs ? 1 : Math.min(MOST_TRIES, Math.ceil((2 * reruns.runs) / reruns.failed))
  let attempts = reruns.runs
  const firstToFail = async (policy: SnapshotPolicy, programs: readonly Program[]): Promise<number> => {
    // A program without statements has no place for a snapshot, and shows nothing.
    const cases = programs.flatMap((program) =>
      program.body.length === 0 ? [] : Array.from({ length: tries }, () => caseOf(policy, program)),
    )
    attempts += cases.length
    const seen = await check(cases)
    const failing = cases[seen.findIndex(({ violations }) => shows(violations, request.signature))]
    if (failing === undefined) return -1
    best = failing
    return programs.indexOf(failing.program)
  }
  const stop = () => {
    if (control.stopRequested) return 'interrupted'
    return monotonicMs() - start > request.seconds * 1000 ? 'time' : undefined
  }

  const policy = await firstPolicy(
    async (each) => !control.stopRequested && (await firstToFail(each, [given.program])) === 0,
  )
  if (policy === undefined) return { ...unchanged, reproduced: true, attempts, ended: stop() ?? 'smallest' }
  const batch = control.engineInThread ? 1 : BATCH_OUTSIDE
  const budget = { attempts: request.attempts, batch, stop }
  const { program, ended, accepted } = await shrink(given.program, (programs) => firstToFail(policy, programs), budget)
  const plainest = (await firstPolicy(async (each) => (await firstToFail(each, [program])) === 0)) ?? policy
  const small = { ...caseOf(plainest, program), limits: request.limits }
  const [checked] = await check([small])
  const last = checked?.violations ?? []
  // A failure that comes and goes: what was seen to fail several times is worth more than what is small.
  if (!shows(last, request.signature)) return { ...unchanged, reproduced: true, attempts, ended: 'unreliable' }
  return {
    reproduced: true,
    case: packCase(small),
    violations: last,
    fingerprint: fingerprint(present(checked, 'one answer a case').seen),
    reruns,
    attempts: attempts + 1,
    accepted,
    ended,
  }
}

interface Rerun {
  readonly reruns: Reruns
  /** Those of a run that failed with the signature, or else of the last. */
  readonly violations: readonly Violation[]
  readonly slowestMs: number
}

/** A case that failed once may fail always, sometimes or never again. */
async function rerun(given: Case, sign: string, check: Check): Promise<Rerun> {
  let failed = 0
  let runs = 0
  let slowestMs = 0
  let violations: readonly Violation[] = []
  while (runs < FIRST_RUNS || (failed < runs && runs < FIRST_RUNS + MORE_RUNS)) {
    const start = monotonicMs()
    const [checked] = await check([given])
    const seen = checked?.violations ?? []
    slowestMs = Math.max(slowestMs, monotonicMs() - start)
    runs++
    if (shows(seen, sign)) failed++
    if (shows(seen, sign) || failed === 0) violations = seen
    // What hangs costs its whole limit each time.
    if (failed > 0 && slowestMs > given.limits.timeMs) break
  }
  return { reruns: { failed, runs }, violations, slowestMs }
}

function attemptLimits(limits: Limits, slowestMs: number): Limits {
  return { ...limits, timeMs: Math.min(limits.timeMs, Math.ceil(ATTEMPT_MS + ATTEMPT_FACTOR * slowestMs)) }
}

function shows(violations: readonly Violation[], sign: string): boolean {
  return violations.some((violation) => signature(violation) === sign)
}

async function firstPolicy(holds: (policy: SnapshotPolicy) => Promise<boolean>): Promise<SnapshotPolicy | undefined> {
  for (const policy of SHRINK_POLICIES) if (await holds(policy)) return policy
  return undefined
}
