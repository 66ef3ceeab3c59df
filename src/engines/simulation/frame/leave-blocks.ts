/**
 * What a jump out of a statement (`return`, `break`, `continue`) does on the way (compiler_unwind_fblock in
 * Python/compile.c). Up to 3.8 a `finally` was a subroutine; here it is compiled for each
 * way through it, as from 3.9 on, which no program can tell.
 */
import type { Statement } from '../../../program/ast.ts'
import type { FrameBlock } from './frame-block.ts'
import { Op } from './opcodes.ts'
import type { Unit } from './unit.ts'

/** Compiles a suite; handed down so that files refer to each other in one direction only. */
export type Suite = (u: Unit, body: readonly Statement[]) => void

/** Leaves the blocks above number `from`, innermost first; the value on top of the stack stays there if `keepsTop`. */
export function leaveBlocks(u: Unit, from: number, keepsTop: boolean): void {
  const left = u.blocks.splice(from)
  const { handler } = u.code
  for (let i = left.length - 1; i >= 0; i--) {
    const block = left[i] as FrameBlock
    // What runs on the way out is not inside any more.
    u.blocks.push(...left.slice(0, i))
    leave(u, block, keepsTop)
    u.blocks.length = from
  }
  u.code.handler = handler
  u.blocks.push(...left)
}

function leave(u: Unit, block: FrameBlock, keepsTop: boolean): void {
  const { code } = u
  const isOld = u.m.dialect.callMakesFrame
  switch (block.kind) {
    case 'while':
      return
    case 'for':
    case 'value':
      return dropBeneath(u, keepsTop)
    case 'try':
      return code.popHandler()
    case 'finally':
      code.popHandler()
      if (keepsTop) u.blocks.push({ kind: 'value' })
      block.compile()
      if (keepsTop) u.blocks.pop()
      return
    case 'finally-end':
      for (let i = 0; i < (isOld ? 3 : 1); i++) dropBeneath(u, keepsTop)
      code.popHandler()
      return popExcept(u, keepsTop)
    case 'with':
      code.popHandler()
      return callExit(u, keepsTop)
    case 'handler':
      if (block.name !== undefined) code.popHandler()
      code.popHandler()
      popExcept(u, keepsTop)
      if (block.name !== undefined) unbind(u, block.name)
  }
}

/** Brings the value on top beneath `depth` others. */
function sink(u: Unit, depth: number): void {
  for (let i = depth + 1; i >= 2; i--) u.code.emit(Op.SWAP, i, i, i)
}

function dropBeneath(u: Unit, keepsTop: boolean): void {
  if (keepsTop) u.code.emit(Op.SWAP, 2, 2, 2)
  u.code.emit(Op.POP_TOP, 0, 1, 0)
}

/** The exception is handled; the one before it, beneath on the stack, is the handled one again. */
export function popExcept(u: Unit, keepsTop = false): void {
  const saved = u.m.dialect.callMakesFrame ? 3 : 1
  if (keepsTop) sink(u, saved)
  u.code.emit(Op.POP_EXCEPT, 0, saved, 0)
}

/** `__exit__` with None three times; what it says is dropped. */
export function callExit(u: Unit, keepsTop = false): void {
  const { code } = u
  if (u.m.dialect.version[1] < 14) {
    if (keepsTop) sink(u, 1)
    for (let i = 0; i < 3; i++) u.none()
    code.emit(Op.CALL_EXIT, 0, 4, 1)
  } else {
    if (keepsTop) sink(u, 2)
    for (let i = 0; i < 3; i++) u.none()
    code.emit(Op.CALL_METHOD, 3, 5, 1)
  }
  code.emit(Op.POP_TOP, 0, 1, 0)
}

/** `name = None; del name` at the end of `except … as name`. */
export function unbind(u: Unit, name: string): void {
  u.none()
  u.store(name)
  u.delete(name)
}
