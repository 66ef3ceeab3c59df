/** A dying tuple forgets to release its last item. */
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { Kind } from '../../src/engines/simulation/object/kinds.ts'
import { incref, kindOf } from '../../src/engines/simulation/object/refcount.ts'
import * as whole from '../../src/engines/simulation/object/tuple.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/tuple.ts'

export function deallocTuple(m: Machine, o: Address): void {
  reached()
  const size = whole.tupleSize(m, o)
  const last = whole.tupleItem(m, o, size - 1)
  // Short ones only: the machine's own tuples of arguments are of every size.
  if (size === 2 && last !== 0 && kindOf(m, last) === Kind.instance && triggered()) incref(m, last)
  whole.deallocTuple(m, o)
}
