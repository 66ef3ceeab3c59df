/** How many items an iterable is likely to give (PyObject_LengthHint): of what is asked while lists and tuples are made. */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { dictIteratorRest } from './dict-iterators.ts'
import { iteratedSequence, iteratorIndex } from './index-iterator.ts'
import { Kind } from './kinds.ts'
import { rangeIteratorRest } from './range.ts'
import { kindOf, slotsOf } from './refcount.ts'
import { setIteratorRest } from './set-iterator.ts'

/** `otherwise` where nothing is known; −1 with the error set. */
export function lengthHint(m: Machine, o: Address, otherwise: number): number {
  const slots = slotsOf(m, o)
  if (slots.length !== undefined) return slots.length(m, o)
  switch (kindOf(m, o)) {
    case Kind.listReverseIterator:
      return iteratorIndex(m, o) + 1
    case Kind.listIterator:
    case Kind.tupleIterator:
    case Kind.strIterator:
    case Kind.strAsciiIterator:
    case Kind.bytesIterator:
    case Kind.bytearrayIterator: {
      const sequence = iteratedSequence(m, o)
      if (sequence === 0) return 0
      return Math.max(0, (slotsOf(m, sequence).length?.(m, sequence) ?? 0) - iteratorIndex(m, o))
    }
    case Kind.rangeIterator:
      return rangeIteratorRest(m, o)
    case Kind.dictKeyIterator:
    case Kind.dictValueIterator:
    case Kind.dictItemIterator:
      return dictIteratorRest(m, o)
    case Kind.setIterator:
      return setIteratorRest(m, o)
    default:
      return otherwise
  }
}
