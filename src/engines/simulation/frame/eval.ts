/**
 * The evaluation loop (Python/ceval.c, Python/bytecodes.c): fetch, decode, execute. Long because it is one function
 * on purpose: instruction pointer and stack pointer live in its local variables, and the switch is a jump table
 * because its cases are literals (a test holds them against opcodes.ts). An instruction that succeeds goes on with the
 * next; one that fails leaves the switch with `m.error` set and what it took from the stack released.
 *
 * Keeps true: when code of the program runs inside an instruction, the stack holds what it holds in that CPython.
 */
import { assert } from '../../../base/assert.ts'
import type { BinaryOp, ComparisonOp, Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { methodFunction, methodSelf } from '../object/bound-method.ts'
import { cellContent, setCellSteal } from '../object/cell.ts'
import { dictDeleteInterned, dictGetInterned, dictSet, dictSetInterned } from '../object/dict.ts'
import { enterHandling, leaveHandling } from '../object/exc-info.ts'
import { functionClosure, functionDefaults } from '../object/function.ts'
import { Kind } from '../object/kinds.ts'
import { listAppend, listFromStackSteal } from '../object/list.ts'
import { tupleOf } from '../object/list-extend.ts'
import {
  binary,
  compare,
  contains,
  getAttribute,
  getItem,
  isTrue,
  iterate,
  nextItem,
  setAttribute,
  setItem,
} from '../object/protocol.ts'
import { decref, incref, kindOf, typeOf } from '../object/refcount.ts'
import { setAdd } from '../object/set.ts'
import { tupleFromStackSteal, tupleItem } from '../object/tuple.ts'
import { isHeapType, lookupInType } from '../object/type-lookup.ts'
import { buildMap, buildSet, listOf, setOf } from './build.ts'
import { buildClass } from './build-class.ts'
import { call, callNative, enterInitializer, leaveInitializer } from './call.ts'
import { entersInitializerDirectly, isQuietCall, quietCallee } from './call-sites.ts'
import type { Code } from './code.ts'
import { raiseAssertion, raiseName, raiseUnbound } from './eval-errors.ts'
import {
  BORROWED,
  bindFrame,
  clearFrame,
  codeOf,
  F_ARGUMENTS,
  F_CODE,
  F_FLAGS,
  F_FUNCTION,
  F_INSTANCE,
  F_IP,
  F_LOCALS,
  F_NAMESPACE,
  F_OBJECT,
  F_SP,
  FLAG_DIRECT,
  FLAG_ENTRY,
  FLAG_EXECUTING,
  FLAG_GENERATOR,
  FLAG_INITIALIZER,
  NO_OBJECT,
  newCellOf,
  popFrame,
  pushFrame,
  release,
  unlinkFrame,
} from './frame.ts'
import { enterGenerator, finishGenerator, makeGenerator, runnableFrameOf, suspendGenerator } from './generator-frame.ts'
import { findMethod } from './load-method.ts'
import { makeFunction } from './make-function.ts'
import { COMPARISONS } from './opcodes.ts'
import { lookAtClock } from './patience.ts'
import { matches, raiseStatement, reraiseHandled, restoreTraceback } from './raise-statement.ts'
import { calledFrom, releaseCall, untag } from './release.ts'
import { reportEntry, writeToLog } from './report.ts'
import { dropReturned, stopIterationError } from './stop-iteration.ts'
import { addTraceback, leaveFrame } from './traceback-entry.ts'
import { unpackSequence } from './unpack.ts'
import { unwind } from './unwind.ts'
import { enterContext, exitWithException, lookupSpecial } from './with-statement.ts'

/** Runs the frame on top until it returns; its value, or 0 with `m.error` set. The `runFrame` service. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: instruction and stack pointer live in its variables.
export function runFrame(m: Machine): Address {
  const { i32, semantics } = m
  const steals = !semantics.callerKeepsArguments
  const rightFirst = semantics.comparisonReleasesRightFirst
  const operandRightFirst = semantics.operatorReleasesRightFirst
  const looksAfterCalls = !m.dialect.collectsAtAllocation
  const borrows = semantics.localRefcount === 1
  const showsStack = m.dialect.version[1] >= 14
  const hidesStack = !m.dialect.callMakesFrame && !showsStack
  let fp = m.framePointer >> 2
  let code = m.codes[i32[fp + F_CODE] as number] as Code
  let ip = code.start
  let sp = fp + F_LOCALS + 2 * code.localCount
  if (((i32[fp + F_FLAGS] as number) & FLAG_GENERATOR) !== 0) {
    ip = m.error === 0 ? (i32[fp + F_IP] as number) : m.throwIp
    sp = resumedStack(i32, fp, hidesStack)
  }
  /** The error is on its way already: the frame that it goes on from is in its traceback. */
  let isReraised = false

  for (;;) {
    const word = i32[ip++] as number
    // For who visits a frame that runs: what an instruction works on lies on the stack until it ends, or until it moves it.
    if (showsStack) i32[fp + F_SP] = sp
    switch (word & 255) {
      case 1: // RESUME
        if (m.gc.due) m.services.collectIfDue(m)
        continue
      case 2: // REPORT
        reportEntry(m, code, fp)
        if (m.gc.due) m.services.collectIfDue(m)
        continue
      case 3: // LOAD_CONST
        i32[sp] = incref(m, (word >>> 8) << 4)
        sp += 2
        continue
      case 4: {
        // LOAD_FAST
        const slot = i32[fp + F_LOCALS + 2 * (word >>> 8)] as number
        if (slot === 0) {
          raiseUnbound(m, code, word >>> 8)
          break
        }
        i32[sp] = incref(m, slot & ~BORROWED)
        sp += 2
        continue
      }
      case 5: {
        // LOAD_FAST_BORROW
        const slot = i32[fp + F_LOCALS + 2 * (word >>> 8)] as number
        if (slot === 0) {
          raiseUnbound(m, code, word >>> 8)
          break
        }
        i32[sp] = slot | BORROWED
        sp += 2
        continue
      }
      case 67: // STORE_FAST_MAYBE_NULL
      case 6: {
        // STORE_FAST
        const at = fp + F_LOCALS + 2 * (word >>> 8)
        const old = i32[at] as number
        sp -= 2
        i32[at] = i32[sp] as number
        if (showsStack) i32[fp + F_SP] = sp
        release(m, old)
        continue
      }
      case 7: {
        // DELETE_FAST
        const at = fp + F_LOCALS + 2 * (word >>> 8)
        const old = i32[at] as number
        if (old === 0) {
          raiseUnbound(m, code, word >>> 8)
          break
        }
        i32[at] = 0
        release(m, old)
        continue
      }
      case 8: {
        // LOAD_NAME
        const name = (word >>> 8) << 4
        const namespace = i32[fp + F_NAMESPACE] as number
        let o = dictGetInterned(m, namespace, name)
        if (o === 0 && namespace !== m.globals) o = dictGetInterned(m, m.globals, name)
        if (o === 0) o = dictGetInterned(m, m.builtins, name)
        if (o === 0) {
          raiseName(m, name)
          break
        }
        i32[sp] = incref(m, o)
        sp += 2
        continue
      }
      case 9: {
        // STORE_NAME
        sp -= 2
        const value = i32[sp] as number
        const status = dictSetInterned(m, i32[fp + F_NAMESPACE] as number, (word >>> 8) << 4, value)
        decref(m, value)
        if (status < 0) break
        continue
      }
      case 10: // DELETE_NAME
        if (dictDeleteInterned(m, i32[fp + F_NAMESPACE] as number, (word >>> 8) << 4) === 0) {
          raiseName(m, (word >>> 8) << 4)
          break
        }
        continue
      case 11: {
        // LOAD_GLOBAL
        const name = (word >>> 8) << 4
        let o = dictGetInterned(m, m.globals, name)
        if (o === 0) o = dictGetInterned(m, m.builtins, name)
        if (o === 0) {
          raiseName(m, name)
          break
        }
        i32[sp] = incref(m, o)
        sp += 2
        continue
      }
      case 12: {
        // STORE_GLOBAL
        sp -= 2
        const value = (i32[sp] as number) & ~BORROWED
        const status = dictSetInterned(m, m.globals, (word >>> 8) << 4, value)
        release(m, i32[sp] as number)
        if (status < 0) break
        continue
      }
      case 13: // DELETE_GLOBAL
        if (dictDeleteInterned(m, m.globals, (word >>> 8) << 4) === 0) {
          raiseName(m, (word >>> 8) << 4)
          break
        }
        continue
      case 14: {
        // LOAD_ATTR
        const slot = i32[sp - 2] as number
        const value = getAttribute(m, slot & ~BORROWED, (word >>> 8) << 4)
        i32[sp - 2] = value
        release(m, slot)
        if (value === 0) break
        continue
      }
      case 15: {
        // STORE_ATTR
        sp -= 4
        const slot = i32[sp] as number
        const owner = i32[sp + 2] as number
        const status = setAttribute(m, owner & ~BORROWED, (word >>> 8) << 4, slot & ~BORROWED)
        releasePair(m, slot, owner, rightFirst)
        if (status < 0) break
        continue
      }
      case 16: {
        // DELETE_ATTR
        sp -= 2
        const slot = i32[sp] as number
        const status = setAttribute(m, slot & ~BORROWED, (word >>> 8) << 4, 0)
        release(m, slot)
        if (status < 0) break
        continue
      }
      case 17: {
        // LOAD_METHOD
        const slot = i32[sp - 2] as number
        const o = slot & ~BORROWED
        const found = findMethod(m, o, (word >>> 8) << 4)
        if (found !== 0) {
          i32[sp - 2] = (found & NO_OBJECT) === 0 ? incref(m, found) : found
          i32[sp] = slot
          sp += 2
          continue
        }
        const value = getAttribute(m, o, (word >>> 8) << 4)
        i32[sp - 2] = 0
        release(m, slot)
        if (value === 0) break
        i32[sp] = value
        sp += 2
        continue
      }
      case 18: // CALL_METHOD
      case 19: {
        // CALL
        const count = word >>> 8
        let first = sp - 2 * count
        /** Where the stack ends once the call is done. */
        let bottom = first - 2
        let argc = count
        let callee = (i32[bottom] as number) & ~BORROWED
        let native = 0
        if ((word & 255) === 18) {
          bottom -= 2
          const found = i32[bottom] as number
          if (found !== 0) {
            first -= 2
            argc++
            if ((found & NO_OBJECT) !== 0) native = found
            else callee = found
          }
        }
        if (native === 0) {
          let kind = kindOf(m, callee)
          if (steals && kind === Kind.boundMethod && kindOf(m, methodFunction(m, callee)) === Kind.function) {
            // The method is taken apart, and released, before the call.
            const method = callee
            const slot = i32[first - 2] as number
            callee = incref(m, methodFunction(m, method))
            i32[first - 2] = incref(m, methodSelf(m, method))
            release(m, slot)
            first -= 2
            argc++
            kind = Kind.function
            const target = codeOf(m, callee)
            i32[fp + F_IP] = ip
            i32[fp + F_SP] = bottom
            const entered = enter(m, callee, target, first, argc)
            if (entered === 0) {
              dropArguments(m, first, argc, target.argumentCount)
              decref(m, callee)
              sp = bottom
              break
            }
            fp = entered
            code = target
            ip = code.start
            sp = fp + F_LOCALS + 2 * code.localCount
            continue
          }
          if (kind === Kind.boundMethod && kindOf(m, methodFunction(m, callee)) === Kind.function) {
            // Up to 3.10 the caller's stack keeps the method.
            i32[fp + F_IP] = ip
            i32[fp + F_SP] = sp
            const entered = bindFrame(m, methodFunction(m, callee), methodSelf(m, callee), first << 2, argc, 0)
            if (entered === 0) {
              releaseCall(m, bottom, sp)
              sp = bottom
              break
            }
            fp = entered
            code = m.codes[i32[fp + F_CODE] as number] as Code
            ip = code.start
            sp = fp + F_LOCALS + 2 * code.localCount
            continue
          }
          if (kind === Kind.function) {
            const target = codeOf(m, callee)
            i32[fp + F_IP] = ip
            let entered: number
            if (steals) {
              // Function and arguments move into the frame.
              i32[fp + F_SP] = bottom
              const slot = i32[first - 2] as number
              if ((slot & BORROWED) !== 0) incref(m, callee)
              entered = enter(m, callee, target, first, argc)
              if (entered === 0) {
                dropArguments(m, first, argc, target.argumentCount)
                decref(m, callee)
                sp = bottom
                break
              }
            } else {
              i32[fp + F_SP] = sp
              entered = enterKeeping(m, callee, target, first, argc)
              if (entered === 0) {
                releaseCall(m, bottom, sp)
                sp = bottom
                break
              }
            }
            fp = entered
            code = target
            ip = code.start
            sp = fp + F_LOCALS + 2 * code.localCount
            continue
          }
        }
        if (native === 0 && kindOf(m, callee) === Kind.type && isHeapType(m, callee)) {
          const initializer = lookupInType(m, callee, m.names['__init__'] as number)
          if (initializer !== 0 && kindOf(m, initializer) === Kind.function) {
            // The caller's stack keeps type and arguments.
            i32[fp + F_IP] = ip
            const tupled = !entersInitializerDirectly(m, code, ip, callee, initializer, argc)
            i32[fp + F_SP] = tupled && hidesStack ? -sp : sp
            const flags = tupled ? FLAG_INITIALIZER : FLAG_INITIALIZER | FLAG_DIRECT
            const entered = enterInitializer(m, callee, initializer, first << 2, argc, flags, tupled)
            if (entered === 0) {
              releaseCall(m, bottom, sp)
              sp = bottom
              break
            }
            fp = entered
            code = m.codes[i32[fp + F_CODE] as number] as Code
            ip = code.start
            sp = fp + F_LOCALS + 2 * code.localCount
            continue
          }
        }
        // What is borrowed stays so: a bit for each slot from the bottom on.
        const called = native !== 0 ? native >> 4 : looksAfterCalls ? quietCallee(m, callee, argc) : -1
        const mask = borrows ? untag(m, bottom, sp) : 0
        const result =
          native === 0
            ? call(m, callee, first << 2, argc)
            : callNative(m, native >> 4, i32[first] as number, (first + 2) << 2, argc - 1)
        const quiet = looksAfterCalls && isQuietCall(m, code, ip, called)
        assert(result !== 0 || m.error !== 0, 'a call without a value has an error')
        // One that has specialised leaves its arguments on the stack where it fails.
        if (result === 0 && quiet && mask === 0) break
        releaseCall(m, bottom, sp, mask)
        sp = bottom
        if (result === 0) break
        i32[sp] = result
        sp += 2
        if (looksAfterCalls && !quiet && m.gc.due) m.services.collectIfDue(m)
        continue
      }
      case 20: // BINARY_ADD
      case 21: // BINARY_SUBTRACT
      case 22: {
        // BINARY_MULTIPLY
        const op: BinaryOp = (word & 255) === 20 ? '+' : (word & 255) === 21 ? '-' : '*'
        sp -= 2
        const left = i32[sp - 2] as number
        const right = i32[sp] as number
        const value = binary(m, op, left & ~BORROWED, right & ~BORROWED)
        i32[sp - 2] = value
        releasePair(m, left, right, value === 0 ? rightFirst : operandRightFirst)
        if (value === 0) break
        continue
      }
      case 23: {
        // COMPARE
        sp -= 2
        const left = i32[sp - 2] as number
        const right = i32[sp] as number
        const value = compare(m, left & ~BORROWED, right & ~BORROWED, COMPARISONS[word >>> 8] as ComparisonOp)
        i32[sp - 2] = value
        releasePair(m, left, right, rightFirst)
        if (value === 0) break
        continue
      }
      case 24: // IS
      case 25: {
        // IS_NOT
        sp -= 2
        const left = i32[sp - 2] as number
        const right = i32[sp] as number
        const isSame = (left & ~BORROWED) === (right & ~BORROWED)
        i32[sp - 2] = incref(m, isSame === ((word & 255) === 24) ? m.True : m.False)
        releasePair(m, left, right, rightFirst)
        continue
      }
      case 26: // CONTAINS
      case 27: {
        // NOT_CONTAINS
        sp -= 2
        const left = i32[sp - 2] as number
        const right = i32[sp] as number
        const found = contains(m, right & ~BORROWED, left & ~BORROWED)
        i32[sp - 2] = found < 0 ? 0 : incref(m, (found === 1) === ((word & 255) === 26) ? m.True : m.False)
        releasePair(m, left, right, rightFirst)
        if (found < 0) break
        continue
      }
      case 28: {
        // SUBSCRIPT
        sp -= 2
        const container = i32[sp - 2] as number
        const index = i32[sp] as number
        const value = getItem(m, container & ~BORROWED, index & ~BORROWED)
        i32[sp - 2] = value
        releasePair(m, container, index, value === 0 ? rightFirst : operandRightFirst)
        if (value === 0) break
        continue
      }
      case 29: {
        // STORE_SUBSCR
        sp -= 6
        const value = i32[sp] as number
        const container = i32[sp + 2] as number
        const index = i32[sp + 4] as number
        const status = setItem(m, container & ~BORROWED, index & ~BORROWED, value & ~BORROWED)
        if (rightFirst) {
          release(m, index)
          release(m, container)
          release(m, value)
        } else {
          release(m, value)
          release(m, container)
          release(m, index)
        }
        if (status < 0) break
        continue
      }
      case 30: {
        // DELETE_SUBSCR
        sp -= 4
        const container = i32[sp] as number
        const index = i32[sp + 2] as number
        const status = setItem(m, container & ~BORROWED, index & ~BORROWED, 0)
        releasePair(m, container, index, rightFirst)
        if (status < 0) break
        continue
      }
      case 31: {
        // NOT
        const slot = i32[sp - 2] as number
        const truth = isTrue(m, slot & ~BORROWED)
        i32[sp - 2] = truth < 0 ? 0 : incref(m, truth === 0 ? m.True : m.False)
        release(m, slot)
        if (truth < 0) break
        continue
      }
      case 32: // JUMP
        ip = word >>> 8
        continue
      case 33: // JUMP_BACKWARD
        ip = word >>> 8
        if (--m.patience < 0) lookAtClock(m)
        if (m.gc.due) m.services.collectIfDue(m)
        continue
      case 34: // POP_JUMP_IF_FALSE
      case 35: {
        // POP_JUMP_IF_TRUE
        sp -= 2
        const slot = i32[sp] as number
        const truth = isTrue(m, slot & ~BORROWED)
        release(m, slot)
        if (truth < 0) break
        if ((truth === 1) === ((word & 255) === 35)) ip = word >>> 8
        continue
      }
      case 36: // JUMP_IF_FALSE_OR_POP
      case 37: {
        // JUMP_IF_TRUE_OR_POP
        const slot = i32[sp - 2] as number
        const truth = isTrue(m, slot & ~BORROWED)
        if (truth < 0) break
        if ((truth === 1) === ((word & 255) === 37)) {
          ip = word >>> 8
          continue
        }
        sp -= 2
        release(m, slot)
        continue
      }
      case 38: // BUILD_TUPLE
      case 39: {
        // BUILD_LIST
        const count = word >>> 8
        sp -= 2 * count
        if (borrows) own(m, sp, count)
        const o = (word & 255) === 38 ? tupleFromStackSteal(m, sp << 2, count) : listFromStackSteal(m, sp << 2, count)
        if (o === 0) break
        i32[sp] = o
        sp += 2
        continue
      }
      case 40: // BUILD_SET
      case 41: {
        // BUILD_MAP
        const count = word >>> 8
        const bottom = sp - ((word & 255) === 40 ? 2 * count : 4 * count)
        if (borrows) own(m, bottom, (sp - bottom) >> 1)
        const o = (word & 255) === 40 ? buildSet(m, bottom, count) : buildMap(m, bottom, count)
        sp = bottom
        if (o === 0) break
        i32[sp] = o
        sp += 2
        continue
      }
      case 42: // LIST_OF
      case 43: {
        // SET_OF
        const constant = (word >>> 8) << 4
        const o = (word & 255) === 42 ? listOf(m, constant) : setOf(m, constant)
        if (o === 0) break
        i32[sp] = o
        sp += 2
        continue
      }
      case 44: {
        // UNPACK_SEQUENCE
        sp -= 2
        const slot = i32[sp] as number
        const status = unpackSequence(m, slot & ~BORROWED, sp, word >>> 8)
        release(m, slot)
        if (status < 0) break
        sp += 2 * (word >>> 8)
        continue
      }
      case 45: {
        // GET_ITER
        const slot = i32[sp - 2] as number
        const iterator = iterate(m, slot & ~BORROWED)
        i32[sp - 2] = iterator
        release(m, slot)
        if (iterator === 0) break
        continue
      }
      case 46: {
        // FOR_ITER
        const iterator = i32[sp - 2] as number
        if (kindOf(m, iterator) === Kind.generator) {
          const waiting = runnableFrameOf(m, iterator)
          if (waiting !== 0 && ((i32[waiting + F_FLAGS] as number) & FLAG_EXECUTING) === 0) {
            // It runs in this loop.
            i32[fp + F_IP] = ip
            i32[fp + F_SP] = hidesStack ? -sp : sp
            if (enterGenerator(m, iterator, waiting, incref(m, m.None), 0) === 0) break
            fp = waiting
            code = m.codes[i32[fp + F_CODE] as number] as Code
            ip = i32[fp + F_IP] as number
            sp = resumedStack(i32, fp, hidesStack)
            continue
          }
        }
        const value = nextItem(m, iterator)
        if (value !== 0) {
          i32[sp] = value
          sp += 2
          continue
        }
        if (m.error !== 0) break
        sp -= 2
        decref(m, iterator)
        ip = word >>> 8
        continue
      }
      case 47: // POP_TOP
        sp -= 2
        if (showsStack) i32[fp + F_SP] = sp
        release(m, i32[sp] as number)
        continue
      case 48: // DUP_TOP
        i32[sp] = incref(m, (i32[sp - 2] as number) & ~BORROWED)
        sp += 2
        continue
      case 49: {
        // SWAP
        const at = sp - 2 * (word >>> 8)
        const top = i32[sp - 2] as number
        i32[sp - 2] = i32[at] as number
        i32[at] = top
        continue
      }
      case 50: {
        // RETURN_VALUE
        sp -= 2
        let value = i32[sp] as number
        if ((value & BORROWED) !== 0) value = incref(m, value & ~BORROWED)
        const flags = i32[fp + F_FLAGS] as number
        if ((flags & FLAG_INITIALIZER) !== 0) {
          const o = i32[fp + F_INSTANCE] as number
          const args = i32[fp + F_ARGUMENTS] as number
          const initializer = i32[fp + F_FUNCTION] as number
          unlinkFrame(m, fp)
          if (i32[fp + F_OBJECT] === 0) clearFrame(m, fp, code.localCount)
          else leaveFrame(m, fp, code)
          popFrame(m, fp)
          fp = m.framePointer >> 2
          code = m.codes[i32[fp + F_CODE] as number] as Code
          ip = i32[fp + F_IP] as number
          sp = resumedStack(i32, fp, hidesStack)
          const made = leaveInitializer(m, o, args, initializer, value)
          const bottom = calledFrom(i32[ip - 1] as number, sp)
          releaseCall(m, bottom, sp)
          sp = bottom
          if (made === 0) break
          i32[sp] = made
          sp += 2
          if (m.gc.due) m.services.collectIfDue(m)
          continue
        }
        const isEntry = (flags & FLAG_ENTRY) !== 0
        unlinkFrame(m, fp)
        if (i32[fp + F_OBJECT] === 0) clearFrame(m, fp, code.localCount)
        else leaveFrame(m, fp, code)
        popFrame(m, fp)
        if (isEntry) return value
        fp = m.framePointer >> 2
        code = m.codes[i32[fp + F_CODE] as number] as Code
        ip = i32[fp + F_IP] as number
        sp = resumedStack(i32, fp, hidesStack)
        if (!steals) {
          const bottom = calledFrom(i32[ip - 1] as number, sp)
          releaseCall(m, bottom, sp)
          sp = bottom
        }
        i32[sp] = value
        sp += 2
        continue
      }
      case 51: // MAKE_FUNCTION
      case 52: {
        // MAKE_FUNCTION_WITH_DEFAULTS
        const hasDefaults = (word & 255) === 52
        if (hasDefaults) sp -= 2
        const o = makeFunction(m, m.codes[word >>> 8] as Code, hasDefaults ? (i32[sp] as number) : 0)
        if (hasDefaults) decref(m, i32[sp] as number)
        if (o === 0) break
        i32[sp] = o
        sp += 2
        continue
      }
      case 53: {
        // BUILD_CLASS
        const count = word >>> 8
        const bottom = sp - 2 * count - 2
        if (borrows) own(m, bottom, count + 1)
        const o = buildClass(m, i32[bottom] as number, (bottom + 2) << 2, count)
        releaseCall(m, bottom, sp)
        sp = bottom
        if (o === 0) break
        i32[sp] = o
        sp += 2
        // What is due comes before the report, which allocates.
        if (m.gc.due) m.services.collectIfDue(m)
        writeToLog(m)
        if (m.gc.due) m.services.collectIfDue(m)
        continue
      }
      case 54: {
        // IMPORT
        const o = dictGetInterned(m, m.modules, (word >>> 8) << 4)
        assert(o !== 0, 'the modules of the language can be imported')
        i32[sp] = incref(m, o)
        sp += 2
        continue
      }
      case 55: {
        // RAISE_ASSERTION
        if (word >>> 8 === 1) sp -= 2
        raiseAssertion(m, word >>> 8 === 1 ? (i32[sp] as number) & ~BORROWED : 0)
        if (word >>> 8 === 1) release(m, i32[sp] as number)
        break
      }
      case 56: {
        // MAKE_CELL
        const at = fp + F_LOCALS + 2 * (word >>> 8)
        const slot = i32[at] as number
        const cell = newCellOf(m, fp, slot & ~BORROWED)
        if (cell === 0) break
        i32[at] = cell
        release(m, slot)
        continue
      }
      case 57: {
        // MAKE_ARGUMENT_CELL
        const at = fp + F_LOCALS + 2 * ((word >>> 8) & 0xfff)
        const slot = i32[at] as number
        const cell = newCellOf(m, fp, slot)
        if (cell === 0) break
        i32[fp + F_LOCALS + 2 * (word >>> 20)] = cell
        i32[at] = 0
        release(m, slot)
        continue
      }
      case 58: {
        // COPY_FREE_VARS
        const count = word >>> 8
        const closure = functionClosure(m, i32[fp + F_FUNCTION] as number)
        for (let i = 0, at = fp + F_LOCALS + 2 * (code.localCount - count); i < count; i++, at += 2)
          i32[at] = incref(m, tupleItem(m, closure, i))
        continue
      }
      case 59: // LOAD_CLOSURE
        i32[sp] = incref(m, i32[fp + F_LOCALS + 2 * (word >>> 8)] as number)
        sp += 2
        continue
      case 60: {
        // LOAD_DEREF
        const value = cellContent(m, i32[fp + F_LOCALS + 2 * (word >>> 8)] as number)
        if (value === 0) {
          raiseUnbound(m, code, word >>> 8)
          break
        }
        i32[sp] = incref(m, value)
        sp += 2
        continue
      }
      case 61: {
        // STORE_DEREF
        if (borrows) own(m, sp - 2, 1)
        sp -= 2
        if (showsStack) i32[fp + F_SP] = sp
        setCellSteal(m, i32[fp + F_LOCALS + 2 * (word >>> 8)] as number, i32[sp] as number)
        continue
      }
      case 62: {
        // DELETE_DEREF
        const cell = i32[fp + F_LOCALS + 2 * (word >>> 8)] as number
        if (cellContent(m, cell) === 0) {
          raiseUnbound(m, code, word >>> 8)
          break
        }
        setCellSteal(m, cell, 0)
        continue
      }
      case 88: {
        // LIST_TO_TUPLE
        const list = i32[sp - 2] as number
        i32[sp - 2] = tupleOf(m, list)
        decref(m, list)
        continue
      }
      case 87: // LOAD_LOCALS
        i32[sp] = incref(m, i32[fp + F_NAMESPACE] as number)
        sp += 2
        continue
      case 63: {
        // LOAD_CLASSDEREF
        const name = m.interned.get(code.localNames[word >>> 8] as string) as number
        let value = dictGetInterned(m, i32[fp + F_NAMESPACE] as number, name)
        if (value === 0) value = cellContent(m, i32[fp + F_LOCALS + 2 * (word >>> 8)] as number)
        if (value === 0) {
          raiseUnbound(m, code, word >>> 8)
          break
        }
        i32[sp] = incref(m, value)
        sp += 2
        continue
      }
      case 64: // MAKE_CLOSURE
      case 65: {
        // MAKE_CLOSURE_WITH_DEFAULTS
        const bottom = (word & 255) === 65 ? sp - 4 : sp - 2
        const closure = i32[sp - 2] as number
        const defaults = (word & 255) === 65 ? (i32[bottom] as number) : 0
        const o = makeFunction(m, m.codes[word >>> 8] as Code, defaults, closure)
        decref(m, closure)
        if (defaults !== 0) decref(m, defaults)
        sp = bottom
        if (o === 0) break
        i32[sp] = o
        sp += 2
        continue
      }
      case 66: {
        // LOAD_FAST_AND_CLEAR
        const at = fp + F_LOCALS + 2 * (word >>> 8)
        i32[sp] = i32[at] as number
        i32[at] = 0
        sp += 2
        continue
      }
      case 68: // LIST_APPEND
      case 69: {
        // SET_ADD
        sp -= 2
        const slot = i32[sp] as number
        const container = i32[sp - 2 * ((word >>> 8) + 1)] as number
        const status =
          (word & 255) === 68 ? listAppend(m, container, slot & ~BORROWED) : setAdd(m, container, slot & ~BORROWED)
        release(m, slot)
        if (status < 0) break
        continue
      }
      case 70: {
        // MAP_ADD
        sp -= 4
        const key = i32[sp] as number
        const value = i32[sp + 2] as number
        const status = dictSet(m, i32[sp - 2 * ((word >>> 8) + 1)] as number, key & ~BORROWED, value & ~BORROWED)
        release(m, value)
        release(m, key)
        if (status < 0) break
        continue
      }
      case 71: {
        // PUSH_EXC_INFO
        const exception = i32[sp - 2] as number
        enterHandling(m, incref(m, exception), 0, sp - 2)
        i32[sp] = exception
        sp += 2
        continue
      }
      case 72: {
        // MATCH_EXCEPTION
        sp -= 2
        const wanted = i32[sp] as number
        const left = i32[sp - 2] as number
        const isOld = m.dialect.callMakesFrame
        const found = matches(m, isOld ? left : typeOf(m, left), wanted & ~BORROWED)
        if (isOld) {
          sp -= 2
          releasePair(m, left, wanted, rightFirst)
        } else release(m, wanted)
        if (found < 0) break
        i32[sp] = incref(m, found === 1 ? m.True : m.False)
        sp += 2
        continue
      }
      case 73: // POP_EXCEPT
        sp -= m.dialect.callMakesFrame ? 6 : 2
        leaveHandling(m, sp)
        continue
      case 74: // RERAISE
        if (m.dialect.callMakesFrame) {
          sp -= 6
          m.error = i32[sp + 2] as number
          release(m, i32[sp + 4] as number)
          restoreTraceback(m, m.error, i32[sp] as number)
        } else {
          sp -= 2
          m.error = i32[sp] as number
        }
        m.errorIsUnmade = false
        isReraised = true
        break
      case 75: {
        // COPY
        const slot = i32[sp - 2 * (word >>> 8)] as number
        i32[sp] = slot === 0 || (slot & NO_OBJECT) !== 0 ? slot : incref(m, slot & ~BORROWED)
        sp += 2
        continue
      }
      case 76: {
        // RAISE
        const count = word >>> 8
        sp -= 2 * count
        if (count === 0) {
          isReraised = reraiseHandled(m)
          break
        }
        const exception = i32[sp] as number
        const cause = count === 2 ? (i32[sp + 2] as number) : 0
        raiseStatement(m, exception & ~BORROWED, cause & ~BORROWED)
        releasePair(m, exception, cause, false)
        break
      }
      case 77: {
        // WITH_EXCEPT_START
        const said = exitWithException(m, sp)
        if (said === 0) break
        i32[sp] = said
        sp += 2
        if (looksAfterCalls && m.gc.due) m.services.collectIfDue(m)
        continue
      }
      case 78: {
        // BEFORE_WITH
        const status = enterContext(m, sp - 2)
        if (status < 0) break
        sp += 2
        if (looksAfterCalls && m.gc.due) m.services.collectIfDue(m)
        continue
      }
      case 79: {
        // LOAD_SPECIAL
        const slot = i32[sp - 2] as number
        const found = lookupSpecial(m, slot & ~BORROWED, (word >>> 8) << 4)
        if (found === 0) break
        if (kindOf(m, found) === Kind.function) {
          i32[sp - 2] = incref(m, found)
          i32[sp] = slot
        } else {
          i32[sp - 2] = 0
          i32[sp] = incref(m, found)
          release(m, slot)
        }
        sp += 2
        continue
      }
      case 80: {
        // CALL_EXIT
        const bottom = sp - 8
        const said = call(m, i32[bottom] as number, (bottom + 2) << 2, 3)
        releaseCall(m, bottom, sp)
        sp = bottom
        if (said === 0) break
        i32[sp] = said
        sp += 2
        if (looksAfterCalls && m.gc.due) m.services.collectIfDue(m)
        continue
      }
      case 81: {
        // RETURN_GENERATOR
        const generator = makeGenerator(m, fp, code, ip)
        if (generator === 0) break
        const flags = i32[fp + F_FLAGS] as number
        const o = i32[fp + F_INSTANCE] as number
        const args = i32[fp + F_ARGUMENTS] as number
        const initializer = i32[fp + F_FUNCTION] as number
        const isInitializer = (flags & FLAG_INITIALIZER) !== 0
        unlinkFrame(m, fp)
        clearFrame(m, fp, code.localCount)
        popFrame(m, fp)
        if ((flags & FLAG_ENTRY) !== 0) return generator
        fp = m.framePointer >> 2
        code = m.codes[i32[fp + F_CODE] as number] as Code
        ip = i32[fp + F_IP] as number
        sp = resumedStack(i32, fp, hidesStack)
        const value = isInitializer ? leaveInitializer(m, o, args, initializer, generator) : generator
        if (isInitializer || !steals) {
          const bottom = calledFrom(i32[ip - 1] as number, sp)
          releaseCall(m, bottom, sp)
          sp = bottom
        }
        if (value === 0) break
        i32[sp] = value
        sp += 2
        continue
      }
      case 82: // YIELD_VALUE
      case 84: {
        // RETURN_FROM_GENERATOR
        if (borrows) own(m, sp - 2, 1)
        sp -= 2
        const value = i32[sp] as number
        const isEntry = ((i32[fp + F_FLAGS] as number) & FLAG_ENTRY) !== 0
        const hasEnded = (word & 255) === 84
        if (hasEnded) finishGenerator(m, fp, code)
        else suspendGenerator(m, fp, code, ip, sp)
        if (isEntry) return value
        fp = m.framePointer >> 2
        code = m.codes[i32[fp + F_CODE] as number] as Code
        ip = i32[fp + F_IP] as number
        sp = resumedStack(i32, fp, hidesStack)
        if (!hasEnded) {
          i32[sp] = value
          sp += 2
          continue
        }
        // The `for` ends.
        dropReturned(m, value)
        sp -= 2
        ip = (i32[ip - 1] as number) >>> 8
        decref(m, i32[sp] as number)
        continue
      }
      case 83: {
        // STOPITERATION_ERROR
        i32[sp - 2] = stopIterationError(m, i32[sp - 2] as number)
        continue
      }
      case 86: {
        // LOAD_LIBRARY
        const name = (word >>> 8) << 4
        let o = dictGetInterned(m, m.library, name)
        if (o === 0) o = dictGetInterned(m, m.builtins, name)
        assert(o !== 0, 'the library knows its names')
        i32[sp] = incref(m, o)
        sp += 2
        continue
      }
      case 85: // THROWN
        ip = i32[fp + F_IP] as number
        break
      default:
        assert(false, 'an instruction is one of ours')
    }

    // The instruction has failed: frames are left until one handles it, or until one is that of a native caller's.
    for (;;) {
      assert(m.error !== 0, 'a failed instruction has set an error')
      if (hidesStack) i32[fp + F_SP] = -sp
      if (!isReraised) addTraceback(m, fp)
      isReraised = false
      const target = unwind(m, fp, code, ip, sp)
      sp = m.unwoundSp
      if (target !== 0) {
        ip = target
        break
      }
      const flags = i32[fp + F_FLAGS] as number
      if ((flags & FLAG_GENERATOR) !== 0) {
        finishGenerator(m, fp, code)
        if ((flags & FLAG_ENTRY) !== 0) return 0
        fp = m.framePointer >> 2
        code = m.codes[i32[fp + F_CODE] as number] as Code
        ip = i32[fp + F_IP] as number
        sp = resumedStack(i32, fp, hidesStack)
        continue
      }
      const instance = i32[fp + F_INSTANCE] as number
      const args = i32[fp + F_ARGUMENTS] as number
      const callee = i32[fp + F_FUNCTION] as number
      unlinkFrame(m, fp)
      leaveFrame(m, fp, code)
      popFrame(m, fp)
      if ((flags & FLAG_ENTRY) !== 0) return 0
      fp = m.framePointer >> 2
      code = m.codes[i32[fp + F_CODE] as number] as Code
      ip = i32[fp + F_IP] as number
      sp = resumedStack(i32, fp, hidesStack)
      const isInitializer = (flags & FLAG_INITIALIZER) !== 0
      if (isInitializer) leaveInitializer(m, instance, args, callee, 0)
      if (isInitializer || !steals) {
        const bottom = calledFrom(i32[ip - 1] as number, sp)
        releaseCall(m, bottom, sp)
        sp = bottom
      }
    }
  }
}

