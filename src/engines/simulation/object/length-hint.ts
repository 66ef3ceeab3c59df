/** How many items an iterable is likely to give (PyObject_LengthHint): of what is asked while lists and tuples are made. */
import type { Machine, TypeSlots } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { passAskedMethod } from './builtin-function.ts'
import { dictIteratorRest } from './dict-iterators.ts'
import { iteratedSequence, iteratorIndex } from './index-iterator.ts'
import { Kind } from './kinds.ts'
import { rangeIteratorRest } from './range.ts'
import { kindOf, slotsOf, typeOf } from './refcount.ts'
import { setIteratorRest } from './set-iterator.ts'
import { lookupInType } from './type-lookup.ts'

/** `otherwise` where nothing is known; −1 with the error set. */
export function lengthHint(m: Machine, o: Address, otherwise: number): number {
  const length = lengthSlot(m, o)
  if (length !== undefined) return length(m, o)
  const known = knownRest(m, o)
  if (known < 0) return otherwise
  passAskedMethod(m)
  return known
}

/** Of an iterator that has `__length_hint__`; −1 where it has none. */
function knownRest(m: Machine, o: Address): number {
  switch (kindOf(m, o)) {
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
      return -1
  }
}

/** What tells its length, if anything does (_PyObject_HasLen); the row of instances serves classes with and without. */
export function lengthSlot(m: Machine, o: Address): TypeSlots['length'] {
  if (kindOf(m, o) === Kind.instance && lookupInType(m, typeOf(m, o), m.names['__len__'] as number) === 0)
    return undefined
  return slotsOf(m, o).length
}
