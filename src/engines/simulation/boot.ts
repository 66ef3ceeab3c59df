/**
 * A machine of one dialect, ready for its first program: static types, singletons, built-ins and modules are there. The
 * only file that knows every type; whoever adds one adds it to STATIC_TYPES (`type` and `object` come first).
 */
import type { Dialect } from './dialect.ts'
import { EventLog } from './event-log.ts'
import { initList } from './gc/gc-list.ts'
import { GcState } from './gc/gc-state.ts'
import { Machine, type Services, type TypeSlots } from './machine.ts'
import { AddressSpace } from './memory/address-space.ts'
import { ObjectAllocator } from './memory/object-allocator.ts'
import { defineStaticType } from './object/static-type.ts'

const STATIC_TYPES: readonly (readonly [kind: number, slots: TypeSlots])[] = []

const missing = (): never => {
  throw new Error('a service is not filled in')
}

const SERVICES: Services = {
  call: missing,
  unraisable: missing,
  callFinalizer: missing,
  clearWeakrefs: missing,
  collectIfDue: missing,
}

export function bootMachine(dialect: Dialect, memoryBytes = 2 ** 26): Machine {
  const space = new AddressSpace(memoryBytes)
  const objects = new ObjectAllocator(space, space.heapStart)
  const m = new Machine(dialect, space, objects, new GcState(), new EventLog(), SERVICES)
  for (let i = 0; i < 4; i++) {
    const head = space.takeStatic(16)
    m.gc.heads[i as 0 | 1 | 2 | 3] = head
    initList(m, head)
  }
  m.gc.thresholds = [...dialect.semantics.defaultThresholds]
  for (const [kind, slots] of STATIC_TYPES) defineStaticType(m, kind, slots)
  return m
}
