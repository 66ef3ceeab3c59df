/** `with` (compiler_with, compiler_call_exit_with_nones, compiler_with_except_finish in Python/compile.c). */
import type { With } from '../../../program/ast.ts'
import type { Label } from './assembler.ts'
import { compileExpression, compileStore } from './compile-expression.ts'
import { enter, leaveHandling, reraise } from './compile-try.ts'
import { HandlerKind } from './handler.ts'
import { callExit, popExcept, type Suite } from './leave-blocks.ts'
import { Op } from './opcodes.ts'
import type { Unit } from './unit.ts'

/** The items from number `index` on: each is a `with` inside the one before. */
export function compileWith(u: Unit, node: With, index: number, suite: Suite): void {
  const item = node.items[index]
  if (item === undefined) return suite(u, node.body)
  const { code } = u
  const { callMakesFrame, version } = u.m.dialect
  const onError = code.newLabel()
  const end = code.newLabel()
  compileExpression(u, item.context)
  const { depth } = code
  if (version[1] < 14) code.emit(Op.BEFORE_WITH, 0, 1, 2)
  else enterUnbound(u)
  /** Of the stack with `__exit__` on it. */
  const inside = code.depth - 1
  code.pushHandler(onError, callMakesFrame ? HandlerKind.block : HandlerKind.cleanup, inside)
  u.blocks.push({ kind: 'with' })
  if (item.target === undefined) code.emit(Op.POP_TOP, 0, 1, 0)
  else compileStore(u, item.target)
  compileWith(u, node, index + 1, suite)
  code.popHandler()
  u.blocks.pop()
  callExit(u)
  code.jump(Op.JUMP, end, 0)
  onException(u, onError, inside, depth - 1)
  code.place(end)
}

/** 3.14+: `__exit__` and `__enter__` are called as methods are, without bound ones. */
function enterUnbound(u: Unit): void {
  const { code } = u
  code.emit(Op.DUP_TOP, 0, 1, 2)
  u.emitName(Op.LOAD_SPECIAL, '__exit__', 1, 2)
  code.emit(Op.SWAP, 2, 2, 2)
  code.emit(Op.SWAP, 3, 3, 3)
  u.emitName(Op.LOAD_SPECIAL, '__enter__', 1, 2)
  code.emit(Op.CALL_METHOD, 0, 2, 1)
}

/** `__exit__` is asked; when it is content the exception has been handled. */
function onException(u: Unit, at: Label, inside: number, after: number): void {
  const { code } = u
  const { callMakesFrame } = u.m.dialect
  const content = code.newLabel()
  const cleanup = enter(u, at, inside, 2)
  const { depth } = code
  code.emit(Op.WITH_EXCEPT_START, callMakesFrame ? 6 : inside - after, 0, 1)
  code.jump(Op.POP_JUMP_IF_TRUE, content, 1)
  reraise(u)
  code.place(content)
  code.depth = depth
  for (let i = 0; i < (callMakesFrame ? 3 : 1); i++) code.emit(Op.POP_TOP, 0, 1, 0)
  const { handler } = code
  code.popHandler()
  popExcept(u)
  while (code.depth > after) code.emit(Op.POP_TOP, 0, 1, 0)
  const end = code.newLabel()
  code.jump(Op.JUMP, end, 0)
  code.handler = handler
  leaveHandling(u, cleanup, inside + (callMakesFrame ? 0 : 1))
  code.place(end)
  code.depth = after
}
