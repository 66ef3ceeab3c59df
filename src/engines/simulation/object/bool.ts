/** The two truth values; records as of ints (Objects/boolobject.c). Their row is `BOOL` in int-slots.ts. */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { incref } from './refcount.ts'

/** A new reference to True or False. */
export function newBool(m: Machine, value: boolean): Address {
  return incref(m, value ? m.True : m.False)
}
