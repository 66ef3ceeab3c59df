/** Runs one case and judges it: what `replay`, `shrink` and `import` start from. */
import { present } from '../base/assert.ts'
import type { Case } from '../observation/case.ts'
import { fingerprint } from '../observation/fingerprint.ts'
import type { Observations } from '../observation/observations.ts'
import type { Judgement } from '../oracle/judge.ts'
import type { Verdict, Violation } from '../verdict/verdict.ts'
import { task } from './answer.ts'
import { inTime } from './answer-time.ts'
import type { ControlBlock } from './control-block.ts'
import { judgeSeen } from './judge-seen.ts'
import type { ExamineRequest, ExamineResult } from './messages.ts'
import { unpackCase } from './plain-case.ts'
import { judgement, runEngine } from './run-engine.ts'
import type { ReadyEngine } from './thread-engine.ts'

export const examineTask = task(
  async (request: ExamineRequest, ready: ReadyEngine, control: ControlBlock): Promise<ExamineResult> => {
    const { judgement, seen } = await examine(unpackCase(request.case, request.limits), ready, control, { graph: true })
    return { verdict: judgement.verdict, story: judgement.story, outcome: seen.outcome, fingerprint: fingerprint(seen) }
  },
)

/** One case on the thread's engine, with what the oracle says of it. */
export async function examine(
  case_: Case,
  ready: ReadyEngine,
  control: ControlBlock,
  options: { readonly graph?: boolean } = {},
): Promise<{ readonly judgement: Judgement; readonly seen: Observations }> {
  control.startBatch(0, { alone: true })
  const [observed] = await inTime(runEngine(ready.engine, [case_]), ready.engine, [case_], control, { place: 0 })
  const seen = present(observed, 'one observation a case')
  control.endBatch()
  return { judgement: judgement(case_, seen, 0, () => judgeSeen(case_, ready, seen, options)), seen }
}

/** One of several cases, judged. */
export interface Examined {
  readonly verdict: Verdict
  readonly seen: Observations
}

/** The verdicts of several cases with the same limits, run as one batch: that with number `at`, judged by `judgeOne`. */
export async function examineAll(
  cases: readonly Case[],
  ready: ReadyEngine,
  control: ControlBlock,
  at = 0,
  judgeOne: typeof judgeSeen = judgeSeen,
): Promise<readonly Examined[]> {
  const [first] = cases
  if (first === undefined) return []
  const alone = cases.length === 1
  control.startBatch(at, { limitMs: first.limits.timeMs, alone })
  const running = runEngine(ready.engine, cases, at)
  const observed = await inTime(running, ready.engine, cases, control, alone ? { place: at } : {})
  control.endBatch()
  return cases.map((case_, i) => {
    const seen = present(observed[i], 'one observation a case')
    const judged = () => judgeOne(case_, ready, seen, { story: false })
    return { verdict: judgement(case_, seen, at + i, judged).verdict, seen }
  })
}

/** What a shrink asks of each case: violations are none where it agrees or cannot be decided. */
export function violationsOf(
  examined: readonly Examined[],
): { violations: readonly Violation[]; seen: Observations }[] {
  return examined.map(({ verdict, seen }) => ({
    violations: verdict.kind === 'violates' ? verdict.violations : [],
    seen,
  }))
}
