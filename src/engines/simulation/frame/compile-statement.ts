/** Statements (compiler_visit_stmt in Python/compile.c), and whole top-level statements as code of their own. */
import type { Expression, For, If, Raise, Statement, While } from '../../../program/ast.ts'
import { traitsOf } from '../../python/statement-traits.ts'
import { Abort } from '../abort.ts'
import type { Machine } from '../machine.ts'
import { type Address, GC_HEAD_BYTES, OB_REFCNT } from '../memory/layout.ts'
import { codeStateWords, codeZombie } from '../object/code-object.ts'
import { frameBytes } from '../object/frame-object.ts'
import { blockOfStatement } from './block.ts'
import type { Code, CompiledStatement } from './code.ts'
import { compileClass, compileFunction } from './compile-definition.ts'
import {
  compileCondition,
  compileConsumed,
  compileExpression,
  compileIterable,
  compileStore,
} from './compile-expression.ts'
import { returnOf } from './compile-function.ts'
import { compileDelete, compileSwap } from './compile-target.ts'
import { compileTry } from './compile-try.ts'
import { compileWith } from './compile-with.ts'
import { ConstantPool, outsideHeap } from './constants.ts'
import { finishUnit } from './finish-unit.ts'
import { constantOf } from './fold.ts'
import { leaveBlocks } from './leave-blocks.ts'
import { Op } from './opcodes.ts'
import { Scope } from './scope.ts'
import { Unit } from './unit.ts'

/** Only while the machine is as programs find it. */
export function compileStatement(m: Machine, statement: Statement, isLibrary = false): CompiledStatement {
  return outsideHeap(m, () => {
    const first = m.codes.length
    const pool = new ConstantPool(m, isLibrary)
    const number = compileModule(m, statement, pool)
    const codes = m.codes.slice(first)
    for (const { object } of codes) pool.objects.add(object)
    return {
      number,
      traits: traitsOf(statement),
      mortal: Int32Array.from(noteCounts(m, pool.objects)),
      changeable: Int32Array.from(codes.flatMap((code) => changeableWords(m, code))),
    }
  })
}

/** Which of the objects have a count that moves. */
function noteCounts(m: Machine, objects: Iterable<Address>): Address[] {
  const mortal: Address[] = []
  for (const o of objects) {
    const count = m.i32[(o + OB_REFCNT) >> 2] as number
    if (count < 0) continue
    m.constantCounts[(o - m.space.dataStart) >> 4] = count
    mortal.push(o)
  }
  return mortal
}

/** Of code that has not run: its list of weakrefs, and its frame (to 3.10), which may be in use when a program ends. */
function changeableWords(m: Machine, { object, frameSlots }: Code): number[] {
  const words = codeStateWords(object).flatMap((at) => [at, m.i32[at] as number])
  const frame = codeZombie(m, object)
  if (frame === 0) return words
  const end = (frame + frameBytes(m) + 8 * frameSlots) >> 2
  for (let at = (frame - GC_HEAD_BYTES) >> 2; at < end; at++) words.push(at, m.i32[at] as number)
  return words
}

function compileModule(m: Machine, statement: Statement, pool: ConstantPool): number {
  const scope = new Scope(blockOfStatement(statement), undefined, {
    inlines: m.dialect.version[1] >= 12,
    namespaceCells: m.dialect.version[1] >= 14,
  })
  const u = new Unit(m, pool, scope, '')
  if (!m.dialect.collectsAtAllocation) u.code.emit(Op.RESUME, 0, 0, 0)
  if (statement.kind === 'expression') compileExpression(u, statement.value)
  else {
    compile(u, statement, '')
    u.none()
  }
  u.code.emit(Op.RETURN_VALUE, 0, 1, 0)
  return finishUnit(u, '<module>', '<module>', 0, 'nothing', '').number
}

function suite(u: Unit, body: readonly Statement[], className = ''): void {
  for (const statement of body) compile(u, statement, className)
}

