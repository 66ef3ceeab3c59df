/**
 * The end of a code unit (assemble in Python/compile.c): where its cells lie among the local variables, the instructions
 * that make them, and the record of the code. Up to 3.10 cells stand behind all local variables, and arguments among them
 * move there; later such an argument's cell is in its own place.
 */
import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { newCodeObject } from '../object/code-object.ts'
import { allocFrameObject, freeFrameObject } from '../object/frame-object.ts'
import type { Code, Report } from './code.ts'
import { Op } from './opcodes.ts'
import type { Unit } from './unit.ts'

const CELL_OPS: ReadonlySet<number> = new Set([
  Op.MAKE_CELL,
  Op.LOAD_CLOSURE,
  Op.LOAD_DEREF,
  Op.STORE_DEREF,
  Op.DELETE_DEREF,
  Op.LOAD_CLASSDEREF,
])
/** Of the index of an argument in one instruction with that of its cell. */
const INDEX_BITS = 12

/** The function of that code, with what its free variables are here; defaults lie on the stack. */
export function makeFunctionOf(u: Unit, code: Code, frees: readonly string[], hasDefaults: boolean): void {
  const defaults = hasDefaults ? 1 : 0
  // The code, and up to 3.10 the name, are loaded first.
  u.code.reserve((frees.length > 0 ? 1 : 0) + (u.m.dialect.callMakesFrame ? 2 : 1))
  if (frees.length === 0) {
    u.code.emit(hasDefaults ? Op.MAKE_FUNCTION_WITH_DEFAULTS : Op.MAKE_FUNCTION, code.number, defaults, 1)
    return
  }
  for (const name of frees) u.code.emit(Op.LOAD_CLOSURE, u.cellIndex(name), 0, 1)
  u.code.emit(Op.BUILD_TUPLE, frees.length, frees.length, 1)
  u.code.emit(hasDefaults ? Op.MAKE_CLOSURE_WITH_DEFAULTS : Op.MAKE_CLOSURE, code.number, defaults + 1, 1)
}

export function finishUnit(
  u: Unit,
  name: string,
  qualname: string,
  argumentCount: number,
  report: Report,
  reported: string,
): Code {
  const { m, scope } = u
  const number = m.codes.length
  const nameObject = u.pool.name(name)
  const { localNames, freesAt } = placeCells(u, argumentCount)
  const frameSlots = localNames.length + u.code.stackSize
  const object = newCodeObject(m, number, nameObject, u.pool.object({ kind: 'str', value: qualname }))
  if (m.dialect.callMakesFrame) makeOwnFrame(m, object, frameSlots)
  const code: Code = {
    number,
    name,
    nameObject,
    kind: u.kind,
    ...u.code.finish(m),
    argumentCount,
    localCount: localNames.length,
    localNames,
    freesAt,
    isGenerator: scope.block.isGenerator,
    hasCells: scope.cells.length > 0,
    stackSize: u.code.stackSize,
    report,
    reported,
    object,
    frameSlots,
  }
  m.codes.push(code)
  return code
}

function placeCells(u: Unit, argumentCount: number): { localNames: string[]; freesAt: number } {
  const { cells, frees } = u.scope
  const localNames = [...u.indexes.keys()]
  if (cells.length === 0 && frees.length === 0) return { localNames, freesAt: localNames.length }
  const isOld = u.m.dialect.callMakesFrame
  const places: number[] = []
  for (const name of cells) {
    const known = u.indexes.get(name)
    if (known !== undefined && !isOld) places.push(known)
    else places.push(localNames.push(name) - 1)
  }
  const freesAt = localNames.length
  for (const name of frees) places.push(localNames.push(name) - 1)
  assert(localNames.length < 1 << INDEX_BITS, 'a function has fewer than 4,096 variables')
  u.code.relocate(CELL_OPS, places)
  const prefix: [number, number][] = frees.length === 0 ? [] : [[Op.COPY_FREE_VARS, frees.length]]
  const made = cells.map((name, i): [number, number] => {
    const argument = u.indexes.get(name)
    const place = places[i] as number
    if (isOld && argument !== undefined && argument < argumentCount)
      return [Op.MAKE_ARGUMENT_CELL, argument | (place << INDEX_BITS)]
    return [Op.MAKE_CELL, place]
  })
  // From 3.11 on in the order of their places.
  if (!isOld) made.sort(([, a], [, b]) => a - b)
  u.code.prepend([...prefix, ...made])
  return { localNames, freesAt }
}

/** What the first activation of code will use, outside of the heap. */
function makeOwnFrame(m: Machine, code: Address, slots: number): void {
  freeFrameObject(m, code, allocFrameObject(m, code, slots))
}
