/**
 * What generation knows about a definition of level 2 besides its statement, and the ranks that keep programs finite:
 *
 *   0  finalizers of `M` and `N`      make no instance and call nothing
 *   1  weakref callbacks              make `M` and `N`
 *   2  managers, walks, traps, makers make `M` and `N`, and call only what stands before them in `LATER_NAMES`
 *   3  finalizers of the other classes make and call all of that, but no `A` to `D`
 */
import type { Statement } from '../../program/ast.ts'

/** What the first argument must be. */
export type Shape = 'any' | 'instance' | 'list'
/** What a call gives; `truth`: a manager. */
export type LaterResult = 'generator' | 'function' | 'instance' | 'unknown'

export interface LaterEntry {
  readonly statement: Statement
  readonly name: string
  readonly shape: Shape
  readonly result: LaterResult
  /** Names of `LATER_NAMES` that it uses when it runs. */
  readonly uses: readonly string[]
  /** Bits of `Need`. */
  readonly needs: number
  /** Bits of `VARIABLES` that it may rebind. */
  readonly unsteady: number
}
