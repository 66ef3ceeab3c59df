/**
 * A machine of one dialect, ready for its first program: static types, singletons, built-ins and modules are there. The
 * only file that knows every type; whoever adds one adds it to STATIC_TYPES (`type` and `object` come first).
 */
import type { Dialect } from './dialect.ts'
import { EventLog } from './event-log.ts'
import { bootArgumentTuples } from './frame/argument-tuples.ts'
import { bootBuiltins } from './frame/builtins.ts'
import { callArgs } from './frame/call.ts'
import { bootCallSites } from './frame/call-sites.ts'
import { outsideHeap } from './frame/constants.ts'
import { runFrame } from './frame/eval.ts'
import { callFinalizer } from './frame/finalizer.ts'
import { GENERATOR } from './frame/generator-methods.ts'
import { hide } from './frame/hidden.ts'
import { bootModules } from './frame/modules.ts'
import { Op } from './frame/opcodes.ts'
import { bootNamespace, hideWhatIsLeft } from './frame/program.ts'
import { stackRoots } from './frame/stack-roots.ts'
import { reportUnraisable, UNRAISABLE_HOOK_ARGS } from './frame/unraisable.ts'
import { collectIfDue } from './gc/collect.ts'
import { GcState } from './gc/gc-state.ts'
import { bootGenerations } from './gc/generation.ts'
import { bootLibrary } from './library/boot-library.ts'
import { Machine, type Services, type TypeSlots } from './machine.ts'
import { AddressSpace, SEGMENT_SIZES, type SegmentSizes } from './memory/address-space.ts'
import type { DebugMemory } from './memory/debug-bytes.ts'
import { ObjectAllocator } from './memory/object-allocator.ts'
import { bootTypes } from './object/boot-types.ts'
import { bootValues } from './object/boot-values.ts'
import { BOUND_METHOD } from './object/bound-method.ts'
import { BUILTIN_FUNCTION } from './object/builtin-function.ts'
import { CELL } from './object/cell.ts'
import { CODE } from './object/code-object.ts'
import { GETSET_DESCRIPTOR, MEMBER_DESCRIPTOR, METHOD_DESCRIPTOR } from './object/descriptor.ts'
import { bootExcInfo } from './object/exc-info.ts'
import { bootExceptions, EXCEPTION, newError, newException } from './object/exception.ts'
import { FRAME } from './object/frame-object.ts'
import { FUNCTION } from './object/function.ts'
import { INSTANCE } from './object/instance.ts'
import { Kind } from './object/kinds.ts'
import { MODULE } from './object/module.ts'
import { defineStaticType } from './object/static-type.ts'
import { intern } from './object/str.ts'
import { TRACEBACK } from './object/traceback.ts'
import { CALLED_TYPE } from './object/type-call.ts'
import { OBJECT } from './object/type-slots.ts'
import { dropUnmade } from './object/unmade-error.ts'
import { VALUE_ROWS } from './object/value-rows.ts'
import { CALLABLE_PROXY, WEAK_PROXY } from './object/weak-proxy.ts'
import { clearWeakrefs } from './object/weakref.ts'
import { WEAKREF } from './object/weakref-slots.ts'

/** Kind and row; `type` and `object` come first, for all others refer to them. */
const STATIC_TYPES: readonly (readonly [kind: number, slots: TypeSlots])[] = [
  [Kind.type, CALLED_TYPE],
  [Kind.object, OBJECT],
  ...VALUE_ROWS,
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
  [Kind.weakProxy, WEAK_PROXY],
  [Kind.callableProxy, CALLABLE_PROXY],
  [Kind.exception, EXCEPTION],
  [Kind.traceback, TRACEBACK],
  [Kind.frame, FRAME],
  [Kind.code, CODE],
  [Kind.unraisableHookArgs, UNRAISABLE_HOOK_ARGS],
  [Kind.generator, GENERATOR],
]

const SERVICES: Services = {
  call: callArgs,
  runFrame,
  unraisable: reportUnraisable,
  callFinalizer,
  clearWeakrefs,
  collectIfDue,
  stackRoots,
  newException,
  newError,
  dropUnmade,
}

const MIB = 2 ** 20
/** 53 MiB of them are the program's heap. */
const MEMORY_BYTES = 75 * MIB
/**
 * Half of code and data holds what some 25,000 statements of level 3 are compiled to. A machine that is half full gives way
 * to a new one, which compiles anew what programs share: with a quarter of the room that was half of all execution.
 */
const SEGMENTS: SegmentSizes = { ...SEGMENT_SIZES, code: SEGMENT_SIZES.code + 3 * MIB, data: 12 * MIB }

/** Names that the machine's own parts look up. */
const NAMES = ['__init__', '__del__', '__name__', '__main__', 'gc', 'sys', 'weakref', 'unraisablehook', '__builtins__']

/** `hasLibrary`: with the weak containers and finalizers of the standard library (library/), which take a while to boot. */
export function bootMachine(
  dialect: Dialect,
  memoryBytes = MEMORY_BYTES,
  debug: DebugMemory = 'off',
  hasLibrary = false,
): Machine {
  const space = new AddressSpace(memoryBytes, SEGMENTS)
  const objects = new ObjectAllocator(space, {
    poolBytes: dialect.poolBytes,
    arenaBytes: dialect.arenaBytes,
    returnsLastArena: dialect.returnsLastArena,
    debug,
  })
  const m = new Machine(dialect, space, objects, new GcState(), new EventLog(), SERVICES)
  bootExcInfo(m)
  bootGenerations(m)
  outsideHeap(m, () => bootObjects(m))
  m.throwIp = space.takeCode(4) >> 2
  m.i32[m.throwIp] = Op.THROWN
  if (hasLibrary) outsideHeap(m, () => bootLibrary(m))
  hideWhatIsLeft(m)
  // Both are complete. Property by property they have become tables of hashes to V8; a copy has fields again.
  m.names = { ...m.names }
  m.types = { ...m.types }
  return m
}

/** None of this lies on the heap that programs use. */
function bootObjects(m: Machine): void {
  for (const [kind, slots] of STATIC_TYPES) defineStaticType(m, kind, slots)
  bootExceptions(m, (kind, slots) => defineStaticType(m, kind, slots))
  bootValues(m)
  for (const name of NAMES) m.names[name] = intern(m, name)
  bootTypes(m)
  hide(m, m.subclasses)
  bootBuiltins(m)
  bootModules(m)
  bootArgumentTuples(m)
  bootCallSites(m)
  bootNamespace(m)
}
