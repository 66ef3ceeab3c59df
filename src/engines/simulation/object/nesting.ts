/**
 * Operations that go into what a container holds: how deep they may nest (Py_EnterRecursiveCall), and how a text of a
 * container that contains itself comes to an end (Py_ReprEnter).
 */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { raise } from './raise.ts'

/** False with RecursionError set; `leaveNested` belongs to true only. */
export function enterNested(m: Machine): boolean {
  if (m.depth >= m.recursionLimit) {
    raise(m, 'RecursionError', 'maximum recursion depth exceeded in comparison')
    return false
  }
  m.depth++
  return true
}

export function leaveNested(m: Machine): void {
  m.depth--
}

/**
 * A comparison goes into containers. Up to 3.11 each comparison is a level by itself (PyObject_RichCompare, see protocol.ts).
 * Diverges: from 3.12 on these levels are counted apart from those of calls, and there are many more of them.
 */
export function enterContainers(m: Machine): boolean {
  return m.dialect.version[1] <= 11 || enterNested(m)
}

export function leaveContainers(m: Machine): void {
  if (m.dialect.version[1] > 11) leaveNested(m)
}

/** The text that `make` gives; `again` where the text of `o` is being made already. */
export function guardedRepr(m: Machine, o: Address, again: string, make: () => string | undefined): string | undefined {
  if (m.reprActive.includes(o)) return again
  if (!enterNested(m)) return undefined
  m.reprActive.push(o)
  const text = make()
  m.reprActive.pop()
  leaveNested(m)
  return text
}
