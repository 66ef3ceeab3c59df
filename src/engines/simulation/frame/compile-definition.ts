/**
 * Functions and classes (compiler_function, compiler_class in Python/compile.c): defaults first, then the code as a
 * constant. A class body runs as a function without arguments whose locals are the class's namespace.
 */
import type { ClassDefinition, FunctionDefinition, Statement } from '../../../program/ast.ts'
import type { Machine } from '../machine.ts'
import { type Address, OB_REFCNT } from '../memory/layout.ts'
import { newCodeObject } from '../object/code-object.ts'
import { allocFrameObject } from '../object/frame-object.ts'
import type { Code, Report } from './code.ts'
import { compileExpression } from './compile-expression.ts'
import { type Constant, constantsOf } from './fold.ts'
import { Op } from './opcodes.ts'
import { globalNames, localNames, selfAssignments } from './scope.ts'
import { Unit } from './unit.ts'

/** Compiles a suite; handed down so that files refer to each other in one direction only. */
export type CompileSuite = (u: Unit, body: readonly Statement[]) => void

export function compileFunction(u: Unit, node: FunctionDefinition, suite: CompileSuite, className: string): void {
  const defaults = node.parameters.flatMap((parameter) => (parameter.default === undefined ? [] : [parameter.default]))
  const constants = constantsOf(defaults)
  if (defaults.length > 0) {
    if (constants === undefined) {
      for (const value of defaults) compileExpression(u, value)
      u.code.emit(Op.BUILD_TUPLE, defaults.length, defaults.length, 1)
    } else u.constant({ kind: 'tuple', items: constants })
  }
  const inner = new Unit(u.m, 'function', u.pool, localNames(node), globalNames(node.body))
  for (const { name } of node.parameters) inner.localIndex(name)
  const report = reportOf(node, className)
  if (!u.m.dialect.collectsAtAllocation) inner.code.emit(Op.RESUME, 0, 0, 0)
  if (report !== 'nothing') inner.code.emit(Op.REPORT, 0, 0, 0)
  suite(inner, withoutDocstring(node.body))
  inner.none()
  inner.code.emit(Op.RETURN_VALUE, 0, 1, 0)
  const reported = report === 'entered' ? node.name : className
  const code = finishUnit(inner, node.name, node.parameters.length, report, reported)
  if (defaults.length > 0) u.code.emit(Op.MAKE_FUNCTION_WITH_DEFAULTS, code.number, 1, 1)
  else u.code.emit(Op.MAKE_FUNCTION, code.number, 0, 1)
  u.store(node.name)
}

/** Directly in a class body only `__init__` and `__del__` report; elsewhere what may be called with one argument. */
function reportOf({ name, parameters }: FunctionDefinition, className: string): Report {
  const [first, ...rest] = parameters
  if (first === undefined) return 'nothing'
  if (className !== '') {
    if (name === '__init__') return 'initialized'
    return name === '__del__' ? 'finalized' : 'nothing'
  }
  return rest.every((parameter) => parameter.default !== undefined) ? 'entered' : 'nothing'
}

function withoutDocstring(body: readonly Statement[]): readonly Statement[] {
  return docstring(body) === undefined ? body : body.slice(1)
}

function docstring(body: readonly Statement[]): Constant | undefined {
  const [head] = body
  return head?.kind === 'expression' && head.value.kind === 'str' ? head.value : undefined
}

export function compileClass(u: Unit, node: ClassDefinition, suite: CompileSuite): void {
  const { m } = u
  const inner = new Unit(m, 'class', u.pool, new Set(), globalNames(node.body))
  if (!m.dialect.collectsAtAllocation) inner.code.emit(Op.RESUME, 0, 0, 0)
  inner.load('__name__')
  inner.store('__module__')
  const outer = u.kind === 'function' ? '<locals>.' : ''
  inner.constant({ kind: 'str', value: outer + node.name })
  inner.store('__qualname__')
  const hasStaticAttributes = m.dialect.attributes === 'inline'
  if (hasStaticAttributes) {
    inner.constant({ kind: 'int', value: 1 })
    inner.store('__firstlineno__')
  }
  const text = docstring(node.body)
  if (text !== undefined) {
    inner.constant(text)
    inner.store('__doc__')
  }
  suite(inner, withoutDocstring(node.body))
  if (hasStaticAttributes) {
    const items = selfAssignments(node.body).map((value): Constant => ({ kind: 'str', value }))
    inner.constant({ kind: 'tuple', items })
    inner.store('__static_attributes__')
  }
  inner.none()
  inner.code.emit(Op.RETURN_VALUE, 0, 1, 0)
  const code = finishUnit(inner, node.name, 0, 'nothing', '')
  u.code.emit(Op.BUILD_CLASS, code.number, 0, 1)
  u.store(node.name)
}

export function finishUnit(u: Unit, name: string, argumentCount: number, report: Report, reported: string): Code {
  const { m } = u
  const number = m.codes.length
  const nameObject = u.pool.name(name)
  const frameSlots = u.indexes.size + u.code.stackSize
  const code: Code = {
    number,
    name,
    nameObject,
    kind: u.kind,
    start: u.code.finish(m),
    argumentCount,
    localCount: u.indexes.size,
    localNames: [...u.indexes.keys()],
    stackSize: u.code.stackSize,
    report,
    reported,
    object: newCodeObject(m, number, nameObject),
    frameSlots,
    frameObject: m.dialect.codeKeepsFrame ? freeFrame(m, frameSlots) : 0,
  }
  m.codes.push(code)
  return code
}

function freeFrame(m: Machine, slots: number): Address {
  const o = allocFrameObject(m, slots)
  m.i32[(o + OB_REFCNT) >> 2] = 0
  return o
}
