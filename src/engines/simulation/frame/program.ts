/**
 * Begin and end of a program: its namespace, and the way back to where the machine was. The dict of global variables is
 * the interpreter's own and outlives programs; what it holds does not. A machine that restarts goes back by a copy of
 * memory (start-state.ts); others clear away what the program left.
 */
import { collect } from '../gc/collect.ts'
import { isEmpty, nextOf, objectOf } from '../gc/gc-list.ts'
import { OLDEST, unfreeze } from '../gc/generation.ts'
import { beginAnew } from '../gc/incremental.ts'
import type { Machine } from '../machine.ts'
import { dictGetInterned, dictSetInterned, dictSize, newDict } from '../object/dict.ts'
import { dictClear } from '../object/dict-life.ts'
import { listClear, listSize } from '../object/list.ts'
import { clearError } from '../object/raise.ts'
import { xdecref } from '../object/refcount.ts'
import { intern } from '../object/str.ts'
import type { CompiledStatement } from './code.ts'
import { hide } from './hidden.ts'
import { restoreModules } from './modules.ts'
import { writeToLog } from './report.ts'
import { StartState } from './start-state.ts'

/** Calls of the harness around a statement of a real interpreter. */
export const HARNESS_DEPTH = 3
export const RECURSION_LIMIT = 1000
/** A finalizer that brings something new to life each time would keep us for ever. */
const ROUNDS_MAX = 12

export function bootNamespace(m: Machine): void {
  m.globals = hide(m, newDict(m))
  m.depth = HARNESS_DEPTH
  m.recursionLimit = RECURSION_LIMIT
  m.stackPointer = m.space.stackStart
}

/** A namespace with what every module starts with; counts are zero and free lists empty. */
export function startProgram(m: Machine): void {
  m.programNumber++
  if (m.start !== undefined) return
  fillNamespace(m)
  if (m.restarts) m.start = new StartState(m)
}

function fillNamespace(m: Machine): void {
  bind(m, '__builtins__', m.builtins)
  for (const name of ['gc', 'sys', 'weakref']) bind(m, name, dictGetInterned(m, m.modules, m.names[name] as number))
  hide(m, m.globals)
  collect(m, OLDEST)
  writeToLog(m)
}

function bind(m: Machine, name: string, value: number): void {
  let key = m.names[name]
  if (key === undefined) {
    key = intern(m, name)
    m.names[name] = key
  }
  dictSetInterned(m, m.globals, key, value)
}

/** Nothing of the program, whose statements these are, is left; true where that succeeded. */
export function endProgram(m: Machine, statements: readonly CompiledStatement[]): boolean {
  if (m.start === undefined) return clearAway(m)
  m.start.restore(m, statements)
  return true
}

function clearAway(m: Machine): boolean {
  const { gc } = m
  clearError(m)
  xdecref(m, m.result)
  m.result = 0
  gc.enabled = false
  gc.due = false
  gc.debug = 0
  gc.thresholds = [...m.semantics.defaultThresholds]
  listClear(m, gc.callbacks)
  m.lostReferences.length = 0
  m.recursionLimit = RECURSION_LIMIT
  restoreModules(m)
  unfreeze(m)
  let rounds = 0
  do {
    dictClear(m, m.globals)
    listClear(m, gc.garbage)
    collect(m, OLDEST)
    rounds++
  } while ((dictSize(m, m.globals) > 0 || listSize(m, gc.garbage) > 0) && rounds < ROUNDS_MAX)
  m.log.take()
  hideWhatIsLeft(m)
  hide(m, gc.garbage)
  hide(m, gc.callbacks)
  return rounds < ROUNDS_MAX
}

/**
 * What no collection frees (3.13.0, gh-133543; a finalizer that revives for ever) must not show in the next program, nor
 * what was made before the first.
 */
export function hideWhatIsLeft(m: Machine): void {
  for (const list of m.gc.heads) while (!isEmpty(m, list)) hide(m, objectOf(nextOf(m, list)))
  beginAnew(m)
}
