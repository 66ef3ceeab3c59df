/**
 * Makes a failing case small: as few and as plain statements as still show the same violation signature on this engine.
 * First runs the case again alone; what then does not fail is handed back as it was, marked as not reproduced.
 */
import { monotonicMs } from '../base/clock.ts'
import type { Case } from '../observation/case.ts'
import type { Program } from '../program/ast.ts'
import { shrink } from '../shrink/driver.ts'
import { signature, type Violation } from '../verdict/verdict.ts'
import { task } from './answer.ts'
import type { ControlBlock } from './control-block.ts'
import { examine } from './examine-task.ts'
import type { ShrinkRequest, ShrinkResult } from './messages.ts'
import { packCase, unpackCase } from './plain-case.ts'
import { SHRINK_POLICIES, type SnapshotPolicy, snapshotsFor } from './snapshot-policy.ts'
import type { ReadyEngine } from './thread-engine.ts'

/** The violations of a case on the thread's engine; none when it agrees or cannot be decided. */
type Check = (case_: Case) => Promise<readonly Violation[]>

export const shrinkTask = task(async (request: ShrinkRequest, ready: ReadyEngine, control: ControlBlock) =>
  shrinkCase(request, control, async (case_) => {
    const { verdict } = (await examine(case_, ready, control, false)).judgement
    return verdict.kind === 'violates' ? verdict.violations : []
  }),
)

export async function shrinkCase(request: ShrinkRequest, control: ControlBlock, check: Check): Promise<ShrinkResult> {
  const given = unpackCase(request.case, request.limits)
  const shows = (violations: readonly Violation[]) =>
    violations.some((violation) => signature(violation) === request.signature)

  const again = await check(given)
  if (!shows(again)) return { reproduced: false, case: request.case, violations: again, attempts: 1 }

  let attempts = 1
  const start = monotonicMs()
  const caseOf = (policy: SnapshotPolicy, program: Program): Case => ({
    ...given,
    program,
    snapshots: snapshotsFor(policy, program, given.snapshots),
  })
  const failsUnder = async (policy: SnapshotPolicy, program: Program) => {
    // A program without statements has no place for a snapshot, and shows nothing.
    if (control.stopRequested || program.body.length === 0) return false
    attempts++
    return shows(await check(caseOf(policy, program)))
  }

  const policy = await firstOf(SHRINK_POLICIES, (each) => failsUnder(each, given.program))
  if (policy === undefined) return { reproduced: true, case: request.case, violations: again, attempts }

  const timeIsUp = () => monotonicMs() - start > request.seconds * 1000
  const stillFails = async (smaller: Program) => !timeIsUp() && failsUnder(policy, smaller)
  const { program } = await shrink(given.program, stillFails, { attempts: request.attempts })
  const plainest = (await firstOf(SHRINK_POLICIES, (each) => failsUnder(each, program))) ?? policy
  const small = caseOf(plainest, program)
  const violations = await check(small)
  // A failure that comes and goes: what was seen to fail twice is worth more than what is small.
  if (!shows(violations)) return { reproduced: true, case: request.case, violations: again, attempts }
  return { reproduced: true, case: packCase(small), violations, attempts: attempts + 1 }
}

async function firstOf<T>(items: readonly T[], holds: (item: T) => Promise<boolean>): Promise<T | undefined> {
  for (const item of items) if (await holds(item)) return item
  return undefined
}
