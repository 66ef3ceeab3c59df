/** A call that does not fit its function, or finds no frame, keeps a reference to the first argument. */
import * as whole from '../../src/engines/simulation/frame/frame.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { incref, refcountOf } from '../../src/engines/simulation/object/refcount.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/frame/frame.ts'

export function bindFrame(
  m: Machine,
  callee: Address,
  self: Address,
  argv: Address,
  argc: number,
  flags: number,
): number {
  reached()
  const fp = whole.bindFrame(m, callee, self, argv, argc, flags)
  const first = self === 0 && argc > 0 ? (m.i32[argv >> 2] as number) & ~whole.BORROWED : self
  if (fp !== 0 || first === 0) return fp
  if (refcountOf(m, first) > 0) triggered()
  incref(m, first)
  return 0
}
