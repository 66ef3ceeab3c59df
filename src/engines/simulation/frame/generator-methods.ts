/**
 * What can be done with generators (gen_send_ex, gen_close, _gen_throw, _PyGen_Finalize in Objects/genobject.c): they run
 * in an evaluation loop of their own; those that a `for` drives run in the loop of their caller.
 */
import { untrack } from '../gc/gc-alloc.ts'
import type { Machine, TypeSlots } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { argument, isArity } from '../object/arguments.ts'
import { genericGetAttribute } from '../object/attribute.ts'
import { bringErrorBack, putErrorAside } from '../object/error-aside.ts'
import { ownHandledException } from '../object/exc-info.ts'
import { stopIterationValue } from '../object/exception.ts'
import {
  freeGenerator,
  generatorBytes,
  generatorName,
  isRevivedByFinalizer,
  visitBefore,
  visitBehind,
} from '../object/generator.ts'
import { Kind } from '../object/kinds.ts'
import { hashPointer } from '../object/protocol.ts'
import { clearError, raise, raiseObject, raiseWith, takeError } from '../object/raise.ts'
import { decref, incref, kindOf, typeOf } from '../object/refcount.ts'
import { strText } from '../object/str.ts'
import { isSubtypeOf } from '../object/type-lookup.ts'
import { makeError } from '../object/unmade-error.ts'
import { firstWeakref } from '../object/weakref.ts'
import type { Code } from './code.ts'
import { F_CODE, F_FLAGS, FLAG_ENTRY, FLAG_EXECUTING, FLAG_STARTED } from './frame.ts'
import {
  clearFrameOfDead,
  closeAtOnce,
  enterGenerator,
  frameInside,
  frameOf,
  runnableFrameOf,
  visitFrame,
} from './generator-frame.ts'
import { dropReturned, raiseReturned } from './stop-iteration.ts'

/** What is not at its end: its word index; 0 with `m.error` set where it must not run, −1 where it has ended. */
function enterable(m: Machine, o: Address): number {
  const fp = runnableFrameOf(m, o)
  if (fp === 0) return -1
  if (((m.i32[fp + F_FLAGS] as number) & FLAG_EXECUTING) === 0) return fp
  return raise(m, 'ValueError', 'generator already executing')
}

/** Runs it with a value, or with `m.error` thrown into it where that is 0: what it yields or returns, or 0. */
function run(m: Machine, o: Address, fp: number, value: Address): Address {
  if (enterGenerator(m, o, fp, value, FLAG_ENTRY) === 0) return 0
  // What it handles itself is the context of what is thrown into it (3.9+).
  if (value === 0 && m.dialect.version[1] >= 9 && ownHandledException(m) !== 0) {
    makeError(m)
    raiseObject(m, takeError(m))
  }
  return m.services.runFrame(m)
}

/**
 * Resumes it with a value (taken over; 0: with what `m.error` is). An item; 0 at the end: with StopIteration set, or if
 * `isSilent` without.
 */
function resume(m: Machine, o: Address, value: Address, isSilent: boolean): Address {
  const fp = enterable(m, o)
  if (fp <= 0) {
    if (value !== 0) decref(m, value)
    return fp === 0 || isSilent || value === 0 ? 0 : raiseWith(m, 'StopIteration', [])
  }
  if (value !== 0 && value !== m.None && ((m.i32[fp + F_FLAGS] as number) & FLAG_STARTED) === 0) {
    decref(m, value)
    return raise(m, 'TypeError', "can't send non-None value to a just-started generator")
  }
  incref(m, o)
  const result = run(m, o, fp, value)
  const hasEnded = frameOf(m, o) === 0
  decref(m, o)
  if (result === 0 || !hasEnded) return result
  // Up to 3.11 C code that sees the end of an iteration drops what was raised before it is an object.
  if (isSilent && !m.semantics.exceptionsMadeAtOnce) dropReturned(m, result)
  else {
    if (result !== m.None || !isSilent) raiseReturned(m, result)
    decref(m, result)
    if (isSilent) clearError(m)
  }
  return 0
}

