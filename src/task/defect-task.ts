/**
 * Hunts one planted defect: generates programs, runs them on the broken engine (or has the broken oracle judge them),
 * and stops at the first violation or when the time is up; then makes that program small. Programs are those of a
 * campaign with the same seed, one after the other, so that a hunt can be repeated exactly.
 */
import { forgetMarks, marks } from '../../fuzz/defects/marks.ts'
import { monotonicMs } from '../base/clock.ts'
import { importBroken } from '../defect/load-broken.ts'
import { generateProgram } from '../generate/generate.ts'
import type { Case } from '../observation/case.ts'
import { showsWatched } from '../observation/watch-plan.ts'
import { signature, type Violation } from '../verdict/verdict.ts'
import { task } from './answer.ts'
import { campaignCase } from './campaign-case.ts'
import type { ControlBlock } from './control-block.ts'
import { examineAll, violationsOf } from './examine-task.ts'
import { judgeSeen } from './judge-seen.ts'
import type { DefectRequest, DefectResult } from './messages.ts'
import { packCase } from './plain-case.ts'
import { type Check, shrinkCase } from './shrink-task.ts'
import type { ReadyEngine } from './thread-engine.ts'

const SHRINK_ATTEMPTS = 4_000

export const defectTask = task(
  async (request: DefectRequest, ready: ReadyEngine, control: ControlBlock): Promise<DefectResult> => {
    const judgeOne = await judgeWith(request, ready)
    const watches = showsWatched(ready.engine.description.capabilities)
    forgetMarks()
    const start = monotonicMs()
    for (let index = 0; ; index++) {
      const seconds = (monotonicMs() - start) / 1000
      const { reached, triggered } = marks
      if (seconds > request.seconds || index >= request.programs || control.stopRequested) {
        return { programs: index, seconds, reached, triggered, detected: undefined }
      }
      const program = generateProgram(request.seed, index, { fullOrYoung: ready.semantics.incrementalCollector })
      const case_ = campaignCase(request.seed, index, program, request.limits, watches)
      // What hangs from here on, also while it is made small, hangs for this program.
      const check: Check = async (cases) => violationsOf(await examineAll(cases, ready, control, index, judgeOne))
      const [checked] = await check([case_])
      const [violation] = checked?.violations ?? []
      if (violation === undefined) continue
      const found = { programs: index + 1, seconds: (monotonicMs() - start) / 1000, reached: marks.reached }
      const detected = await madeSmall(request, control, check, case_, violation)
      return { ...found, triggered: marks.triggered, detected }
    }
  },
)

/** The judge of campaigns, or the broken one where the defect is the oracle's. */
async function judgeWith({ defect }: DefectRequest, { engine }: ReadyEngine): Promise<typeof judgeSeen> {
  if (!defect.replaces.startsWith('oracle/')) return judgeSeen
  const { judge } = await importBroken<typeof import('../oracle/judge.ts')>('oracle/judge', defect)
  const shows = engine.description.capabilities
  return (case_, { semantics }, seen, options) => judge(case_, semantics, seen, { ...options, shows })
}

async function madeSmall(
  request: DefectRequest,
  control: ControlBlock,
  check: Check,
  case_: Case,
  violation: Violation,
): Promise<NonNullable<DefectResult['detected']>> {
  const sign = signature(violation)
  const plain = packCase(case_)
  const start = monotonicMs()
  const { limits, engine, shrinkSeconds } = request
  const shrunk = await shrinkCase(
    { engine, case: plain, signature: sign, limits, attempts: SHRINK_ATTEMPTS, seconds: shrinkSeconds },
    control,
    check,
  )
  const shrinkingSeconds = (monotonicMs() - start) / 1000
  return { rule: violation.rule, message: violation.message, case: shrunk.case, found: plain, shrinkingSeconds }
}
