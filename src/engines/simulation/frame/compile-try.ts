/**
 * `try` (compiler_try_except, compiler_try_finally in Python/compile.c). Keeps true: what lies on the stack in a handler,
 * and so when it lets go, is what does in that CPython: up to 3.10 type, value and traceback of the exception above those
 * of the one that was handled before; later one value each, with a handler of its own around that puts things right when
 * the handler fails.
 */
import type { ExceptHandler, Try } from '../../../program/ast.ts'
import type { Label } from './assembler.ts'
import { compileExpression } from './compile-expression.ts'
import { HandlerKind } from './handler.ts'
import { popExcept, type Suite, unbind } from './leave-blocks.ts'
import { Op } from './opcodes.ts'
import type { Unit } from './unit.ts'

export function compileTry(u: Unit, node: Try, suite: Suite): void {
  if (node.finalbody.length === 0) compileHandlers(u, node, suite)
  else compileFinally(u, node, suite)
}

function compileFinally(u: Unit, node: Try, suite: Suite): void {
  const { code } = u
  const onError = code.newLabel()
  const end = code.newLabel()
  const { depth } = code
  // 3.8 compiles it first, to see whether there is a jump in it.
  if (u.m.dialect.version[1] === 8) u.discard(() => suite(u, node.finalbody))
  code.pushHandler(onError, kindOfHandler(u))
  u.blocks.push({ kind: 'finally', compile: () => suite(u, node.finalbody) })
  if (node.handlers.length > 0) compileHandlers(u, node, suite)
  else suite(u, node.body)
  code.popHandler()
  u.blocks.pop()
  suite(u, node.finalbody)
  code.jump(Op.JUMP, end, 0)
  const cleanup = enter(u, onError, depth)
  u.blocks.push({ kind: 'finally-end' })
  suite(u, node.finalbody)
  u.blocks.pop()
  reraise(u)
  leaveHandling(u, cleanup, depth)
  code.place(end)
}

export function kindOfHandler(u: Unit): HandlerKind {
  return u.m.dialect.callMakesFrame ? HandlerKind.block : HandlerKind.plain
}

/**
 * The beginning of a handler: the exception becomes the handled one. Up to 3.10 unwinding does so; later instructions,
 * which a handler covers that puts the one before back; gives where that is.
 */
export function enter(u: Unit, at: Label, depth: number, lies = 1): Label {
  const { code } = u
  const cleanup = code.newLabel()
  code.place(at)
  if (u.m.dialect.callMakesFrame) {
    code.depth = depth + 6
    code.pushHandler(cleanup, HandlerKind.handling, depth)
    return cleanup
  }
  code.depth = depth + lies
  code.pushHandler(cleanup, HandlerKind.cleanup, code.depth)
  code.emit(Op.PUSH_EXC_INFO, 0, 1, 2)
  return cleanup
}

/** The exception on top of the stack goes on. */
export function reraise(u: Unit): void {
  const values = u.m.dialect.callMakesFrame ? 3 : 1
  u.code.emit(Op.RERAISE, 0, values, 0)
}

/** The end of what `enter` began: what runs when the handler itself fails. */
export function leaveHandling(u: Unit, cleanup: Label, depth: number): void {
  const { code } = u
  code.popHandler()
  code.place(cleanup)
  if (!u.m.dialect.callMakesFrame) {
    // The exception before it, an instruction's number, the new exception.
    code.depth = depth + 3
    code.emit(Op.COPY, 3, 0, 1)
    code.emit(Op.POP_EXCEPT, 0, 1, 0)
    code.emit(Op.RERAISE, 1, 1, 0)
  }
  code.depth = depth
}

function compileHandlers(u: Unit, node: Try, suite: Suite): void {
  const { code } = u
  const onError = code.newLabel()
  const end = code.newLabel()
  const { depth } = code
  code.pushHandler(onError, kindOfHandler(u))
  u.blocks.push({ kind: 'try' })
  suite(u, node.body)
  u.blocks.pop()
  code.popHandler()
  // Up to 3.10 the `else` stands behind the handlers.
  const orelse = u.m.dialect.callMakesFrame ? code.newLabel() : undefined
  if (orelse === undefined) suite(u, node.orelse)
  code.jump(Op.JUMP, orelse ?? end, 0)
  const cleanup = enter(u, onError, depth)
  const handling = code.depth
  for (const handler of node.handlers) {
    code.depth = handling
    const next = code.newLabel()
    if (handler.type !== undefined) compileMatch(u, handler, next)
    compileHandler(u, handler, suite, end)
    code.place(next)
  }
  code.depth = handling
  reraise(u)
  leaveHandling(u, cleanup, depth)
  if (orelse !== undefined) {
    code.place(orelse)
    suite(u, node.orelse)
  }
  code.place(end)
}

function compileMatch(u: Unit, handler: ExceptHandler, next: Label): void {
  const { code } = u
  const isOld = u.m.dialect.callMakesFrame
  if (isOld) code.emit(Op.DUP_TOP, 0, 1, 2)
  if (handler.type !== undefined) compileExpression(u, handler.type)
  code.emit(Op.MATCH_EXCEPTION, 0, isOld ? 2 : 1, 1)
  code.jump(Op.POP_JUMP_IF_FALSE, next, 1)
}

function compileHandler(u: Unit, { name, body }: ExceptHandler, suite: Suite, end: Label): void {
  const { code } = u
  const isOld = u.m.dialect.callMakesFrame
  const outer = code.handler
  if (isOld) code.emit(Op.POP_TOP, 0, 1, 0)
  if (name === undefined) code.emit(Op.POP_TOP, 0, 1, 0)
  else u.store(name)
  if (isOld) code.emit(Op.POP_TOP, 0, 1, 0)
  const { depth } = code
  const cleanup = code.newLabel()
  if (name !== undefined) code.pushHandler(cleanup, isOld ? HandlerKind.block : HandlerKind.cleanup)
  u.blocks.push({ kind: 'handler', name })
  suite(u, body)
  u.blocks.pop()
  if (name !== undefined) code.popHandler()
  // In 3.8 the name goes first, where the handler was not left by a jump.
  const isNameFirst = u.m.dialect.version[1] === 8
  if (name !== undefined && isNameFirst) unbind(u, name)
  code.popHandler()
  popExcept(u)
  if (name !== undefined && !isNameFirst) unbind(u, name)
  code.jump(Op.JUMP, end, 0)
  code.handler = outer
  if (name === undefined) return
  code.place(cleanup)
  if (isOld) {
    code.depth = depth + 6
    code.pushHandler(code.newLabel(), HandlerKind.handling, depth)
    unbind(u, name)
    reraise(u)
    code.popHandler()
  } else {
    code.depth = depth + 2
    unbind(u, name)
    code.emit(Op.RERAISE, 1, 1, 0)
  }
}
