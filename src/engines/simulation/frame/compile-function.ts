/**
 * What functions, lambdas and generator expressions have in common: defaults, the unit of the body, and how a generator
 * begins and ends (wrap_in_stopiteration_handler in Python/compile.c: from 3.12 on all of its code stands in a handler
 * that turns StopIteration into RuntimeError).
 */
import type { Expression, Lambda, Parameter } from '../../../program/ast.ts'
import type { Address } from '../memory/layout.ts'
import type { Label } from './assembler.ts'
import type { Report } from './code.ts'
import { finishUnit, makeFunctionOf } from './finish-unit.ts'
import { type Constant, constantsOf } from './fold.ts'
import { HandlerKind } from './handler.ts'
import { Op } from './opcodes.ts'
import type { Scope } from './scope.ts'
import { Unit } from './unit.ts'

/** Compiles an expression; handed down so that files refer to each other in one direction only. */
export type CompileExpression = (u: Unit, node: Expression) => void

/** A function's code while its body is compiled. */
export interface Body {
  readonly u: Unit
  /** Where a generator's exceptions go (3.12+). */
  readonly onStop: Label | undefined
}

/** Leaves a tuple of the defaults; false where there are none. */
export function compileDefaults(u: Unit, parameters: readonly Parameter[], compile: CompileExpression): boolean {
  const defaults: Expression[] = []
  for (const parameter of parameters) if (parameter.default !== undefined) defaults.push(parameter.default)
  if (defaults.length === 0) return false
  const constants = constantsOf(defaults)
  if (constants === undefined) {
    for (const value of defaults) compile(u, value)
    u.code.emit(Op.BUILD_TUPLE, defaults.length, defaults.length, 1)
  } else {
    const tuple = { kind: 'tuple', items: constants } as const
    u.emitObject(Op.LOAD_CONST, foldedTuple(u, tuple, parameters), 0, 1)
  }
  return true
}

/** Up to 3.9 each is folded on its own; to 3.8 the code of a `finally`, which is compiled twice here, is one. */
function foldedTuple(u: Unit, tuple: Exclude<Constant, { kind: 'none' | 'bool' }>, place: object): Address {
  const [, minor] = u.m.dialect.version
  if (minor >= 10) return u.pool.object(tuple)
  return u.pool.fresh(tuple, minor === 8 ? place : {})
}

/** Its name behind those of the functions and classes around. */
export function qualified(u: Unit, name: string): string {
  return u.scope.block.globals.has(name) ? name : u.prefix + name
}

export function beginBody(
  u: Unit,
  scope: Scope,
  name: string,
  parameters: readonly { readonly name: string }[],
  report: Report,
): Body {
  const inner = new Unit(u.m, u.pool, scope, `${qualified(u, name)}.<locals>.`)
  for (const parameter of parameters) inner.localIndex(parameter.name)
  const { code } = inner
  const { callMakesFrame, collectsAtAllocation, version } = u.m.dialect
  let onStop: Label | undefined
  if (scope.block.isGenerator) {
    code.emit(Op.RETURN_GENERATOR, 0, 0, callMakesFrame ? 0 : 1)
    // What the first resumption sends.
    if (!callMakesFrame) code.emit(Op.POP_TOP, 0, 1, 0)
    if (version[1] >= 12) {
      onStop = code.newLabel()
      code.pushHandler(onStop, HandlerKind.cleanup)
    }
  }
  if (!collectsAtAllocation) code.emit(Op.RESUME, 0, 0, 0)
  if (report !== 'nothing' && !u.pool.isLibrary) code.emit(Op.REPORT, 0, 0, 0)
  return { u: inner, onStop }
}

/** The value to return lies on the stack. */
export function endBody({ u, onStop }: Body): void {
  const { code } = u
  code.emit(returnOf(u), 0, 1, 0)
  if (onStop === undefined) return
  code.popHandler()
  code.place(onStop)
  code.depth = 2
  code.emit(Op.STOPITERATION_ERROR, 0, 1, 1)
  code.emit(Op.RERAISE, 1, 1, 0)
  code.depth = 0
}

export function returnOf(u: Unit): number {
  return u.scope.block.isGenerator ? Op.RETURN_FROM_GENERATOR : Op.RETURN_VALUE
}

export function compileLambda(u: Unit, node: Lambda, compile: CompileExpression): void {
  const hasDefaults = compileDefaults(u, node.parameters, compile)
  const [first, ...rest] = node.parameters
  const isTold = first !== undefined && rest.every((parameter) => parameter.default !== undefined)
  const report = isTold ? 'entered' : 'nothing'
  const name = '<lambda>'
  const { code, frees } = u.nested(node, () => {
    const body = beginBody(u, u.scope.inner(node, u.hidden), name, node.parameters, report)
    compile(body.u, node.body)
    endBody(body)
    const count = node.parameters.length
    return { code: finishUnit(body.u, name, qualified(u, name), count, report, name), frees: body.u.scope.frees }
  })
  makeFunctionOf(u, code, frees, hasDefaults)
}
