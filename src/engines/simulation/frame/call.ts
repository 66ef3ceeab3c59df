/**
 * Calls from native code (PyObject_Vectorcall, _PyObject_MakeTpCall, type_call): functions of the program run in a frame
 * of their own; classes make an instance and initialise it. Calls from the evaluation loop to functions do not pass here.
 */
import { assert } from '../../../base/assert.ts'
import type { Machine, NativeFunction } from '../machine.ts'
import { type Address, TP_DEALLOC, TP_FLAGS, TPFLAGS_HEAPTYPE } from '../memory/layout.ts'
import { methodFunction, methodSelf } from '../object/bound-method.ts'
import { builtinNative, builtinSelf } from '../object/builtin-function.ts'
import { releaseArguments } from '../object/error-aside.ts'
import { newInstance } from '../object/instance.ts'
import { Kind } from '../object/kinds.ts'
import { raise } from '../object/raise.ts'
import { decref, incref, kindOf, slotsOf, typeOf, xdecref } from '../object/refcount.ts'
import { initializeSubclass, newSubclassInstance } from '../object/subclass-new.ts'
import { tupleFrom, tupleFromBorrowed } from '../object/tuple.ts'
import { lookupInType, typeName } from '../object/type-lookup.ts'
import { argumentTuple } from './argument-tuples.ts'
import { BORROWED, bindFrame, F_ARGUMENTS, F_INSTANCE, FLAG_ENTRY } from './frame.ts'

/** Calls anything with `argc` borrowed arguments from address `argv` on. */
export function call(m: Machine, callable: Address, argv: Address, argc: number): Address {
  switch (kindOf(m, callable)) {
    case Kind.function:
      return callFunction(m, callable, 0, argv, argc)
    case Kind.boundMethod:
      return callMethod(m, callable, argv, argc)
    case Kind.type:
      return callType(m, callable, argv, argc)
    case Kind.builtinFunction:
      return callNative(m, builtinNative(m, callable), builtinSelf(m, callable), argv, argc)
    default: {
      const slots = slotsOf(m, callable)
      if (slots.call !== undefined) return slots.call(m, callable, argv, argc)
      const name = typeName(m, typeOf(m, callable))
      return raise(m, 'TypeError', `'${name}' object is not callable`)
    }
  }
}

/** A native function by its number. */
export function callNative(m: Machine, number: number, self: Address, argv: Address, argc: number): Address {
  const native = m.natives[number] as NativeFunction
  // Up to 3.11 a native call takes a level of the same limit.
  if (m.depth >= m.recursionLimit && m.dialect.version[1] <= 11)
    return raise(m, 'RecursionError', 'maximum recursion depth exceeded while calling a Python object')
  if (m.tupledNatives[number] === 0) return native(m, self, argv, argc)
  const args = argumentTuple(m, argv, argc)
  if (args === 0 && argc > 0) return 0
  const result = native(m, self, argv, argc)
  releaseArguments(m, args)
  return result
}

/** The `call` service. */
export function callArgs(m: Machine, callable: Address, args: readonly Address[]): Address {
  const argv = m.stackPointer
  for (let i = 0; i < args.length; i++) m.i32[(argv + 8 * i) >> 2] = args[i] as number
  m.stackPointer = argv + 8 * args.length
  const result = call(m, callable, argv, args.length)
  m.stackPointer = argv
  return result
}

/** A function of the program, with `self` before the arguments unless 0. */
export function callFunction(m: Machine, callee: Address, self: Address, argv: Address, argc: number): Address {
  const fp = bindFrame(m, callee, self, argv, argc, FLAG_ENTRY)
  return fp === 0 ? 0 : m.services.runFrame(m)
}

function callMethod(m: Machine, method: Address, argv: Address, argc: number): Address {
  const callee = methodFunction(m, method)
  const self = methodSelf(m, method)
  assert(kindOf(m, callee) === Kind.function, 'what is bound is a function')
  return callFunction(m, callee, self, argv, argc)
}

export function callType(m: Machine, type: Address, argv: Address, argc: number): Address {
  if (((m.i32[(type + TP_FLAGS) >> 2] as number) & TPFLAGS_HEAPTYPE) !== 0) return construct(m, type, argv, argc)
  const kind = m.i32[(type + TP_DEALLOC) >> 2] as number
  const slots = m.slots[kind]
  if (slots?.construct !== undefined) {
    if (m.tupledTypes[kind] === 0) return slots.construct(m, type, argv, argc)
    const args = argumentTuple(m, argv, argc)
    if (args === 0 && argc > 0) return 0
    if (argc > 1 && madeBeforeRefused(m, kind)) xdecref(m, slots.construct(m, type, argv, 0))
    const result = slots.construct(m, type, argv, argc)
    releaseArguments(m, args)
    return result
  }
  return raise(m, 'TypeError', `cannot create '${typeName(m, type)}' instances`)
}

