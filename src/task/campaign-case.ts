/** A program of a campaign as a case: where it is looked at and what is watched follows from its number alone. */
import { snapshotPlan } from '../generate/generate.ts'
import { type Case, type Limits, plainCase } from '../observation/case.ts'
import { watchPlan } from '../observation/watch-plan.ts'
import type { Program } from '../program/ast.ts'

/** `watches`: the engine shows what is worth watching (`showsWatched`). */
export function campaignCase(seed: number, index: number, program: Program, limits: Limits, watches: boolean): Case {
  return { ...plainCase(program, snapshotPlan(seed, index, program), limits), ...watchPlan(index, watches) }
}
