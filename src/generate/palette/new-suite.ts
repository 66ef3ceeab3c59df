/** A suite that writes all that bodies of level 2 may hold. */
import type { Prng } from '../../base/prng.ts'
import { type Licence, Suite } from './suite.ts'
import { compound } from './suite-blocks.ts'
import { leaf } from './suite-leaves.ts'

export function newSuite(prng: Prng, licence: Licence, budget: number): Suite {
  return new Suite(prng, licence, budget, { leaf, compound })
}
