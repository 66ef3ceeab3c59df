/**
 * Built-in functions, and methods of built-in types bound to an object (Objects/methodobject.c), with the free list of
 * the versions that have one.
 *
 *   16 m_ml (here: number of the native)   24 m_self   32 m_module   40 m_weakreflist   48 vectorcall
 */

import { gcAlloc, gcFree, initObject, isTracked, track, untrack } from '../gc/gc-alloc.ts'
import type { Machine, NativeFunction, TypeSlots } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import type { Address } from '../memory/layout.ts'
import { FreeListOf, keep, takeKept } from './free-lists.ts'
import { Kind } from './kinds.ts'
import { deallocBegins, deallocEnds } from './nested-dealloc.ts'
import { hashPointer } from './protocol.ts'
import { decref, incref, typeOf } from './refcount.ts'
import { granted } from './request-memory.ts'

const NATIVE = 16
const SELF = 24
const WEAKLIST = 40
const BYTES = 56

/** Enters a native function; gives its number. */
export function registerNative(m: Machine, name: string, native: NativeFunction): number {
  m.nativeNames.push(name)
  return m.natives.push(native) - 1
}

export function newBuiltin(m: Machine, name: string, native: NativeFunction, self: Address): Address {
  return newBuiltinOf(m, registerNative(m, name, native), self)
}

/** A function object for a native that is registered; `self` may be 0. 0 with MemoryError set. */
export function newBuiltinOf(m: Machine, native: number, self: Address): Address {
  const type = m.typeByKind[Kind.builtinFunction] as number
  let o = takeKept(m, FreeListOf.builtinMethod)
  if (o !== 0) initObject(m, o, type)
  else {
    o = gcAlloc(m, type, BYTES)
    if (o === 0) return 0
  }
  fillWords(m.i32, 0, (o + NATIVE) >> 2, (o + BYTES) >> 2)
  m.i32[(o + NATIVE) >> 2] = native
  if (self !== 0) m.i32[(o + SELF) >> 2] = incref(m, self)
  track(m, o)
  return o
}

export function builtinNative(m: Machine, o: Address): number {
  return m.i32[(o + NATIVE) >> 2] as number
}

/** Borrowed, or 0. */
export function builtinSelf(m: Machine, o: Address): Address {
  return m.i32[(o + SELF) >> 2] as number
}

export function callBuiltin(m: Machine, o: Address, argv: Address, argc: number): Address {
  const native = m.natives[builtinNative(m, o)] as NativeFunction
  return native(m, builtinSelf(m, o), argv, argc)
}

function dealloc(m: Machine, o: Address): void {
  if (isTracked(m, o)) untrack(m, o)
  if (!deallocBegins(m, o)) return
  if (m.i32[(o + WEAKLIST) >> 2] !== 0) m.services.clearWeakrefs(m, o)
  const self = builtinSelf(m, o)
  if (self !== 0) decref(m, self)
  if (!keep(m, FreeListOf.builtinMethod, o)) gcFree(m, o)
  deallocEnds(m)
}

/**
 * A special method of a built-in type is bound to be asked (_PyObject_LookupSpecial), and stays in the free list where that
 * version has one for it.
 */
export function passAskedMethod(m: Machine): void {
  decref(
    m,
    granted(m, () => newBuiltinOf(m, 0, m.None)),
  )
}

function isSame(m: Machine, a: Address, b: Address): boolean {
  return builtinSelf(m, a) === builtinSelf(m, b) && builtinNative(m, a) === builtinNative(m, b)
}

export const BUILTIN_FUNCTION: TypeSlots = {
  name: 'builtin_function_or_method',
  gc: true,
  basicSize: BYTES,
  dealloc,
  traverse(m, o) {
    const self = builtinSelf(m, o)
    if (self === 0) return 0
    m.referents[0] = self
    return 1
  },
  clear(m, o) {
    const self = builtinSelf(m, o)
    m.i32[(o + SELF) >> 2] = 0
    if (self !== 0) decref(m, self)
  },
  hash: hashPointer,
  compare(m, a, b, op) {
    if ((op !== '==' && op !== '!=') || typeOf(m, a) !== typeOf(m, b)) return incref(m, m.NotImplemented)
    return incref(m, isSame(m, a, b) === (op === '==') ? m.True : m.False)
  },
  call: callBuiltin,
  repr: (m, o) =>
    builtinSelf(m, o) === 0
      ? `<built-in function ${m.nativeNames[builtinNative(m, o)] ?? ''}>`
      : `<built-in method ${m.nativeNames[builtinNative(m, o)] ?? ''}>`,
}