/** The built-in `next`: StopIteration says what it returned. */
export function nextOrStop(m: Machine, o: Address): Address {
  return resume(m, o, incref(m, m.None), false)
}

function send(m: Machine, self: Address, argv: Address, argc: number): Address {
  return isArity(m, argc, 1, 1) ? resume(m, self, incref(m, argument(m, argv, 0)), false) : 0
}

function throwInto(m: Machine, self: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 1, 3)) return 0
  const first = argument(m, argv, 0)
  const base = m.types['BaseException'] as number
  let exception: Address
  if (kindOf(m, first) === Kind.type && isSubtypeOf(m, first, base)) {
    const value = argc > 1 ? argument(m, argv, 1) : m.None
    exception = m.services.call(m, first, value === m.None ? [] : [value])
    if (exception === 0) return 0
  } else if (isSubtypeOf(m, typeOf(m, first), base)) exception = incref(m, first)
  else return raise(m, 'TypeError', 'exceptions must be classes or instances deriving from BaseException')
  // It is not raised here: what is handled here does not become its context.
  m.error = exception
  m.errorIsUnmade = false
  const fp = enterable(m, self)
  if (fp > 0) return resume(m, self, 0, false)
  return 0
}

/** None or (3.13+) what it returns; 0 with an error. */
function closeGenerator(m: Machine, o: Address): Address {
  const fp = enterable(m, o)
  if (fp <= 0) return fp < 0 ? incref(m, m.None) : 0
  if (closeAtOnce(m, o, fp)) return incref(m, m.None)
  raiseWith(m, 'GeneratorExit', [])
  const result = resume(m, o, 0, false)
  if (result !== 0) {
    decref(m, result)
    return raise(m, 'RuntimeError', 'generator ignored GeneratorExit')
  }
  const type = typeOf(m, m.error)
  const isStop = isSubtypeOf(m, type, m.types['StopIteration'] as number)
  if (!isStop && !isSubtypeOf(m, type, m.types['GeneratorExit'] as number)) return 0
  const value = incref(m, isStop && m.dialect.version[1] >= 13 ? stopIterationValue(m, m.error) : m.None)
  clearError(m)
  return value
}

/** The finalizer: what is suspended is closed; an error is unraisable. */
export function finalizeGenerator(m: Machine, o: Address): void {
  if (runnableFrameOf(m, o) === 0) return
  const aside = putErrorAside(m)
  const result = closeGenerator(m, o)
  if (result === 0) m.services.unraisable(m, o)
  else decref(m, result)
  bringErrorBack(m, aside)
}

function dealloc(m: Machine, o: Address): void {
  untrack(m, o)
  if (firstWeakref(m, o) !== 0) m.services.clearWeakrefs(m, o)
  if (isRevivedByFinalizer(m, o)) return
  const fp = frameOf(m, o)
  if (fp !== 0) clearFrameOfDead(m, o, fp)
  freeGenerator(m, o)
}

export const GENERATOR: TypeSlots = {
  name: 'generator',
  gc: true,
  basicSize: 144,
  itemSize: 8,
  dealloc,
  traverse(m, o) {
    const count = visitBefore(m, o)
    const fp = m.dialect.callMakesFrame ? 0 : frameOf(m, o)
    return visitBehind(m, o, fp === 0 ? count : visitFrame(m, fp, count))
  },
  hash: hashPointer,
  iterate: incref,
  next: (m, o) => resume(m, o, incref(m, m.None), true),
  methods: {
    send,
    throw: throwInto,
    close: (m, self, _argv, argc) => (isArity(m, argc, 0, 0) ? closeGenerator(m, self) : 0),
  },
  getAttribute: genericGetAttribute,
  repr: (m, o) => `<generator object ${strText(m, generatorName(m, o))} at 0x${o.toString(16)}>`,
  sizeof(m, o) {
    if (m.dialect.callMakesFrame) return generatorBytes(m)
    const code = m.codes[m.i32[frameInside(m, o) + F_CODE] as number] as Code
    return generatorBytes(m) + 8 * (code.localCount + code.stackSize)
  },
}
