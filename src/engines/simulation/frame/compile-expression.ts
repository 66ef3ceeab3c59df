/** Expressions (compiler_visit_expr in Python/compile.c): operands from left to right, one value left on the stack. */
import type { Call, Compare, DictEntry, Expression, Subscript, Target } from '../../../program/ast.ts'
import type { Label } from './assembler.ts'
import { type Compilers, type Consumer, compileComprehension, compileYield, consume } from './compile-comprehension.ts'
import { compileLambda } from './compile-function.ts'
import { constantOf, constantsOf, isTrueConstant } from './fold.ts'
import { COMPARISONS, Op } from './opcodes.ts'
import type { Unit } from './unit.ts'

/** From so many constant items on a display copies a constant (3.9+). */
const CONSTANT_ITEMS_MIN = 3

export function compileExpression(u: Unit, node: Expression): void {
  const constant = constantOf(node)
  if (constant !== undefined) return u.constant(constant)
  switch (node.kind) {
    case 'name':
      return u.load(node.name)
    case 'attribute':
      compileExpression(u, node.object)
      return u.emitName(Op.LOAD_ATTR, node.name, 1, 1)
    case 'subscript':
      compileSubscript(u, node)
      return u.code.emit(Op.SUBSCRIPT, 0, 2, 1)
    case 'call':
      return call(u, node)
    case 'list':
    case 'set':
      return display(u, node.kind, node.items)
    case 'tuple':
      for (const item of node.items) compileExpression(u, item)
      return u.code.emit(Op.BUILD_TUPLE, node.items.length, node.items.length, 1)
    case 'dict':
      return dict(u, node.entries)
    case 'compare':
      return compare(u, node)
    case 'not':
      compileExpression(u, node.operand)
      return u.code.emit(Op.NOT, 0, 1, 1)
    case 'and':
    case 'or':
      return either(u, node)
    case 'arithmetic':
      compileExpression(u, node.left)
      compileExpression(u, node.right)
      return u.code.emit(arithmeticOp(node.operator), 0, 2, 1)
    case 'lambda':
      return compileLambda(u, node, compileExpression)
    case 'yield':
      if (node.value === undefined) u.none()
      else compileExpression(u, node.value)
      return compileYield(u)
    case 'list-comprehension':
    case 'set-comprehension':
    case 'dict-comprehension':
    case 'generator-expression':
      return compileComprehension(u, node, COMPILERS, undefined)
    default:
      return undefined as never
  }
}

/** The value is consumed as well. */
export function compileConsumed(u: Unit, node: Expression, consumer: Consumer): void {
  switch (node.kind) {
    case 'list-comprehension':
    case 'set-comprehension':
    case 'dict-comprehension':
      return compileComprehension(u, node, COMPILERS, consumer)
    default:
      compileExpression(u, node)
      consume(u, consumer)
  }
}

const COMPILERS: Compilers = {
  expression: compileExpression,
  condition: compileCondition,
  iterable: compileIterable,
  store: compileStore,
}

function arithmeticOp(operator: '+' | '-' | '*'): number {
  if (operator === '+') return Op.BINARY_ADD
  return operator === '-' ? Op.BINARY_SUBTRACT : Op.BINARY_MULTIPLY
}

/** Container and index. */
export function compileSubscript(u: Unit, node: Subscript): void {
  compileExpression(u, node.object)
  compileExpression(u, node.index)
}

/** A method is called without an object for it: what is looked up are the function and its `self`. */
function call(u: Unit, node: Call): void {
  const { function: callee, arguments: args } = node
  if (callee.kind === 'attribute') {
    compileExpression(u, callee.object)
    u.emitName(Op.LOAD_METHOD, callee.name, 1, 2)
    for (const argument of args) compileExpression(u, argument)
    u.code.emit(Op.CALL_METHOD, args.length, args.length + 2, 1)
    return
  }
  // From 3.11 on a NULL lies beneath the function, or (3.13+) above it.
  const [, minor] = u.m.dialect.version
  if (minor === 11 || minor === 12) u.code.padding++
  compileExpression(u, callee)
  const done = minor >= 14 ? tupleOfGenerator(u, node) : undefined
  if (minor >= 13) u.code.padding++
  u.code.reserve(0)
  for (const argument of args) compileExpression(u, argument)
  u.code.emit(Op.CALL, args.length, args.length + 1, 1)
  if (minor >= 11) u.code.padding--
  if (done !== undefined) u.code.place(done)
}

/**
 * `tuple(… for …)` fills a list and makes a tuple of it, as long as the name stands for the built-in (3.14+,
 * maybe_optimize_function_call). What is called is on top of the stack, and stays there where it is something else. Gives
 * where to go on with the tuple, or undefined for any other call.
 */
