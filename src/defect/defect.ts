/**
 * A planted defect: one part of our own code, replaced by a broken variant, so that it can be seen whether the harness
 * notices. The variants are files under `fuzz/defects`; `fuzz/defects/catalogue.ts` lists them.
 */
import type { GcMode } from '../observation/case.ts'
import type { Level } from '../program/level.ts'
import type { RuleId } from '../verdict/rule.ts'

export interface Defect {
  /** Also the name of the file that holds the variant, without its ending. */
  readonly name: string
  /** What is broken, in one line. */
  readonly what: string
  /** Where it happened for real: an issue or pull request of python/cpython unless said otherwise. */
  readonly bug?: string
  /** The file that is replaced, below `src`, without its ending. */
  readonly replaces: string
  /** A violation of one of these must be found. */
  readonly rules: readonly RuleId[]
  /** The engine that is broken, or that the broken oracle judges. */
  readonly engine: string
  /** The highest level of the language that the programs of a hunt need to reach the broken code; 1 where absent. */
  readonly level?: Level
  /** How the programs of a hunt collect by themselves (`observation/schedule.ts`); as in a campaign without one where absent. */
  readonly schedule?: readonly GcMode[]
  /** Memory runs out in one program of a hunt in so many (`observation/refusal.ts`); as in a campaign where absent. */
  readonly refusalsEvery?: number
}
