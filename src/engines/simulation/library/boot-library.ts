/**
 * The part of the standard library that programs of level 3 use, in machines that are booted with it: programs of the heap
 * language that run once, in a namespace of their own, before any program does. What they leave lies outside of the heap
 * and in no list of the collector's. Keeps true: nothing of theirs is reported.
 */
import { assert } from '../../../base/assert.ts'
import type { Program, Statement } from '../../../program/ast.ts'
import { parseProgram } from '../../../program/parse/parse.ts'
import { compileStatement } from '../frame/compile-statement.ts'
import { hide } from '../frame/hidden.ts'
import { recordOf } from '../frame/modules.ts'
import { dropOutcome, runStatementIn } from '../frame/run-program.ts'
import type { Machine } from '../machine.ts'
import { type Address, TP_DICT } from '../memory/layout.ts'
import { newBuiltin } from '../object/builtin-function.ts'
import { dictGetInterned, dictSetInterned, newDict } from '../object/dict.ts'
import { Kind } from '../object/kinds.ts'
import { moduleDict } from '../object/module.ts'
import { decref, incref } from '../object/refcount.ts'
import { intern } from '../object/str.ts'
import { tupleFrom } from '../object/tuple.ts'
import { newClass } from '../object/type-object.ts'
import { completeFinalize } from './finalizers.ts'
import { LIBRARY_FUNCTIONS } from './library-functions.ts'
import { libraryText } from './weak-containers.ts'

/** What the harness of a real interpreter uses before the first program. */
const FIRST_USES = `
class _Thing:
    pass
_thing = _Thing()
_own = finalize(_thing, print)
_own.atexit = False
WeakValueDictionary() == {}
WeakKeyDictionary() == {}
WeakSet() == {}
`
const SHOWN = ['WeakValueDictionary', 'WeakKeyDictionary', 'WeakSet', 'finalize', 'KeyedRef']

/** While everything is made outside of the heap; the namespace of programs is there. */
export function bootLibrary(m: Machine): void {
  m.library = hide(m, newDict(m))
  enter(m, '__name__', incref(m, intern(m, 'weakref')))
  enter(m, 'ref', incref(m, m.typeByKind[Kind.weakref] as number))
  enter(m, 'not_implemented', incref(m, m.NotImplemented))
  enter(m, 'absent', m.services.call(m, m.types['object'] as number, []))
  for (const [name, native] of Object.entries(LIBRARY_FUNCTIONS)) enter(m, name, newBuiltin(m, name, native, 0))
  m.keyedRefType = newKeyedRef(m)
  enter(m, 'KeyedRef', m.keyedRefType)
  run(m, libraryText(m.dialect.version[1]))
  const finalize = found(m, 'finalize')
  const classDict = m.i32[(finalize + TP_DICT) >> 2] as number
  completeFinalize(m, finalize, classDict, found(m, '_Info'))
  run(m, FIRST_USES)
  const weakref = moduleDict(m, dictGetInterned(m, m.modules, m.names['weakref'] as number))
  for (const name of SHOWN) dictSetInterned(m, weakref, intern(m, name), found(m, name))
  hide(m, weakref)
  const registry = dictGetInterned(m, classDict, intern(m, '_registry'))
  m.moduleRecords.splice(-1, 1, recordOf(m, weakref), recordOf(m, registry))
  // They stay: what is made from here on belongs to programs.
  m.programTypes.length = 0
  m.internedTexts.length = 0
  m.foundStrings.length = 0
  m.log.take()
}

/** Takes the value over. */
function enter(m: Machine, name: string, value: Address): void {
  dictSetInterned(m, m.library, intern(m, name), value)
  decref(m, value)
}

function found(m: Machine, name: string): Address {
  const o = dictGetInterned(m, m.library, intern(m, name))
  assert(o !== 0, 'the library defines what it shows')
  return o
}

/** Its `__new__` and `__init__` are native: see object/subclass-new.ts. */
function newKeyedRef(m: Machine): Address {
  const namespace = newDict(m)
  const slots = tupleFrom(m, [intern(m, 'key')])
  dictSetInterned(m, namespace, m.names['__slots__'] as number, slots)
  const bases = tupleFrom(m, [m.typeByKind[Kind.weakref] as number])
  const type = newClass(m, intern(m, 'KeyedRef'), namespace, bases)
  decref(m, slots)
  decref(m, bases)
  decref(m, namespace)
  return type
}

function run(m: Machine, text: string): void {
  const globals = m.globals
  m.globals = m.library
  for (const statement of programOf(text).body) {
    const isDone = runStatementIn(m, m.library, compileStatement(m, statement, true))
    assert(isDone, 'the library raises nothing')
    dropOutcome(m)
  }
  m.globals = globals
}

const PROGRAMS = new Map<string, Program>()

function programOf(text: string): Program {
  let program = PROGRAMS.get(text)
  if (program === undefined) {
    const parsed = parseProgram(text)
    assert(parsed.ok, 'the library is in the language')
    program = { body: parsed.program.body.map(withSpecialMethods) }
    PROGRAMS.set(text, program)
  }
  return program
}

/** The language does not let programs define all special methods: in classes of the library, `op_x` is `__x__`. */
function withSpecialMethods(statement: Statement): Statement {
  if (statement.kind !== 'class') return statement
  const body = statement.body.map((item) =>
    item.kind === 'def' && item.name.startsWith('op_') ? { ...item, name: `__${item.name.slice(3)}__` } : item,
  )
  return { ...statement, body }
}
