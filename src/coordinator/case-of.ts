/** A case as it came from a worker, with the limits of every campaign. */
import { type Case, DEFAULT_LIMITS } from '../observation/case.ts'
import type { PlainCase } from '../task/messages.ts'
import { unpackCase } from '../task/plain-case.ts'

export function caseOf(plain: PlainCase): Case {
  return unpackCase(plain, DEFAULT_LIMITS)
}
