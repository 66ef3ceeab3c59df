/**
 * Exceptions (Objects/exceptions.c): one record for all built-in types, whose size their type says. Keeps true: `args`
 * is always a tuple. Leaves out messages that follow CPython's word for word. The record is drawn in exception-layout.ts.
 */

import { gcAlloc, gcFree, isTracked, track, untrack } from '../gc/gc-alloc.ts'
import type { Machine, TypeSlots } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import { type Address, TP_BASE, TP_BASICSIZE, TP_DICTOFFSET } from '../memory/layout.ts'
import { dictDeleteInterned, dictGetInterned, dictSetInterned, newDict } from './dict.ts'
import { getExceptionField, setExceptionField } from './exception-fields.ts'
import { ARGS, DICT, exceptionBytes, ownFields, tracebackField } from './exception-layout.ts'
import { builtinExceptionSize, isExceptionOf, isExceptionType } from './exception-record.ts'
import { Kind } from './kinds.ts'
import { deallocBegins, deallocEnds } from './nested-dealloc.ts'
import { hashPointer, repr } from './protocol.ts'
import { raise } from './raise.ts'
import { decref, incref, setField, typeOf } from './refcount.ts'
import { newStr, strText } from './str.ts'
import { tupleFrom, tupleFromBorrowed, tupleItem, tupleSize } from './tuple.ts'
import { typeName } from './type-lookup.ts'

/** A new exception of that type object with that tuple of arguments (taken over; 0: there is no memory for it, either). */
export function newExceptionOfType(m: Machine, type: Address, args: Address): Address {
  if (args === 0) return 0
  const bytes = m.i32[(type + TP_BASICSIZE) >> 2] as number
  const o = gcAlloc(m, type, bytes)
  if (o === 0) {
    decref(m, args)
    return 0
  }
  fillWords(m.i32, 0, (o + DICT) >> 2, (o + bytes) >> 2)
  m.i32[(o + ARGS) >> 2] = args
  if (isExceptionType(m, type, m.types['StopIteration'] as number)) {
    const value = tupleSize(m, args) > 0 ? tupleItem(m, args, 0) : m.None
    m.i32[ownFields(m, o) >> 2] = incref(m, value)
  }
  track(m, o)
  // From 3.14 on most types make their exception first (BaseException_vectorcall).
  if (m.dialect.version[1] >= 14 && isTracked(m, args) && !ARGS_FIRST.has(m.typeNames.get(type) ?? '')) {
    untrack(m, args)
    track(m, args)
  }
  return o
}

const ARGS_FIRST: ReadonlySet<string> = new Set([
  'AttributeError',
  'NameError',
  'UnboundLocalError',
  'StopIteration',
  'MemoryError',
])

/** Service: arguments are borrowed. 0 with MemoryError set. */
export function newException(m: Machine, type: string, args: readonly Address[]): Address {
  return newExceptionOfType(m, m.types[type] as number, tupleFrom(m, args))
}

/** Service. */
export function newError(m: Machine, type: string, message: string): Address {
  if (message === '') return newException(m, type, [])
  const text = newStr(m, message)
  const o = newException(m, type, [text])
  decref(m, text)
  return o
}

/** AttributeError of a failed lookup: keeps the object and the name alive from 3.10 on. */
export function raiseAttributeError(m: Machine, object: Address, name: Address): 0 {
  return raiseMissing(m, object, name, m.semantics.attributeErrorHoldsObject)
}

/** Of a failed store or deletion: from 3.13 on the object is kept, unless attributes lie in it itself (`isInside`). */
export function raiseStoreError(m: Machine, object: Address, name: Address, isInside: boolean): 0 {
  return raiseMissing(m, object, name, !isInside && m.dialect.storeErrorHoldsObject)
}

function raiseMissing(m: Machine, object: Address, name: Address, holds: boolean): 0 {
  raise(m, 'AttributeError', strText(m, name), holds)
  if (holds && isExceptionOf(m, m.error, 'AttributeError')) {
    const at = ownFields(m, m.error) >> 2
    m.i32[at] = incref(m, object)
    m.i32[at + 2] = incref(m, name)
  }
  return 0
}

