/**
 * Assertions of our own invariants. A failed one is a bug in Heapsmith (exit code 3), never a finding about an engine
 * and never a user's mistake.
 */

/** Thrown by {@link assert}: an invariant of Heapsmith itself does not hold. */
export class AssertionFailed extends Error {
  override name = 'AssertionFailed'
}

/** Stops when `condition` is false; `invariant` says what must hold. */
export function assert(condition: boolean, invariant: string): asserts condition {
  if (!condition) throw new AssertionFailed(invariant)
}

/** The value, which must not be undefined or null. */
export function present<T>(value: T | undefined | null, invariant: string): T {
  if (value === undefined || value === null) throw new AssertionFailed(invariant)
  return value
}

/** Marks a branch that the type checker proves impossible. */
export function unreachable(value: never): never {
  throw new AssertionFailed(`unreachable value ${JSON.stringify(value)}`)
}
