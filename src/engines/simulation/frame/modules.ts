/** The modules that every program has: gc, sys, weakref; made when the machine boots, and restored after each program. */
import { bootGcLists, GC_CONSTANTS, gcFunctions } from '../gc/gc-module.ts'
import type { Machine, ModuleRecord, NativeFunction } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { argument } from '../object/arguments.ts'
import { newBuiltin } from '../object/builtin-function.ts'
import { dictGetInterned, dictSetInterned, dictSize, newDict } from '../object/dict.ts'
import { dictClear } from '../object/dict-life.ts'
import { dictNext } from '../object/dict-walk.ts'
import { newInt } from '../object/int.ts'
import { Kind } from '../object/kinds.ts'
import { moduleDict, newModule } from '../object/module.ts'
import { decref, incref } from '../object/refcount.ts'
import { intern, strText } from '../object/str.ts'
import { WEAKREF_FUNCTIONS } from '../object/weakref-functions.ts'
import { hide } from './hidden.ts'
import { writeToLog } from './report.ts'
import { SYS_FUNCTIONS } from './sys-module.ts'

export function bootModules(m: Machine): void {
  m.modules = hide(m, newDict(m))
  bootGcLists(m)
  hide(m, m.gc.garbage)
  hide(m, m.gc.callbacks)
  m.collectionWatcher = hide(m, newBuiltin(m, 'started', watchCollection, 0))
  const gc = moduleOf(m, 'gc', Object.fromEntries(gcFunctions(m)))
  for (const [name, value] of Object.entries(GC_CONSTANTS)) enter(m, gc, name, newInt(m, value))
  enter(m, gc, 'garbage', incref(m, m.gc.garbage))
  enter(m, gc, 'callbacks', incref(m, m.gc.callbacks))
  const sys = moduleOf(m, 'sys', SYS_FUNCTIONS)
  m.unraisableHook = dictGetInterned(m, sys, intern(m, 'unraisablehook'))
  const weakref = moduleOf(m, 'weakref', WEAKREF_FUNCTIONS)
  enter(m, weakref, 'ref', incref(m, m.typeByKind[Kind.weakref] as number))
  for (const dict of [gc, sys, weakref, m.modules]) hide(m, dict)
  m.moduleRecords.push(recordOf(m, gc), recordOf(m, sys), recordOf(m, weakref))
}

/** What a harness has in `gc.callbacks` to see collections begin: it writes where nobody asked for one. */
function watchCollection(m: Machine, _self: Address, argv: Address): Address {
  if (m.gc.automatic && strText(m, argument(m, argv, 0)) === 'start') writeToLog(m)
  return incref(m, m.None)
}

/** Makes a module; gives its dict. */
function moduleOf(m: Machine, name: string, functions: Readonly<Record<string, NativeFunction>>): Address {
  const module = hide(m, newModule(m, name))
  const dict = moduleDict(m, module)
  for (const [word, native] of Object.entries(functions)) enter(m, dict, word, hide(m, newBuiltin(m, word, native, 0)))
  enter(m, m.modules, name, module)
  return dict
}

/** Takes the value over. */
function enter(m: Machine, dict: Address, name: string, value: Address): void {
  dictSetInterned(m, dict, intern(m, name), value)
  decref(m, value)
}

/** What a dict holds now, to be put back after each program. */
export function recordOf(m: Machine, dict: Address): ModuleRecord {
  const entries: Address[] = []
  for (let at = dictNext(m, dict, 0); at >= 0; at = dictNext(m, dict, at))
    entries.push(incref(m, m.dictKey), incref(m, m.dictValue))
  return { dict, entries }
}

/** Puts back what a program replaced, took away or added. */
export function restoreModules(m: Machine): void {
  for (const { dict, entries } of m.moduleRecords) {
    if (isAsRecorded(m, dict, entries)) continue
    dictClear(m, dict)
    for (let i = 0; i < entries.length; i += 2) dictSetInterned(m, dict, entries[i] as number, entries[i + 1] as number)
    hide(m, dict)
  }
}

function isAsRecorded(m: Machine, dict: Address, entries: readonly Address[]): boolean {
  if (2 * dictSize(m, dict) !== entries.length) return false
  let i = 0
  for (let at = dictNext(m, dict, 0); at >= 0; at = dictNext(m, dict, at), i += 2)
    if (m.dictKey !== entries[i] || m.dictValue !== entries[i + 1]) return false
  return true
}
