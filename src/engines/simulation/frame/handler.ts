/** Handlers of exceptions in compiled code: an entry of the exception table (3.11+), or of the block stack. */

/**
 * `block` (to 3.10): makes the exception the handled one and pushes both, three values each. `handling` (to 3.10): the
 * exception goes on, and the one that was handled before is so again. `plain`, `cleanup` (3.11+): pushes the exception, for
 * the latter above an instruction's number (SETUP_FINALLY, SETUP_CLEANUP).
 */
export const HandlerKind = { block: 0, handling: 1, plain: 2, cleanup: 3 } as const
export type HandlerKind = (typeof HandlerKind)[keyof typeof HandlerKind]

/** One of `Code.handlers`. */
export interface CodeHandler {
  /** Word index. */
  readonly target: number
  readonly depth: number
  readonly kind: HandlerKind
  /** Index, or −1. */
  readonly outer: number
}
