/**
 * Functions and classes (compiler_function, compiler_class in Python/compile.c): defaults first, then the cells of the
 * closure, then the code as a constant. A class body runs as a function without arguments whose locals are the class's
 * namespace.
 */
import type { ClassDefinition, FunctionDefinition, Statement } from '../../../program/ast.ts'
import { SPECIAL_METHODS } from '../../../program/surface.ts'
import type { Code, Report } from './code.ts'
import { compileExpression } from './compile-expression.ts'
import { beginBody, compileDefaults, endBody, qualified } from './compile-function.ts'
import { finishUnit, makeFunctionOf } from './finish-unit.ts'
import type { Constant } from './fold.ts'
import type { Suite } from './leave-blocks.ts'
import { Op } from './opcodes.ts'
import { NAMESPACE_CELL } from './scope.ts'
import { selfAssignments } from './self-assignments.ts'
import { Unit } from './unit.ts'

export function compileFunction(u: Unit, node: FunctionDefinition, suite: Suite, className: string): void {
  const hasDefaults = compileDefaults(u, node.parameters, compileExpression)
  const report = reportOf(node, className)
  const { name } = node
  const { code, frees } = u.nested(node, () => {
    const body = beginBody(u, u.scope.inner(node, u.hidden), name, node.parameters, report)
    suite(body.u, withoutDocstring(node.body))
    body.u.none()
    endBody(body)
    const reported = report === 'entered' ? name : className
    const count = node.parameters.length
    return { code: finishUnit(body.u, name, qualified(u, name), count, report, reported), frees: body.u.scope.frees }
  })
  makeFunctionOf(u, code, frees, hasDefaults)
  u.store(name)
}

/** Directly in a class body only special methods report; elsewhere what may be called with one argument. */
function reportOf({ name, parameters }: FunctionDefinition, className: string): Report {
  const [first, ...rest] = parameters
  if (className !== '' && SPECIAL_METHODS.has(name)) return 'entered'
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

export function compileClass(u: Unit, node: ClassDefinition, suite: Suite): void {
  const { code, frees } = u.nested(node, () => compileBody(u, node, suite))
  makeFunctionOf(u, code, frees, false)
  for (const base of node.bases) compileExpression(u, base)
  // `__build_class__`, the name, and from 3.11 on a NULL.
  u.code.reserve(u.m.dialect.callMakesFrame ? 2 : 3)
  u.code.emit(Op.BUILD_CLASS, node.bases.length, node.bases.length + 1, 1)
  u.store(node.name)
}

function compileBody(u: Unit, node: ClassDefinition, suite: Suite): { code: Code; frees: readonly string[] } {
  const { m } = u
  const qualname = qualified(u, node.name)
  const inner = new Unit(m, u.pool, u.scope.inner(node, u.hidden), `${qualname}.`)
  if (!m.dialect.collectsAtAllocation) inner.code.emit(Op.RESUME, 0, 0, 0)
  inner.load('__name__')
  inner.store('__module__')
  inner.constant({ kind: 'str', value: qualname })
  inner.store('__qualname__')
  const hasStaticAttributes = m.dialect.attributes === 'inline'
  if (hasStaticAttributes) {
    inner.constant({ kind: 'int', value: 1 })
    inner.store('__firstlineno__')
  }
  if (inner.scope.cells.includes(NAMESPACE_CELL)) {
    inner.code.emit(Op.LOAD_LOCALS, 0, 0, 1)
    inner.code.emit(Op.STORE_DEREF, inner.cellIndex(NAMESPACE_CELL), 1, 0)
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
  if (inner.scope.cells.includes(NAMESPACE_CELL)) {
    inner.code.emit(Op.LOAD_CLOSURE, inner.cellIndex(NAMESPACE_CELL), 0, 1)
    inner.store('__classdictcell__')
  }
  inner.none()
  inner.code.emit(Op.RETURN_VALUE, 0, 1, 0)
  return { code: finishUnit(inner, node.name, qualname, 0, 'nothing', ''), frees: inner.scope.frees }
}
