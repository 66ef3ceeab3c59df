/** What `sys.getsizeof` says (_PySys_GetSizeOf): the object's own size and, if it has one, that of its GC head. */
import type { Machine } from '../machine.ts'
import { type Address, GC_HEAD_BYTES, OB_SIZE } from '../memory/layout.ts'
import { slotsOf } from './refcount.ts'
import { isGcObject } from './tracking.ts'

export function getSizeof(m: Machine, o: Address): number {
  const slots = slotsOf(m, o)
  const own =
    slots.sizeof?.(m, o) ??
    (slots.itemSize === undefined
      ? basicSize(m, o)
      : basicSize(m, o) + slots.itemSize * (m.i32[(o + OB_SIZE) >> 2] as number))
  return own + (isGcObject(m, o) ? GC_HEAD_BYTES : 0)
}

/** As the type object says it, which differs between versions. */
function basicSize(m: Machine, o: Address): number {
  return m.i32[((m.i32[(o + 8) >> 2] as number) + 32) >> 2] as number
}
