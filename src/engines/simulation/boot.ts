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
import { bootValues } from './object/boot-values.ts'
import { defineStaticType } from './object/static-type.ts'
import { VALUE_ROWS } from './object/value-rows.ts'

/** Kind and row; `type` and `object` come first, for all others refer to them. */
const STATIC_TYPES: readonly (readonly [kind: number, slots: TypeSlots])[] = [
  [Kind.type, TYPE],
  [Kind.object, OBJECT],
  [Kind.none, NONE],
  [Kind.notImplemented, NOT_IMPLEMENTED],
  [Kind.int, INT],
  [Kind.bool, BOOL],
  [Kind.float, FLOAT],
  [Kind.str, STR],
  [Kind.bytes, BYTES],
  [Kind.bytearray, BYTEARRAY],
  [Kind.list, LIST],
  [Kind.tuple, TUPLE],
  [Kind.dict, DICT],
  [Kind.set, SET],
  [Kind.frozenset, FROZENSET],
  [Kind.range, RANGE],
  [Kind.listIterator, LIST_ITERATOR],
  [Kind.listReverseIterator, LIST_REVERSE_ITERATOR],
  [Kind.tupleIterator, TUPLE_ITERATOR],
  [Kind.rangeIterator, RANGE_ITERATOR],
  [Kind.dictKeyIterator, DICT_KEY_ITERATOR],
  [Kind.dictValueIterator, DICT_VALUE_ITERATOR],
  [Kind.dictItemIterator, DICT_ITEM_ITERATOR],
  [Kind.setIterator, SET_ITERATOR],
  [Kind.strIterator, STR_ITERATOR],
  [Kind.bytesIterator, BYTES_ITERATOR],
  [Kind.bytearrayIterator, BYTEARRAY_ITERATOR],
  [Kind.dictKeys, DICT_KEYS],
  [Kind.dictValues, DICT_VALUES],
  [Kind.dictItems, DICT_ITEMS],
  [Kind.instance, INSTANCE],
  [Kind.function, FUNCTION],
  [Kind.boundMethod, BOUND_METHOD],
  [Kind.builtinFunction, BUILTIN_FUNCTION],
  [Kind.methodDescriptor, METHOD_DESCRIPTOR],
  [Kind.memberDescriptor, MEMBER_DESCRIPTOR],
  [Kind.getsetDescriptor, GETSET_DESCRIPTOR],
  [Kind.cell, CELL],
  [Kind.module, MODULE],
  [Kind.weakref, WEAKREF],
  [Kind.exception, EXCEPTION],
  [Kind.traceback, TRACEBACK],
  [Kind.frame, FRAME],
  [Kind.code, CODE],
  [Kind.unraisableHookArgs, UNRAISABLE_HOOK_ARGS],
]

const SERVICES: Services = {
  call: callArgs,
  runFrame,
  unraisable: reportUnraisable,
  callFinalizer,
  clearWeakrefs,
  collectIfDue,
  newException,
  newError,
}

/** Names that the machine's own parts look up. */
const NAMES = ['__init__', '__del__', '__name__', '__main__', 'gc', 'sys', 'weakref', 'unraisablehook', '__builtins__']

export function bootMachine(dialect: Dialect, memoryBytes = 2 ** 26): Machine {
  const space = new AddressSpace(memoryBytes)
  const objects = new ObjectAllocator(space, {
    poolBytes: dialect.poolBytes,
    arenaBytes: dialect.arenaBytes,
    returnsLastArena: dialect.returnsLastArena,
  })
  const m = new Machine(dialect, space, objects, new GcState(), new EventLog(), SERVICES)
  bootGenerations(m)
  outsideHeap(m, () => bootObjects(m))
  return m
}

/** None of this lies on the heap that programs use. */
function bootObjects(m: Machine): void {
  for (const [kind, slots] of STATIC_TYPES) defineStaticType(m, kind, slots)
  bootValues(m)
  bootExceptions(m, (kind, slots) => defineStaticType(m, kind, slots))
  bootValues(m)
  for (const name of NAMES) m.names[name] = intern(m, name)
  bootTypes(m)
  bootBuiltins(m)
  bootModules(m)
  bootNamespace(m)
}
