/**
 * Hunts one planted defect: generates programs, runs them on the broken engine (or has the broken oracle judge them),
 * and stops at the first violation or when the time is up; then makes that program small. Programs are those of a
 * campaign with the same seed, one after the other, so that a hunt can be repeated exactly.
 */
import { forgetMarks, marks } from '../../fuzz/defects/marks.ts'
import { present } from '../base/assert.ts'
import { monotonicMs } from '../base/clock.ts'
import { importBroken } from '../defect/load-broken.ts'
import { huntedProgram } from '../generate/hunted-program.ts'
import type { Case } from '../observation/case.ts'
import { signature, type Violation } from '../verdict/verdict.ts'
import { task } from './answer.ts'
import { abilitiesOf, campaignCase } from './campaign-case.ts'
import type { ControlBlock } from './control-block.ts'
import { examineAll, violationsOf } from './examine-task.ts'
import { judgeSeen } from './judge-seen.ts'
import type { DefectRequest, DefectResult } from './messages.ts'
import { NoveltySearch } from './novelty-search.ts'
import { packCase } from './plain-case.ts'
import { recipeAt } from './recipe-places.ts'
import { type Check, shrinkCase } from './shrink-task.ts'
import type { ReadyEngine } from './thread-engine.ts'

const SHRINK_ATTEMPTS = 4_000

export const defectTask = task(
  async (request: DefectRequest, ready: ReadyEngine, control: ControlBlock): Promise<DefectResult> => {
    const judgeOne = await judgeWith(request, ready)
    const abilities = abilitiesOf(ready.engine.description.capabilities)
    const { schedule, refusalsEvery } = request.defect
    const modes = {
      limits: request.limits,
      ...(schedule === undefined ? {} : { schedule }),
      ...(refusalsEvery === undefined ? {} : { refusalsEvery }),
    }
    forgetMarks()
    const { first, guide } = request
    const search = guide?.seen === undefined ? undefined : new NoveltySearch(guide.seen)
    let strays = 0
    const start = monotonicMs()
    const spent = () => (monotonicMs() - start) / 1000
    for (let index = first; ; index++) {
      const { reached, triggered } = marks
      if (spent() > request.seconds || index >= first + request.programs || control.stopRequested) {
        const showed = await search?.confirm(ready.engine, control)
        const programs = index - first
        const came = { programs, seconds: spent(), reached, triggered, strays, detected: undefined }
        return showed === undefined ? came : { ...came, showed }
      }
      const recipe = recipeAt(guide, index - first)
      const produced = huntedProgram(request.defect, request.seed, index, ready.semantics.incrementalCollector, recipe)
      const case_ = campaignCase(request.seed, index, produced.program, modes, abilities)
      // What hangs from here on, also while it is made small, hangs for this program.
      const examine = (cases: readonly Case[]) => examineAll(cases, ready, control, index, judgeOne)
      const [examined] = await examine([case_])
      const { verdict, seen } = present(examined, 'a case was examined')
      const [violation] = verdict.kind === 'violates' ? verdict.violations : []
      search?.look({ index, place: index, case: case_, produced }, seen, verdict.kind !== 'undecided')
      if (violation === undefined) continue
      if (marks.triggered === triggered) {
        strays++
        continue
      }
      const found = { strays, programs: index - first + 1, seconds: spent(), ...marks }
      const check: Check = async (cases) => violationsOf(await examine(cases))
      const detected = await madeSmall(request, control, check, case_, violation)
      return { ...found, detected }
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
