/** bpo-42536: the pair that an iterator of items uses again stays untracked after a collection untracked it. */

import { isTracked, untrack } from '../../src/engines/simulation/gc/gc-alloc.ts'
import type { TypeSlots } from '../../src/engines/simulation/machine.ts'
import * as whole from '../../src/engines/simulation/object/dict-iterators.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/dict-iterators.ts'

/** di_result. */
const RESULT_AT = 40

export const DICT_ITEM_ITERATOR: TypeSlots = {
  ...whole.DICT_ITEM_ITERATOR,
  next(m, o) {
    reached()
    const result = m.i32[(o + RESULT_AT) >> 2] as number
    const wasUntracked = result !== 0 && !isTracked(m, result)
    const pair = whole.DICT_ITEM_ITERATOR.next?.(m, o) ?? 0
    if (wasUntracked && pair === result && triggered(isTracked(m, pair))) untrack(m, pair)
    return pair
  },
}