/** Borrowed. */
export function exceptionArgs(m: Machine, o: Address): Address {
  return m.i32[(o + ARGS) >> 2] as number
}

/** Borrowed, or 0. */
export function exceptionTraceback(m: Machine, o: Address): Address {
  return m.i32[(o + tracebackField(m)) >> 2] as number
}

/** Takes the cause over, and a context in place of the one it has unless 0 (PyException_SetCause, PyException_SetContext). */
export function setCauseSteal(m: Machine, o: Address, cause: Address, context: Address): void {
  const at = tracebackField(m)
  setField(m, o + at + 16, cause)
  if (context !== 0) setField(m, o + at + 8, context)
}

/** Of a StopIteration; borrowed. */
export function stopIterationValue(m: Machine, o: Address): Address {
  return m.i32[ownFields(m, o) >> 2] as number
}

/** Takes the traceback over. */
export function setTracebackSteal(m: Machine, o: Address, traceback: Address): void {
  setField(m, o + tracebackField(m), traceback)
}

/** Own fields first; then dict, args, (notes,) traceback, cause, context (BaseException_traverse). */
export function traverseException(m: Machine, o: Address): number {
  const { referents, i32 } = m
  let count = 0
  for (let at = ownFields(m, o), end = o + builtinExceptionSize(m, o); at < end; at += 8) {
    const field = i32[at >> 2] as number
    if (field !== 0) referents[count++] = field
  }
  const last = tracebackField(m)
  for (let at = o + DICT; at <= o + last; at += 8) {
    const field = i32[at >> 2] as number
    if (field !== 0) referents[count++] = field
  }
  const context = i32[(o + last + 8) >> 2] as number
  const cause = i32[(o + last + 16) >> 2] as number
  if (cause !== 0) referents[count++] = cause
  if (context !== 0) referents[count++] = context
  return count
}

/** Own fields, dict, args, (notes,) traceback, cause, context (BaseException_clear). */
export function clearException(m: Machine, o: Address): void {
  for (let at = ownFields(m, o), end = o + builtinExceptionSize(m, o); at < end; at += 8) setField(m, at, 0)
  const last = tracebackField(m)
  for (let at = o + DICT; at <= o + last; at += 8) setField(m, at, 0)
  setField(m, o + last + 16, 0)
  setField(m, o + last + 8, 0)
}

function dealloc(m: Machine, o: Address): void {
  if (isTracked(m, o)) untrack(m, o)
  const isLevel = entersTrashcan(m, o)
  if (isLevel && !deallocBegins(m, o)) return
  clearException(m, o)
  gcFree(m, o)
  if (isLevel) deallocEnds(m)
}

/** From 3.11 on (bpo-44348), but not types with a deallocator of their own. */
function entersTrashcan(m: Machine, o: Address): boolean {
  if (m.semantics.trashcan === 'containers') return false
  const name = m.typeNames.get(typeOf(m, o)) ?? ''
  return !OWN_DEALLOC.has(name)
}

const OWN_DEALLOC: ReadonlySet<string> = new Set([
  'AttributeError',
  'MemoryError',
  'NameError',
  'StopIteration',
  'UnboundLocalError',
])

function getAttribute(m: Machine, o: Address, name: Address): Address {
  if (name === m.names['__dict__']) {
    const at = (o + DICT) >> 2
    if (m.i32[at] === 0) m.i32[at] = newDict(m)
    return m.i32[at] === 0 ? 0 : incref(m, m.i32[at] as number)
  }
  const dict = m.i32[(o + DICT) >> 2] as number
  if (dict !== 0) {
    const value = dictGetInterned(m, dict, name)
    if (value !== 0) return incref(m, value)
  }
  const value = getExceptionField(m, o, name)
  return value === 0 ? raiseAttributeError(m, o, name) : value
}

