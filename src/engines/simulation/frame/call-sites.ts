/**
 * Which calls look whether a collection is due (3.12+, Python/specialize.c): all of native functions and types, except
 * those of `len`, `isinstance`, `type` with one argument and `list.append` as a statement, once their instruction has
 * specialised: with its second execution. These also leave their arguments to whoever handles the exception. And which calls of classes need no tuple of their arguments (3.13+,
 * CALL_ALLOC_AND_ENTER_INIT). What a site has seen is forgotten between programs.
 * Diverges: a real interpreter keeps it as long as the code; and a site that changes its callee, or whose class is
 * changed, is not followed.
 */
import type { Machine } from '../machine.ts'
import { type Address, TP_DEALLOC } from '../memory/layout.ts'
import { builtinNative } from '../object/builtin-function.ts'
import { dictGetInterned } from '../object/dict.ts'
import { Attributes, TP_ATTRIBUTES } from '../object/heap-type.ts'
import { Kind } from '../object/kinds.ts'
import { kindOf } from '../object/refcount.ts'
import { intern } from '../object/str.ts'
import type { Code } from './code.ts'
import { codeOf } from './frame.ts'
import { Op } from './opcodes.ts'

/** `Machine.quietNatives`: always when specialised, or only where the value is dropped at once. */
const QUIET = 1
const QUIET_WHERE_DROPPED = 2

export function bootCallSites(m: Machine): void {
  if (m.dialect.collectsAtAllocation) return
  for (const name of ['len', 'isinstance'])
    m.quietNatives[builtinNative(m, dictGetInterned(m, m.builtins, intern(m, name)))] = QUIET
  const append = m.methodTables[Kind.list]?.get(intern(m, 'append'))
  if (append !== undefined) m.quietNatives[append] = QUIET_WHERE_DROPPED
}

/** Number of the native that will be called, TYPE_CALL for `type(x)`, or −1. */
export function quietCallee(m: Machine, callee: Address, argc: number): number {
  if (callee === m.types['type']) return argc === 1 ? TYPE_CALL : -1
  return kindOf(m, callee) === Kind.builtinFunction ? builtinNative(m, callee) : -1
}

const TYPE_CALL = -2

/** After a call by the instruction before word index `ip`, failed or not. */
export function isQuietCall(m: Machine, code: Code, ip: number, called: number): boolean {
  if (called === -1) return false
  const quiet = called === TYPE_CALL ? QUIET : (m.quietNatives[called] as number)
  if (quiet === 0 || (quiet === QUIET_WHERE_DROPPED && ((m.i32[ip] as number) & 255) !== Op.POP_TOP)) return false
  return isSeenAgain(m, code, ip)
}

/** A statement whose text comes again is other code to an interpreter; a function stays the same. */
function isSeenAgain(m: Machine, code: Code, ip: number): boolean {
  const now = code.kind === 'function' ? m.programNumber : -m.statementNumber
  if (m.sitesSeen[ip] === now) return true
  m.sitesSeen[ip] = now
  return false
}

/** The call by the instruction before word index `ip` of a class with inline values that takes exactly these arguments. */
export function entersInitializerDirectly(
  m: Machine,
  code: Code,
  ip: number,
  type: Address,
  initializer: Address,
  argc: number,
): boolean {
  if (m.i32[(type + TP_ATTRIBUTES) >> 2] !== Attributes.inline) return false
  if (m.i32[(type + TP_DEALLOC) >> 2] !== Kind.instance) return false
  if (codeOf(m, initializer).argumentCount !== argc + 1) return false
  if (!isSeenAgain(m, code, ip)) {
    m.siteCallees[ip] = 0
    return false
  }
  // With its second execution it specialises for the class that it calls then.
  if (m.siteCallees[ip] === 0) m.siteCallees[ip] = type
  return m.siteCallees[ip] === type
}
