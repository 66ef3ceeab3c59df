/**
 * A machine of one dialect, ready for its first program: static types, singletons, built-ins and modules are there. The
 * only file that knows every type; whoever adds one adds it to STATIC_TYPES (`type` and `object` come first).
 */
import type { Dialect } from './dialect.ts'
import { EventLog } from './event-log.ts'
import { collectIfDue } from './gc/collect.ts'
import { GcState } from './gc/gc-state.ts'
import { bootGenerations } from './gc/generation.ts'
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
  collectIfDue,
  newException: missing,
  newError: missing,
}

export function bootMachine(dialect: Dialect, memoryBytes = 2 ** 26): Machine {
  const space = new AddressSpace(memoryBytes)
  const objects = new ObjectAllocator(space, space.heapStart)
  const m = new Machine(dialect, space, objects, new GcState(), new EventLog(), SERVICES)
  bootGenerations(m)
  for (const [kind, slots] of STATIC_TYPES) defineStaticType(m, kind, slots)
  return m
}