function setAttribute(m: Machine, o: Address, name: Address, value: Address): number {
  const status = setExceptionField(m, o, name, value)
  if (status !== undefined) return status
  if (name === m.names['__class__']) {
    raise(m, 'TypeError', '__class__ assignment only supported for mutable types')
    return -1
  }
  const at = (o + DICT) >> 2
  // Also for a deletion, which then finds nothing.
  if (m.i32[at] === 0) m.i32[at] = newDict(m)
  const dict = m.i32[at] as number
  if (dict === 0) return -1
  if (value !== 0) return dictSetInterned(m, dict, name, value)
  if (dictDeleteInterned(m, dict, name) === 1) return 0
  raiseStoreError(m, o, name, false)
  return -1
}

function exceptionRepr(m: Machine, o: Address): string | undefined {
  const args = exceptionArgs(m, o)
  const texts: string[] = []
  for (let i = 0; i < tupleSize(m, args); i++) {
    const text = repr(m, tupleItem(m, args, i))
    if (text === undefined) return undefined
    texts.push(text)
  }
  return `${typeName(m, typeOf(m, o))}(${texts.join(', ')})`
}

/** Text of `str(e)`: of the one argument, or of all as a tuple; undefined with `error` set. */
export function exceptionText(m: Machine, o: Address): string | undefined {
  const args = exceptionArgs(m, o)
  if (tupleSize(m, args) === 0) return ''
  if (tupleSize(m, args) > 1) return repr(m, args)
  const only = tupleItem(m, args, 0)
  return typeOf(m, only) === m.types['str'] && !isExceptionOf(m, o, 'KeyError') ? strText(m, only) : repr(m, only)
}

export const EXCEPTION: TypeSlots = {
  name: 'BaseException',
  gc: true,
  basicSize: 64,
  dealloc,
  traverse: traverseException,
  clear: clearException,
  hash: hashPointer,
  getAttribute,
  setAttribute,
  repr: exceptionRepr,
  construct(m, type, argv, argc) {
    return newExceptionOfType(m, type, tupleFromBorrowed(m, argv, argc))
  },
}

/** Type, base, and how many pointers of its own it has: from that minor version on. */
const TYPES: readonly (readonly [name: string, base: string, fields: number, since: number])[] = [
  ['Exception', 'BaseException', 0, 0],
  ['ValueError', 'Exception', 0, 0],
  ['TypeError', 'Exception', 0, 0],
  ['LookupError', 'Exception', 0, 0],
  ['KeyError', 'LookupError', 0, 0],
  ['IndexError', 'LookupError', 0, 0],
  ['AttributeError', 'Exception', 2, 10],
  ['NameError', 'Exception', 1, 10],
  ['UnboundLocalError', 'NameError', 1, 10],
  ['RuntimeError', 'Exception', 0, 0],
  ['RecursionError', 'RuntimeError', 0, 0],
  ['ReferenceError', 'Exception', 0, 0],
  ['AssertionError', 'Exception', 0, 0],
  ['MemoryError', 'Exception', 0, 0],
  ['ArithmeticError', 'Exception', 0, 0],
  ['OverflowError', 'ArithmeticError', 0, 0],
  ['StopIteration', 'Exception', 1, 0],
  ['SystemError', 'Exception', 0, 0],
  ['GeneratorExit', 'BaseException', 0, 0],
]

/** Types of exceptions, after the row BaseException is there. */
export function bootExceptions(m: Machine, define: (kind: number, slots: TypeSlots) => Address): void {
  const base = m.types['BaseException'] as number
  m.i32[(base + TP_BASICSIZE) >> 2] = exceptionBytes(m)
  m.i32[(base + TP_DICTOFFSET) >> 2] = DICT
  for (const [name, baseName, fields, since] of TYPES) {
    const type = define(Kind.exception, { ...EXCEPTION, name })
    m.i32[(type + TP_BASE) >> 2] = m.types[baseName] as number
    m.i32[(type + TP_DICTOFFSET) >> 2] = DICT
    m.i32[(type + TP_BASICSIZE) >> 2] = exceptionBytes(m) + (m.dialect.version[1] >= since ? 8 * fields : 0)
  }
  m.slots[Kind.exception] = EXCEPTION
}
