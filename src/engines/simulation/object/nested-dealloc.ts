/**
 * Where the deallocs of containers meet the trashcan (Py_TRASHCAN_BEGIN, Py_TRASHCAN_END): a chain of containers that
 * die one inside the other must not nest without end.
 */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'

/** False: `o` was put off and dies later; the caller returns at once. The object is untracked by now. */
export function deallocBegins(m: Machine, o: Address): boolean {
  void m
  void o
  return true
}

export function deallocEnds(m: Machine): void {
  void m
}
