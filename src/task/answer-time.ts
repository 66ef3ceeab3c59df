/**
 * How long an engine outside the thread gets for a batch until it counts as one that never answers. Such an engine watches
 * its programs itself, so the time follows from what programs are allowed and from what batches have taken so far: a
 * multiple of it, as fuzzers calibrate time-outs. An engine inside the thread is watched by the coordinator instead.
 */
import { monotonicMs } from '../base/clock.ts'
import type { Engine } from '../engines/engine.ts'
import type { Case } from '../observation/case.ts'
import { EngineFailed } from './answer.ts'
import type { ControlBlock } from './control-block.ts'

/** A program may take a quarter longer than its limit until its engine has noticed. */
const LIMIT_FACTOR = 1.25
/** To end a process, start another and run again what it had not begun. */
const RESTART_MS = 5_000
const GRACE_MS = 5_000
/** A machine may be as many times busier than it was. */
const SLOWER = 8
/** Where no batch has been measured yet. */
const UNMEASURED_MS = 100
/** What was slow once is forgotten slowly. */
const FADING = 0.9

/** Engine → milliseconds a case. */
const pace = new WeakMap<Engine, number>()

/** Of `cases`, `hangs` may run into their limits; if more do, the batch is run again one by one, which costs time only. */
export function allowedMs(engine: Engine, cases: readonly Case[], hangs = cases.length): number {
  const { runsOfCase = 1 } = engine
  const limitMs = Math.max(0, ...cases.map(({ limits }) => limits.timeMs))
  const hanging = Math.min(hangs, cases.length) * runsOfCase * (LIMIT_FACTOR * limitMs + RESTART_MS)
  return GRACE_MS + hanging + SLOWER * cases.length * (pace.get(engine) ?? UNMEASURED_MS)
}

/** The answer; throws {@link EngineFailed} when there is none in time. `place`: of the only case in the task. */
export async function inTime<T>(
  answer: Promise<T>,
  engine: Engine,
  cases: readonly Case[],
  control: ControlBlock,
  { hangs, place }: { readonly hangs?: number; readonly place?: number } = {},
): Promise<T> {
  if (control.engineInThread) return answer
  const ms = allowedMs(engine, cases, hangs)
  control.expectWithin(ms)
  const asked = monotonicMs()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      // It has told only meanwhile that it is inside the thread.
      if (!control.engineInThread) reject(new EngineFailed('it never answered', place ?? 'unknown'))
    }, ms)
  })
  try {
    const answered = await Promise.race([answer, late])
    const each = (monotonicMs() - asked) / Math.max(1, cases.length)
    pace.set(engine, Math.max(each, FADING * (pace.get(engine) ?? 0)))
    return answered
  } finally {
    clearTimeout(timer)
  }
}
