/** All twins of a case: the same ones whenever it is asked. */
import { fnv1a } from '../base/hash.ts'
import { Prng } from '../base/prng.ts'
import type { Case } from '../observation/case.ts'
import { encodeProgram } from '../program/encode.ts'
import { nameTwins } from './names.ts'
import { orderTwins } from './order.ts'
import { scheduleTwins, toTheEnd } from './schedule.ts'
import { scheduleFree } from './schedule-free.ts'
import type { Twin } from './twin.ts'

export type { Twin }

export function twinsOf(case_: Case): readonly Twin[] {
  const named = nameTwins(case_)
  // At which request memory runs out depends on when there are collections, and on what comes before.
  if (case_.refusal !== undefined) return named
  const program = scheduleFree(case_.program)
  if (program === undefined) return named
  const free = { ...case_, program }
  const ended = toTheEnd(free)
  const prng = new Prng(fnv1a(encodeProgram(program)))
  return [...named, ...scheduleTwins(free, ended, prng), ...orderTwins(free, ended)]
}
