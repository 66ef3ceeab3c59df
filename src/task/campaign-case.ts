/** A program of a campaign as a case: where it is looked at and what is watched follows from its number alone. */
import { snapshotPlan } from '../generate/generate.ts'
import type { Capabilities } from '../observation/capabilities.ts'
import { type Case, type GcMode, type Limits, plainCase } from '../observation/case.ts'
import { drawnRefusal, REFUSALS_EVERY } from '../observation/refusal.ts'
import { scheduledModes } from '../observation/schedule.ts'
import { showsWatched } from '../observation/watch-plan.ts'
import type { Program } from '../program/ast.ts'

export interface CaseOptions {
  readonly limits: Limits
  /** How programs collect by themselves (`observation/schedule.ts`). */
  readonly schedule?: readonly GcMode[]
  /** Memory runs out in one program of so many, on engines that can do so; 32 where absent. */
  readonly refusalsEvery?: number
}

/** What of an engine's capabilities says how its programs are run. */
export interface Abilities {
  /** It shows what is worth watching (`showsWatched`). */
  readonly watches: boolean
  readonly refuses: boolean
}

export function abilitiesOf(capabilities: Capabilities): Abilities {
  return { watches: showsWatched(capabilities), refuses: capabilities.refusals }
}

export function campaignCase(
  seed: number,
  index: number,
  program: Program,
  { limits, schedule, refusalsEvery }: CaseOptions,
  { watches, refuses }: Abilities,
): Case {
  const case_ = {
    ...plainCase(program, snapshotPlan(seed, index, program), limits),
    ...scheduledModes(index, watches, schedule),
  }
  const refusal = refuses ? drawnRefusal(seed, index, program, refusalsEvery ?? REFUSALS_EVERY) : undefined
  return refusal === undefined ? case_ : { ...case_, refusal }
}
