/** Static type objects: one record in the initialised data for each row of `Machine.slots`. */
import type { Machine, TypeSlots } from '../machine.ts'
import {
  type Address,
  OB_REFCNT,
  OB_TYPE,
  STATIC_TYPE_BYTES,
  TP_BASE,
  TP_BASICSIZE,
  TP_CLEAR,
  TP_DEALLOC,
  TP_FLAGS,
  TP_ITEMSIZE,
  TP_TRAVERSE,
  TPFLAGS_HAVE_GC,
} from '../memory/layout.ts'

/** Enters a row and makes its type object; `m.types[slots.name]` is its address from then on. */
export function defineStaticType(m: Machine, kind: number, slots: TypeSlots): Address {
  const type = m.space.takeStatic(STATIC_TYPE_BYTES)
  const set = (offset: number, value: number): void => {
    m.i32[(type + offset) >> 2] = value
  }
  set(OB_REFCNT, m.dialect.immortalCount === 0 ? 1 : m.dialect.immortalCount)
  set(OB_TYPE, m.types['type'] ?? type)
  set(TP_BASICSIZE, slots.basicSize)
  set(TP_ITEMSIZE, slots.itemSize ?? 0)
  set(TP_DEALLOC, kind)
  set(TP_TRAVERSE, slots.traverse === undefined ? 0 : kind)
  set(TP_CLEAR, slots.clear === undefined ? 0 : kind)
  set(TP_FLAGS, slots.gc ? TPFLAGS_HAVE_GC : 0)
  set(TP_BASE, m.types['object'] ?? 0)
  m.slots[kind] = slots
  m.types[slots.name] = type
  m.typeByKind[kind] = type
  return type
}
