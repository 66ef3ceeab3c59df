/**
 * Exceptions (Objects/exceptions.c): one record for all built-in types, whose size their type says. Keeps true: `args`
 * is always a tuple. Leaves out messages that follow CPython's word for word.
 *
 *   to 3.10:  16 dict   24 args   32 traceback   40 context   48 cause   56 suppress_context   64 …
 *   3.11+:    16 dict   24 args   32 notes   40 traceback   48 context   56 cause   64 suppress_context   72 …
 *   behind that: AttributeError (3.10+) obj, name; NameError (3.10+) name; StopIteration value
 */

import { gcAlloc, gcFree, isTracked, track, untrack } from '../gc/gc-alloc.ts'
import type { Machine, TypeSlots } from '../machine.ts'
import { fillWords } from '../memory/fill-words.ts'
import { type Address, OB_TYPE, TP_BASE, TP_BASICSIZE } from '../memory/layout.ts'
import { dictGetInterned, dictSetInterned, newDict } from './dict.ts'
import { handledException } from './exc-info.ts'
import { Kind } from './kinds.ts'
import { deallocBegins, deallocEnds } from './nested-dealloc.ts'
import { hashPointer, repr } from './protocol.ts'
import { raise, raiseObject } from './raise.ts'
import { decref, incref, setField, typeOf } from './refcount.ts'
import { newStr, strText } from './str.ts'
import { tupleFrom, tupleFromBorrowed, tupleItem, tupleSize } from './tuple.ts'

const DICT = 16
const ARGS = 24

export function exceptionBytes(m: Machine): number {
  return m.dialect.version[1] >= 11 ? 72 : 64
}

function tracebackField(m: Machine): number {
  return m.dialect.version[1] >= 11 ? 40 : 32
}

/** First of a type's own fields. */
function ownFields(m: Machine, o: Address): number {
  return o + exceptionBytes(m)
}

function basicSizeOf(m: Machine, o: Address): number {
  return m.i32[(typeOf(m, o) + TP_BASICSIZE) >> 2] as number
}

/** A new exception of that type object with that tuple of arguments (taken over). */
export function newExceptionOfType(m: Machine, type: Address, args: Address): Address {
  const bytes = m.i32[(type + TP_BASICSIZE) >> 2] as number
  const o = gcAlloc(m, type, bytes)
  fillWords(m.i32, 0, (o + DICT) >> 2, (o + bytes) >> 2)
  m.i32[(o + ARGS) >> 2] = args
  if (isSubtype(m, type, m.types['StopIteration'] as number)) {
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

/** Along `tp_base`: exceptions have single inheritance. */
function isSubtype(m: Machine, type: Address, base: Address): boolean {
  for (let t = type; t !== 0; t = m.i32[(t + TP_BASE) >> 2] as number) if (t === base) return true
  return false
}

/** Service: arguments are borrowed. */
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

/** Of a failed store or deletion: where the object has no place for attributes it is kept from 3.13 on, else never. */
export function raiseStoreError(m: Machine, object: Address, name: Address, hasPlace: boolean): 0 {
  return raiseMissing(m, object, name, !hasPlace && m.dialect.storeErrorHoldsObject)
}

function raiseMissing(m: Machine, object: Address, name: Address, holds: boolean): 0 {
  const error = newError(m, 'AttributeError', strText(m, name))
  if (holds) {
    const at = ownFields(m, error) >> 2
    m.i32[at] = incref(m, object)
    m.i32[at + 2] = incref(m, name)
  }
  raiseObject(m, error)
  m.errorIsPending = !holds && handledException(m) === 0
  m.errorArgsArePending = true
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
function traverse(m: Machine, o: Address): number {
  const { referents, i32 } = m
  let count = 0
  for (let at = ownFields(m, o), end = o + basicSizeOf(m, o); at < end; at += 8) {
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
function clear(m: Machine, o: Address): void {
  for (let at = ownFields(m, o), end = o + basicSizeOf(m, o); at < end; at += 8) setField(m, at, 0)
  const last = tracebackField(m)
  for (let at = o + DICT; at <= o + last; at += 8) setField(m, at, 0)
  setField(m, o + last + 16, 0)
  setField(m, o + last + 8, 0)
}

function dealloc(m: Machine, o: Address): void {
  if (isTracked(m, o)) untrack(m, o)
  if (!deallocBegins(m, o)) return
  clear(m, o)
  gcFree(m, o)
  deallocEnds(m)
}

function getAttribute(m: Machine, o: Address, name: Address): Address {
  const dict = m.i32[(o + DICT) >> 2] as number
  if (dict !== 0) {
    const value = dictGetInterned(m, dict, name)
    if (value !== 0) return incref(m, value)
  }
  const field = fieldOf(m, o, strText(m, name))
  if (field < 0) return raiseAttributeError(m, o, name)
  const value = m.i32[(o + field) >> 2] as number
  return incref(m, value === 0 ? m.None : value)
}

/** Offset of the field behind an attribute of that name; 8 is the type; −1 where there is none. */
function fieldOf(m: Machine, o: Address, name: string): number {
  const own = exceptionBytes(m)
  const typeName = m.typeNames.get(typeOf(m, o))
  switch (name) {
    case '__class__':
      return OB_TYPE
    case 'args':
      return ARGS
    case '__traceback__':
      return tracebackField(m)
    case '__context__':
      return tracebackField(m) + 8
    case '__cause__':
      return tracebackField(m) + 16
    case 'value':
      return typeName === 'StopIteration' ? own : -1
    case 'obj':
      return typeName === 'AttributeError' && basicSizeOf(m, o) > own ? own : -1
    case 'name':
      if (typeName === 'AttributeError' && basicSizeOf(m, o) > own) return own + 8
      return typeName === 'NameError' && basicSizeOf(m, o) > own ? own : -1
  }
  return -1
}

function setAttribute(m: Machine, o: Address, name: Address, value: Address): number {
  const field = fieldOf(m, o, strText(m, name))
  if (field > OB_TYPE && value !== 0) {
    setField(m, o + field, incref(m, value))
    return 0
  }
  const at = (o + DICT) >> 2
  if (m.i32[at] === 0 && value !== 0) m.i32[at] = newDict(m)
  const dict = m.i32[at] as number
  if (value !== 0) return dictSetInterned(m, dict, name, value)
  raise(m, 'AttributeError', strText(m, name))
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
  return `${m.typeNames.get(typeOf(m, o)) ?? 'Exception'}(${texts.join(', ')})`
}

/** Text of `str(e)`: of the one argument, or of all as a tuple; undefined with `error` set. */
export function exceptionText(m: Machine, o: Address): string | undefined {
  const args = exceptionArgs(m, o)
  if (tupleSize(m, args) === 0) return ''
  if (tupleSize(m, args) > 1) return repr(m, args)
  const only = tupleItem(m, args, 0)
  return typeOf(m, only) === m.types['str'] && typeOf(m, o) !== m.types['KeyError'] ? strText(m, only) : repr(m, only)
}

export const EXCEPTION: TypeSlots = {
  name: 'BaseException',
  gc: true,
  basicSize: 64,
  dealloc,
  traverse,
  clear,
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
  for (const [name, baseName, fields, since] of TYPES) {
    const type = define(Kind.exception, { ...EXCEPTION, name })
    m.i32[(type + TP_BASE) >> 2] = m.types[baseName] as number
    m.i32[(type + TP_BASICSIZE) >> 2] = exceptionBytes(m) + (m.dialect.version[1] >= since ? 8 * fields : 0)
  }
  m.slots[Kind.exception] = EXCEPTION
}
