/** How thoroughly a case is judged, and by what its engine can show. */
import type { Capabilities } from '../observation/capabilities.ts'

export interface JudgeOptions {
  /** Recount every reference from nothing after each statement. */
  readonly recount?: boolean
  /** What the engine can show; a rule that needs what it cannot is not checked. Default: nothing that has to be watched. */
  readonly shows?: Pick<Capabilities, 'deaths' | 'allocator' | 'image'>
  /** Retell the observations with labels; a campaign does without. Default: true. */
  readonly story?: boolean
  /** Also retell each snapshot as a graph; needs `story`. */
  readonly graph?: boolean
}
