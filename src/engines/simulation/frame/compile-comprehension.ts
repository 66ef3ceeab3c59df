/**
 * Comprehensions and `yield` (compiler_comprehension, push_inlined_comprehension_state in Python/compile.c). Up to 3.11 a
 * comprehension is a function that is called with the iterator of its first clause; from 3.12 on its loop stands in the
 * code around, and variables of that code with the names of its own wait on the stack meanwhile (PEP 709). A generator
 * expression is a function always.
 */
import type { ComprehensionClause, Expression, Target } from '../../../program/ast.ts'
import type { Label } from './assembler.ts'
import { type AnyComprehension, ITERATOR } from './block.ts'
import { type Body, beginBody, type CompileExpression, endBody, qualified } from './compile-function.ts'
import { finishUnit, makeFunctionOf } from './finish-unit.ts'
import { constantsOf } from './fold.ts'
import { HandlerKind } from './handler.ts'
import { Op } from './opcodes.ts'
import { variablesOf } from './scope.ts'
import type { Unit } from './unit.ts'

/** Handed down, so that files refer to each other in one direction only. */
export interface Compilers {
  readonly expression: CompileExpression
  readonly iterable: CompileExpression
  readonly condition: (u: Unit, node: Expression, target: Label, when: boolean) => void
  readonly store: (u: Unit, node: Target) => void
}

/**
 * What a statement does with a value by one instruction: it drops it, or stores it in a local variable of that name.
 * `metBefore`: targets that the compiler met before this one, so that their places come first.
 */
export type Consumer =
  | { readonly kind: 'drop' }
  | { readonly kind: 'store'; readonly name: string; readonly metBefore: readonly string[] }

/** The value is on top of the stack. */
export function consume(u: Unit, consumer: Consumer): void {
  if (consumer.kind === 'drop') return u.code.emit(Op.POP_TOP, 0, 1, 0)
  for (const name of consumer.metBefore) u.localIndex(name)
  u.code.emit(Op.STORE_FAST, u.localIndex(consumer.name), 1, 0)
}

const FUNCTION_NAMES: Readonly<Record<AnyComprehension['kind'], string>> = {
  'list-comprehension': '<listcomp>',
  'set-comprehension': '<setcomp>',
  'dict-comprehension': '<dictcomp>',
  'generator-expression': '<genexpr>',
}
const BUILD: Readonly<Record<Exclude<AnyComprehension['kind'], 'generator-expression'>, number>> = {
  'list-comprehension': Op.BUILD_LIST,
  'set-comprehension': Op.BUILD_SET,
  'dict-comprehension': Op.BUILD_MAP,
}

/** The value to yield is on top of the stack; what is sent replaces it. */
export function compileYield(u: Unit): void {
  u.code.emit(Op.YIELD_VALUE, 0, 1, 1)
  if (!u.m.dialect.collectsAtAllocation) u.code.emit(Op.RESUME, 0, 0, 0)
}

/** With a consumer its value is consumed as well. */
export function compileComprehension(
  u: Unit,
  node: AnyComprehension,
  compile: Compilers,
  consumer: Consumer | undefined,
): void {
  const [first] = node.clauses
  if (first === undefined) return
  if (u.scope.isInlined(node)) {
    inline(u, node, first, compile, consumer)
    return
  }
  callFunction(u, node, first, compile)
  if (consumer !== undefined) consume(u, consumer)
}

function callFunction(u: Unit, node: AnyComprehension, first: ComprehensionClause, compile: Compilers): void {
  const name = FUNCTION_NAMES[node.kind]
  const { code, frees } = u.nested(node, () => {
    const body = beginBody(u, u.scope.inner(node, u.hidden), name, [{ name: ITERATOR }], 'nothing')
    compileBody(body, node, compile)
    return { code: finishUnit(body.u, name, qualified(u, name), 1, 'nothing', ''), frees: body.u.scope.frees }
  })
  makeFunctionOf(u, code, frees, false)
  compile.iterable(u, first.iterable)
  u.code.emit(Op.GET_ITER, 0, 1, 1)
  u.code.emit(Op.CALL, 1, 2, 1)
}

function compileBody(body: Body, node: AnyComprehension, compile: Compilers): void {
  const { u } = body
  if (node.kind !== 'generator-expression') u.code.emit(BUILD[node.kind], 0, 0, 1)
  u.code.emit(Op.LOAD_FAST, 0, 0, 1)
  clauses(u, node, 0, compile, 1)
  if (node.kind === 'generator-expression') u.none()
  endBody(body)
}