function tupleOfGenerator(u: Unit, { function: callee, arguments: args }: Call): Label | undefined {
  const [generator] = args
  if (callee.kind !== 'name' || callee.name !== 'tuple' || args.length !== 1) return undefined
  if (generator?.kind !== 'generator-expression') return undefined
  const { code, m } = u
  const done = code.newLabel()
  const otherwise = code.newLabel()
  const loop = code.newLabel()
  const end = code.newLabel()
  code.emit(Op.DUP_TOP, 0, 1, 2)
  u.emitObject(Op.LOAD_CONST, m.types['tuple'] as number, 0, 1)
  code.emit(Op.IS, 0, 2, 1)
  code.jump(Op.POP_JUMP_IF_FALSE, otherwise, 1)
  code.emit(Op.POP_TOP, 0, 1, 0)
  code.emit(Op.BUILD_LIST, 0, 0, 1)
  compileExpression(u, generator)
  code.place(loop)
  code.jump(Op.FOR_ITER, end, 1, 2)
  code.emit(Op.LIST_APPEND, 1, 1, 0)
  code.jump(Op.JUMP_BACKWARD, loop, 0)
  code.place(end)
  code.depth--
  code.emit(Op.LIST_TO_TUPLE, 0, 1, 1)
  code.jump(Op.JUMP, done, 0)
  code.place(otherwise)
  return done
}

function display(u: Unit, kind: 'list' | 'set', items: readonly Expression[]): void {
  if (items.length >= CONSTANT_ITEMS_MIN && u.m.semantics.id !== '3.8') {
    const constants = constantsOf(items)
    if (constants !== undefined) {
      const whole = u.pool.object({ kind: kind === 'list' ? 'tuple' : 'frozenset', items: constants })
      return u.emitObject(kind === 'list' ? Op.LIST_OF : Op.SET_OF, whole, 0, 1)
    }
  }
  for (const item of items) compileExpression(u, item)
  u.code.emit(kind === 'list' ? Op.BUILD_LIST : Op.BUILD_SET, items.length, items.length, 1)
}

function dict(u: Unit, entries: readonly DictEntry[]): void {
  for (const { key, value } of entries) {
    compileExpression(u, key)
    compileExpression(u, value)
  }
  u.code.emit(Op.BUILD_MAP, entries.length, 2 * entries.length, 1)
}

/** What is only searched or iterated over becomes a tuple, or a frozenset where all is constant (fold_iter). */
export function compileIterable(u: Unit, node: Expression): void {
  if (node.kind === 'list') return compileExpression(u, { kind: 'tuple', items: node.items })
  const constants = node.kind === 'set' ? constantsOf(node.items) : undefined
  if (constants !== undefined) return u.constant({ kind: 'frozenset', items: constants })
  compileExpression(u, node)
}

function compare(u: Unit, { operator, left, right }: Compare): void {
  compileExpression(u, left)
  switch (operator) {
    case 'in':
    case 'not in':
      compileIterable(u, right)
      return u.code.emit(operator === 'in' ? Op.CONTAINS : Op.NOT_CONTAINS, 0, 2, 1)
    case 'is':
    case 'is not':
      compileExpression(u, right)
      return u.code.emit(operator === 'is' ? Op.IS : Op.IS_NOT, 0, 2, 1)
    default:
      compileExpression(u, right)
      return u.code.emit(Op.COMPARE, COMPARISONS.indexOf(operator), 2, 1)
  }
}

function either(u: Unit, { kind, left, right }: Extract<Expression, { kind: 'and' | 'or' }>): void {
  const end = u.code.newLabel()
  compileExpression(u, left)
  u.code.jump(kind === 'and' ? Op.JUMP_IF_FALSE_OR_POP : Op.JUMP_IF_TRUE_OR_POP, end, 1)
  compileExpression(u, right)
  u.code.place(end)
}

/** Goes to `target` where the truth of the expression is `when`; else on (compiler_jump_if). */
export function compileCondition(u: Unit, node: Expression, target: Label, when: boolean): void {
  const constant = constantOf(node)
  if (constant !== undefined) {
    if (isTrueConstant(constant) === when) u.code.jump(Op.JUMP, target, 0)
    return
  }
  if (node.kind === 'not') return compileCondition(u, node.operand, target, !when)
  if (node.kind !== 'and' && node.kind !== 'or') {
    compileExpression(u, node)
    return u.code.jump(when ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, target, 1)
  }
  if ((node.kind === 'or') === when) {
    compileCondition(u, node.left, target, when)
    return compileCondition(u, node.right, target, when)
  }
  const end = u.code.newLabel()
  compileCondition(u, node.left, end, !when)
  compileCondition(u, node.right, target, when)
  u.code.place(end)
}

/** The value to store is on top of the stack. */
export function compileStore(u: Unit, node: Target): void {
  switch (node.kind) {
    case 'name':
      return u.store(node.name)
    case 'attribute':
      compileExpression(u, node.object)
      return u.emitName(Op.STORE_ATTR, node.name, 2, 0)
    case 'subscript':
      compileSubscript(u, node)
      return u.code.emit(Op.STORE_SUBSCR, 0, 3, 0)
    default:
      u.code.emit(Op.UNPACK_SEQUENCE, node.items.length, 1, node.items.length)
      for (const item of node.items) compileStore(u, item)
  }
}