/** Up to 3.8 `__new__` of these makes the object before `__init__` counts the arguments. */
function madeBeforeRefused(m: Machine, kind: number): boolean {
  return m.dialect.version[1] <= 8 && (kind === Kind.list || kind === Kind.dict || kind === Kind.set)
}

/** An instance of a program class. Its arguments are held in a tuple meanwhile. */
function construct(m: Machine, type: Address, argv: Address, argc: number): Address {
  const initializer = lookupInType(m, type, m.names['__init__'] as number)
  const isPlain = m.i32[(type + TP_DEALLOC) >> 2] === Kind.instance
  if (initializer === 0 && argc > 0 && isPlain) return refuseArguments(m, type, argv, argc)
  if (initializer !== 0 && kindOf(m, initializer) === Kind.function) {
    const fp = enterInitializer(m, type, initializer, argv, argc, FLAG_ENTRY, true)
    if (fp === 0) return 0
    const o = m.i32[fp + F_INSTANCE] as number
    const args = m.i32[fp + F_ARGUMENTS] as number
    return leaveInitializer(m, o, args, initializer, m.services.runFrame(m))
  }
  const args = tupleFromBorrowed(m, argv, argc)
  if (args === 0) return 0
  const o = isPlain ? newInstance(m, type) : newSubclassInstance(m, type, args)
  if (o === 0) {
    decref(m, args)
    return 0
  }
  let result = 0
  if (initializer !== 0) {
    const isBound = kindOf(m, initializer) === Kind.methodDescriptor
    result = isBound ? callBound(m, initializer, o, argv, argc) : call(m, initializer, argv, argc)
  } else if (isPlain || initializeSubclass(m, o, args) === 0) result = incref(m, m.None)
  m.depth++
  return leaveInitializer(m, o, args, 0, result)
}

function callBound(m: Machine, callable: Address, self: Address, argv: Address, argc: number): Address {
  const args = [self]
  for (let i = 0; i < argc; i++) args.push(m.i32[(argv + 8 * i) >> 2] as number)
  return callArgs(m, callable, args)
}

/** `object.__new__` refuses arguments before it makes anything but their tuple, which is there while the error is made. */
function refuseArguments(m: Machine, type: Address, argv: Address, argc: number): 0 {
  const args = tupleFromBorrowed(m, argv, argc)
  if (args === 0) return 0
  raise(m, 'TypeError', `${typeName(m, type)}() takes no arguments`)
  releaseArguments(m, args)
  return 0
}

/**
 * Makes an instance and the frame of its `__init__`, which holds it (type_call, slot_tp_init); the frame's word index,
 * or 0 with `m.error` set. `tupled`: the arguments are a tuple meanwhile. The call of a type counts as one more level.
 * Diverges: from 3.12 on that level is one of native recursion, or a frame where the call is specialised, so that a class
 * whose `__init__` calls the class itself gets a few calls further.
 */
export function enterInitializer(
  m: Machine,
  type: Address,
  initializer: Address,
  argv: Address,
  argc: number,
  flags: number,
  tupled: boolean,
): number {
  const args = tupled ? tupleFromSlots(m, argv, argc) : incref(m, m.emptyTuple)
  if (args === 0) return 0
  const isPlain = m.i32[(type + TP_DEALLOC) >> 2] === Kind.instance
  const o = isPlain ? newInstance(m, type) : newSubclassInstance(m, type, args)
  if (o === 0) {
    decref(m, args)
    return 0
  }
  m.depth++
  incref(m, initializer)
  const fp = bindFrame(m, initializer, o, argv, argc, flags)
  if (fp === 0) {
    leaveInitializer(m, o, args, initializer, 0)
    return 0
  }
  m.i32[fp + F_INSTANCE] = o
  m.i32[fp + F_ARGUMENTS] = args
  return fp
}

/** Borrowed slots of the stack may be among the arguments. */
function tupleFromSlots(m: Machine, argv: Address, argc: number): Address {
  if (argc === 0) return incref(m, m.emptyTuple)
  const args: Address[] = []
  for (let i = 0; i < argc; i++) args.push((m.i32[(argv + 8 * i) >> 2] as number) & ~BORROWED)
  return tupleFrom(m, args)
}

/** `__init__` has returned `value` (taken over), or failed with 0: the instance, or 0. */
export function leaveInitializer(m: Machine, o: Address, args: Address, initializer: Address, value: Address): Address {
  m.depth--
  if (initializer !== 0) decref(m, initializer)
  let made = o
  if (value !== m.None) {
    if (value !== 0) {
      decref(m, value)
      raise(m, 'TypeError', '__init__() should return None')
    }
    decref(m, o)
    made = 0
  } else decref(m, value)
  releaseArguments(m, args)
  return made
}