/** `className` is that of the class whose body is compiled, else empty. */
function compile(u: Unit, node: Statement, className: string): void {
  switch (node.kind) {
    case 'expression':
      if (constantOf(node.value) !== undefined) return
      return compileConsumed(u, node.value, { kind: 'drop' })
    case 'assign': {
      const [first, ...rest] = node.targets
      if (first !== undefined && rest.length === 0) {
        if (compileSwap(u, first, node.value)) return
        if (first.kind === 'name' && u.isLocal(first.name))
          return compileConsumed(u, node.value, { kind: 'store', name: first.name, metBefore: [] })
      }
      compileExpression(u, node.value)
      for (const [index, target] of node.targets.entries()) {
        if (index < rest.length) u.code.emit(Op.DUP_TOP, 0, 1, 2)
        compileStore(u, target)
      }
      return
    }
    case 'delete':
      for (const target of node.targets) compileDelete(u, target)
      return
    case 'class':
      return compileClass(u, node, (inner, body) => suite(inner, body, node.name))
    case 'def':
      return compileFunction(u, node, suite, className)
    case 'return':
      return compileReturn(u, node.value)
    case 'if':
      return compileIf(u, node, className)
    case 'for':
      return compileFor(u, node, className)
    case 'while':
      return compileWhile(u, node, className)
    case 'break':
    case 'continue':
      return compileJump(u, node.kind)
    case 'assert':
      return compileAssert(u, node.test, node.message)
    case 'import':
      for (const name of node.modules) {
        u.emitName(Op.IMPORT, name, 0, 1)
        u.store(name)
      }
      return
    case 'try':
      return compileTry(u, node, (inner, body) => suite(inner, body, className))
    case 'with':
      return compileWith(u, node, 0, (inner, body) => suite(inner, body, className))
    case 'raise':
      return compileRaise(u, node)
    case 'pass':
    case 'global':
    case 'nonlocal':
      return
    default:
      throw new Abort('every statement of the language can be compiled', (node as Statement).kind)
  }
}

/** What surrounds it is left before a constant is loaded, and beneath any other value. */
function compileReturn(u: Unit, value: Expression | undefined): void {
  const { depth } = u.code
  const isConstant = value === undefined || constantOf(value) !== undefined
  if (!isConstant) compileExpression(u, value)
  leaveBlocks(u, 0, !isConstant)
  if (value === undefined) u.none()
  else if (isConstant) compileExpression(u, value)
  u.code.emit(returnOf(u), 0, 1, 0)
  // What follows is never reached, or by a jump from where the stack is as it was.
  u.code.depth = depth
}

function compileRaise(u: Unit, { exception, cause }: Raise): void {
  const { depth } = u.code
  if (exception !== undefined) compileExpression(u, exception)
  if (cause !== undefined) compileExpression(u, cause)
  const count = u.code.depth - depth
  u.code.emit(Op.RAISE, count, count, 0)
}

function compileIf(u: Unit, node: If, className: string): void {
  const orelse = u.code.newLabel()
  const end = u.code.newLabel()
  compileCondition(u, node.test, orelse, false)
  suite(u, node.body, className)
  if (node.orelse.length > 0) u.code.jump(Op.JUMP, end, 0)
  u.code.place(orelse)
  suite(u, node.orelse, className)
  u.code.place(end)
}

function compileFor(u: Unit, node: For, className: string): void {
  const head = u.code.newLabel()
  const end = u.code.newLabel()
  compileIterable(u, node.iterable)
  u.code.emit(Op.GET_ITER, 0, 1, 1)
  u.code.place(head)
  u.code.jump(Op.FOR_ITER, end, 1, 2)
  u.blocks.push({ kind: 'for', head, end })
  compileStore(u, node.target)
  suite(u, node.body, className)
  u.blocks.pop()
  u.code.jump(Op.JUMP_BACKWARD, head, 0)
  u.code.place(end)
  u.code.depth--
}

/** The test stands at the loop's end a second time from 3.10 on, which nothing can observe. */
function compileWhile(u: Unit, node: While, className: string): void {
  const head = u.code.newLabel()
  const end = u.code.newLabel()
  u.code.place(head)
  compileCondition(u, node.test, end, false)
  u.blocks.push({ kind: 'while', head, end })
  suite(u, node.body, className)
  u.blocks.pop()
  u.code.jump(Op.JUMP_BACKWARD, head, 0)
  u.code.place(end)
}

function compileJump(u: Unit, kind: 'break' | 'continue'): void {
  const { depth } = u.code
  const index = u.blocks.findLastIndex((block) => block.kind === 'for' || block.kind === 'while')
  const loop = u.blocks[index]
  if (loop?.kind !== 'for' && loop?.kind !== 'while') throw new Abort('a jump stands in a loop')
  leaveBlocks(u, kind === 'continue' ? index + 1 : index, false)
  if (kind === 'continue') u.code.jump(Op.JUMP_BACKWARD, loop.head, 0)
  else u.code.jump(Op.JUMP, loop.end, 0)
  u.code.depth = depth
}

function compileAssert(u: Unit, test: Expression, message: Expression | undefined): void {
  const end = u.code.newLabel()
  compileCondition(u, test, end, true)
  // AssertionError lies on the stack beneath the message.
  u.code.padding++
  u.code.reserve(0)
  if (message !== undefined) compileExpression(u, message)
  u.code.padding--
  u.code.emit(Op.RAISE_ASSERTION, message === undefined ? 0 : 1, message === undefined ? 0 : 1, 0)
  u.code.place(end)
}