/** Its variables, in the order in which they are met, are put aside, and so is what of it is there when it fails. */
function inline(
  u: Unit,
  node: AnyComprehension,
  first: ComprehensionClause,
  compile: Compilers,
  consumer: Consumer | undefined,
): void {
  const { code } = u
  compile.iterable(u, first.iterable)
  code.emit(Op.GET_ITER, 0, 1, 1)
  const outer = u.hidden
  const names = variablesOf(node)
  u.hidden = new Set([...outer, ...names])
  for (const name of names) {
    code.emit(Op.LOAD_FAST_AND_CLEAR, u.localIndex(name), 0, 1)
    if (u.scope.access(name, u.hidden) === 'deref') code.emit(Op.MAKE_CELL, u.cellIndex(name), 0, 0)
  }
  const count = names.length
  code.emit(Op.SWAP, count + 1, count + 1, count + 1)
  const cleanup = code.newLabel()
  const end = code.newLabel()
  code.pushHandler(cleanup, HandlerKind.plain)
  if (node.kind !== 'generator-expression') code.emit(BUILD[node.kind], 0, 0, 1)
  code.emit(Op.SWAP, 2, 2, 2)
  clauses(u, node, 0, compile, 1)
  code.popHandler()
  code.jump(Op.JUMP, end, 0)
  code.place(cleanup)
  const { depth } = code
  code.depth = depth + 1
  code.emit(Op.SWAP, 2, 2, 2)
  code.emit(Op.POP_TOP, 0, 1, 0)
  restore(u, names)
  code.emit(Op.RERAISE, 0, 1, 0)
  code.depth = depth
  code.place(end)
  if (consumer !== undefined && swapsWithStores(u, consumer, names)) consumeFirst(u, consumer, names)
  else {
    restore(u, names)
    if (consumer !== undefined) consume(u, consumer)
  }
  u.hidden = outer
}

/**
 * Instead of bringing the value beneath the variables, the compiler exchanges what consumes it with the first instruction
 * that restores one (apply_static_swaps in Python/flowgraph.c): dropping it from 3.13 on, where that has a line number.
 */
function swapsWithStores(u: Unit, consumer: Consumer, names: readonly string[]): boolean {
  // Targets that are no variables leave nothing to restore.
  if (names.length === 0) return false
  return consumer.kind === 'drop' ? u.m.dialect.version[1] >= 13 : !names.includes(consumer.name)
}

function consumeFirst(u: Unit, consumer: Consumer, names: readonly string[]): void {
  consume(u, consumer)
  const last = names.length - 1
  for (let i = last - 1; i >= 0; i--) restoreOne(u, names[i] as string)
  restoreOne(u, names[last] as string)
}

/** What is on top of the stack stays there. */
function restore(u: Unit, names: readonly string[]): void {
  u.code.emit(Op.SWAP, names.length + 1, names.length + 1, names.length + 1)
  for (let i = names.length - 1; i >= 0; i--) restoreOne(u, names[i] as string)
}

function restoreOne(u: Unit, name: string): void {
  u.code.emit(Op.STORE_FAST_MAYBE_NULL, u.localIndex(name), 1, 0)
}

/** The iterator of the clause is on top of the stack; `depth`: how many iterators lie above the container. */
function clauses(u: Unit, node: AnyComprehension, index: number, compile: Compilers, depth: number): void {
  const clause = node.clauses[index] as ComprehensionClause
  const single = index > 0 ? onlyItem(u, clause.iterable) : undefined
  const head = u.code.newLabel()
  const end = u.code.newLabel()
  let inner = depth
  if (single === undefined) {
    if (index > 0) {
      compile.iterable(u, clause.iterable)
      u.code.emit(Op.GET_ITER, 0, 1, 1)
      inner++
    }
    u.code.place(head)
    u.code.jump(Op.FOR_ITER, end, 1, 2)
  } else compile.expression(u, single)
  const next = u.code.newLabel()
  compile.store(u, clause.target)
  for (const condition of clause.conditions) compile.condition(u, condition, next, false)
  if (index + 1 < node.clauses.length) clauses(u, node, index + 1, compile, inner)
  else element(u, node, compile, inner)
  u.code.place(next)
  if (single !== undefined) return
  u.code.jump(Op.JUMP_BACKWARD, head, 0)
  u.code.place(end)
  u.code.depth--
}

/** `for y in [f(x)]` is an assignment (3.9+). */
function onlyItem(u: Unit, node: Expression): Expression | undefined {
  if (u.m.dialect.version[1] < 9 || (node.kind !== 'list' && node.kind !== 'tuple')) return undefined
  // Up to 3.13 what is constant is a tuple by then.
  if (u.m.dialect.version[1] <= 13 && constantsOf(node.items) !== undefined) return undefined
  return node.items.length === 1 ? node.items[0] : undefined
}

function element(u: Unit, node: AnyComprehension, compile: Compilers, depth: number): void {
  switch (node.kind) {
    case 'generator-expression':
      compile.expression(u, node.element)
      compileYield(u)
      return u.code.emit(Op.POP_TOP, 0, 1, 0)
    case 'dict-comprehension':
      compile.expression(u, node.key)
      compile.expression(u, node.value)
      return u.code.emit(Op.MAP_ADD, depth, 2, 0)
    default:
      compile.expression(u, node.element)
      return u.code.emit(node.kind === 'list-comprehension' ? Op.LIST_APPEND : Op.SET_ADD, depth, 1, 0)
  }
}