/** Where the stack of a frame ends that goes on; from now on nobody sees it where running frames hide theirs. */
function resumedStack(i32: Int32Array, fp: number, hides: boolean): number {
  const sp = Math.abs(i32[fp + F_SP] as number)
  if (hides) i32[fp + F_SP] = -sp
  return sp
}

/** A frame into which function and arguments move. 0 with `m.error` set: then they are still the caller's. */
function enter(m: Machine, callee: Address, code: Code, first: number, argc: number): number {
  if (argc !== code.argumentCount) {
    const bound = bindFrame(m, callee, 0, first << 2, argc, 0)
    // It has references of its own.
    if (bound !== 0) {
      dropSlots(m, first, first + 2 * argc)
      decref(m, callee)
    }
    return bound
  }
  const fp = pushFrame(m, code, callee, 0)
  if (fp === 0) return 0
  const { i32 } = m
  for (let i = 0; i < 2 * argc; i += 2) i32[fp + F_LOCALS + i] = i32[first + i] as number
  return fp
}

/** Up to 3.10 the caller's stack keeps the arguments. */
function enterKeeping(m: Machine, callee: Address, code: Code, first: number, argc: number): number {
  void code
  if (kindOf(m, callee) === Kind.function && functionDefaults(m, callee) === 0 && argc === code.argumentCount) {
    const fp = pushFrame(m, code, callee, 0)
    if (fp === 0) return 0
    const { i32 } = m
    for (let i = 0; i < 2 * argc; i += 2) i32[fp + F_LOCALS + i] = incref(m, i32[first + i] as number)
    return fp
  }
  return bindFrame(m, callee, 0, first << 2, argc, 0)
}

function dropSlots(m: Machine, from: number, to: number): void {
  for (let at = from; at < to; at += 2) release(m, m.i32[at] as number)
}

/** Of a call that does not fit (3.11+): what is too many first, then as the local variables that they were to be. */
function dropArguments(m: Machine, first: number, argc: number, wanted: number): void {
  const end = first + 2 * argc
  const extra = argc > wanted ? first + 2 * wanted : end
  dropSlots(m, extra, end)
  if (m.semantics.localsReleasedForward) dropSlots(m, first, extra)
  else for (let at = extra - 2; at >= first; at -= 2) release(m, m.i32[at] as number)
}

function releasePair(m: Machine, left: number, right: number, rightFirst: boolean): void {
  if (rightFirst) {
    release(m, right)
    release(m, left)
  } else {
    release(m, left)
    release(m, right)
  }
}

/** Makes borrowed slots references of their own, before something takes them over. */
function own(m: Machine, from: number, count: number): void {
  const { i32 } = m
  for (let at = from; at < from + 2 * count; at += 2) {
    const slot = i32[at] as number
    if ((slot & BORROWED) !== 0) i32[at] = incref(m, slot & ~BORROWED)
  }
}
