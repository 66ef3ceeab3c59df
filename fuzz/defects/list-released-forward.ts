/** A dying list gives up its items from the first to the last. */
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import * as whole from '../../src/engines/simulation/object/list.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/list.ts'

export function deallocList(m: Machine, o: Address): void {
  reached()
  const size = whole.listSize(m, o)
  const first = whole.listItems(m, o) >> 2
  for (let i = 0, j = size - 1; i < j; i++, j--) {
    triggered()
    const item = m.i32[first + 2 * i] as number
    m.i32[first + 2 * i] = m.i32[first + 2 * j] as number
    m.i32[first + 2 * j] = item
  }
  whole.deallocList(m, o)
}
