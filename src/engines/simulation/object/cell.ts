/**
 * Cells of closures (Objects/cellobject.c).
 *
 *   16 ob_ref (may be NULL)
 */

import { gcAlloc, gcFree, track, untrack } from '../gc/gc-alloc.ts'
import type { Machine, TypeSlots } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import type { Address } from '../memory/layout.ts'
import { Kind } from './kinds.ts'
import { raise } from './raise.ts'
import { incref, setField, xdecref } from './refcount.ts'

const CONTENT = 16
const BYTES = 24

/** `content` is borrowed and may be 0. Gives 0 with MemoryError set. */
export function newCell(m: Machine, content: Address): Address {
  const o = gcAlloc(m, m.typeByKind[Kind.cell] as number, BYTES)
  if (o === 0) return 0
  fillWords(m.i32, 0, (o + CONTENT) >> 2, (o + BYTES) >> 2)
  if (content !== 0) m.i32[(o + CONTENT) >> 2] = incref(m, content)
  track(m, o)
  return o
}

/** Borrowed, or 0. */
export function cellContent(m: Machine, o: Address): Address {
  return m.i32[(o + CONTENT) >> 2] as number
}

/** Takes the reference over; 0 empties the cell. */
export function setCellSteal(m: Machine, o: Address, content: Address): void {
  setField(m, o + CONTENT, content)
}

export const CELL: TypeSlots = {
  name: 'cell',
  gc: true,
  basicSize: BYTES,
  dealloc(m, o) {
    untrack(m, o)
    xdecref(m, cellContent(m, o))
    gcFree(m, o)
  },
  traverse(m, o) {
    const content = cellContent(m, o)
    if (content === 0) return 0
    m.referents[0] = content
    return 1
  },
  clear: (m, o) => setField(m, o + CONTENT, 0),
  getAttribute(m, o, name) {
    const content = cellContent(m, o)
    if (name === m.names['cell_contents'] && content !== 0) return incref(m, content)
    return raise(m, 'AttributeError', 'cell')
  },
}
