/** Statements that an engine does not get to the end of, where the oracle does not either. */
import type { Outcome } from '../observation/observations.ts'
import { CALLS_WITHOUT_END, NESTED_TOO_DEEP } from './recursion.ts'
import { DEEP_CODE } from './trashcan.ts'

/** The statement that takes the engine too long, or all its memory; null where there is none. */
export function unendedStatement(outcome: Outcome): number | null {
  return outcome.kind === 'hung' || outcome.kind === 'out-of-memory' ? outcome.statement : null
}

/**
 * `reason`: why the oracle gave up. What is put off at the depth of the trashcan may go on for ever, or nearly; a loop without an
 * end that the oracle sees may take all memory. An engine that hangs in such a loop has not survived the program.
 */
export function excuses(reason: string | undefined, outcome: Outcome): reason is string {
  return (
    reason === DEEP_CODE ||
    reason === NESTED_TOO_DEEP ||
    reason === CALLS_WITHOUT_END ||
    (outcome.kind === 'out-of-memory' && reason?.endsWith('does not end soon') === true)
  )
}
