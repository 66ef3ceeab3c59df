/** What tests of values need: a machine of its own, calls of methods and types, and values of JavaScript both ways. */
import { DIALECTS, type Dialect } from '../dialect.ts'
import { EventLog } from '../event-log.ts'
import { GcState } from '../gc/gc-state.ts'
import { bootGenerations } from '../gc/generation.ts'
import { Machine, type Services } from '../machine.ts'
import { AddressSpace } from '../memory/address-space.ts'
import type { Address } from '../memory/layout.ts'
import { ObjectAllocator } from '../memory/object-allocator.ts'
import { bootValues } from './boot-values.ts'
import { decref, slotsOf } from './refcount.ts'
import { defineStaticType } from './static-type.ts'
import { newStr, strText } from './str.ts'
import { VALUE_ROWS } from './value-rows.ts'

export function dialectOf(id: string): Dialect {
  const dialect = DIALECTS.find((candidate) => candidate.semantics.id === id)
  if (dialect === undefined) throw new Error(`no dialect ${id}`)
  return dialect
}

const missing = (): never => {
  throw new Error('a test of values has no program')
}

/** An error is a string with the name of its type. */
const SERVICES: Services = {
  call: missing,
  unraisable: missing,
  callFinalizer: missing,
  clearWeakrefs: missing,
  collectIfDue() {},
  stackRoots: missing,
  newException: (m, type) => newStr(m, type),
  newError: (m, type) => newStr(m, type),
  dropUnmade: missing,
  runFrame: missing,
}

/** A machine with values only: no classes, no modules. */
export function valueMachine(id: string, memoryBytes = 2 ** 26): Machine {
  const dialect = dialectOf(id)
  const space = new AddressSpace(memoryBytes)
  const objects = new ObjectAllocator(space, {
    poolBytes: dialect.poolBytes,
    arenaBytes: dialect.arenaBytes,
    returnsLastArena: dialect.returnsLastArena,
  })
  const m = new Machine(dialect, space, objects, new GcState(), new EventLog(), SERVICES)
  bootGenerations(m)
  for (const [kind, slots] of VALUE_ROWS) defineStaticType(m, kind, slots)
  bootValues(m)
  return m
}

/** Name of the error's type, '' where there is none; the error is gone then. */
export function takeErrorName(m: Machine): string {
  const error = m.error
  if (error === 0) return ''
  const name = strText(m, error)
  m.error = 0
  decref(m, error)
  return name
}

/** Calls with arguments (borrowed) that lie in a block of their own. */
function withArguments(m: Machine, args: readonly Address[], run: (argv: Address) => Address): Address {
  const argv = m.objects.alloc(8 * Math.max(1, args.length))
  args.forEach((arg, i) => {
    m.i32[(argv + 8 * i) >> 2] = arg
    m.i32[(argv + 8 * i + 4) >> 2] = 0
  })
  const result = run(argv)
  m.objects.free(argv)
  return result
}

export function callMethod(m: Machine, self: Address, name: string, ...args: Address[]): Address {
  const native = slotsOf(m, self).methods?.[name]
  if (native === undefined) throw new Error(`no method ${name}`)
  return withArguments(m, args, (argv) => native(m, self, argv, args.length))
}

export function construct(m: Machine, kind: number, ...args: Address[]): Address {
  const make = m.slots[kind]?.construct
  if (make === undefined) throw new Error(`kind ${kind} cannot be called`)
  return withArguments(m, args, (argv) => make(m, m.typeByKind[kind] as number, argv, args.length))
}

export function sizeOf(m: Machine, o: Address): number {
  const slots = slotsOf(m, o)
  return (slots.sizeof?.(m, o) ?? slots.basicSize) + (slots.gc ? 16 : 0)
}

export function drop(m: Machine, ...objects: Address[]): void {
  for (const o of objects) if (o !== 0) decref(m, o)
}
