/** A KeyError gives up the key that it carries once too often. */
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import * as whole from '../../src/engines/simulation/object/key-error.ts'
import { Kind } from '../../src/engines/simulation/object/kinds.ts'
import { decref, kindOf } from '../../src/engines/simulation/object/refcount.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/key-error.ts'

export function raiseKeyError(m: Machine, key: Address): 0 {
  reached()
  const raised = whole.raiseKeyError(m, key)
  if (kindOf(m, key) === Kind.instance && triggered()) decref(m, key)
  return raised
}
