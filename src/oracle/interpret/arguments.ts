/** How a call's frame begins: arguments, defaults, cells. */
import { assert } from '../../base/assert.ts'
import { makeTuple } from '../builtins/make.ts'
import { newFrame } from '../frame.ts'
import { PythonError } from '../python-error.ts'
import { madeAtOnce } from '../raising.ts'
import type { Frame, Thing, Value } from '../thing.ts'
import type { World } from '../world.ts'
import type { CompiledFunction } from './machine.ts'

/** Arguments behind the others go into a tuple. */
function withRest(world: World, { parameterCount }: CompiledFunction, args: readonly Value[]): readonly Value[] {
  if (args.length < parameterCount - 1) return args
  const rest = makeTuple(world, args.slice(parameterCount - 1), 'display')
  return [...args.slice(0, parameterCount - 1), rest]
}

/** Binds arguments and defaults to slots, makes the cells, and copies those of the closure. */
function enter(world: World, code: CompiledFunction, callee: Thing, args: readonly Value[]): Frame {
  const { parameterCount } = code
  const { defaults } = callee
  const required = defaults === null ? parameterCount : parameterCount - defaults.items.length
  if (args.length < required || args.length > parameterCount) {
    for (const argument of inOrderOfRelease(world, args, parameterCount).reverse()) world.push(argument)
    const error = new PythonError('TypeError')
    madeAtOnce(world, error)
    // They go with the frame that did not come to be, before the caller's is told.
    world.unwind(world.stack.length - args.length)
    throw error
  }
  const locals: (Value | undefined)[] = code.unbound.slice()
  for (let i = 0; i < args.length; i++) locals[i] = args[i]
  for (let i = args.length; i < parameterCount; i++) {
    assert(defaults !== null, 'what has no argument has a default')
    locals[i] = world.incref(defaults.items[i - required] as Value)
  }
  if (code.cells !== null) makeCells(world, code.cells, locals)
  if (callee.closure !== null) {
    const { items } = callee.closure
    for (let i = 0; i < items.length; i++) locals[code.firstFree + i] = world.incref(items[i] as Value)
  }
  return newFrame(code, locals, null)
}

/** Those that are too many go first; the others lie in the frame already, and go as its locals do (`initialize_locals`). */
function inOrderOfRelease(world: World, args: readonly Value[], parameterCount: number): Value[] {
  const bound = args.slice(0, parameterCount)
  return [...args.slice(parameterCount), ...(world.semantics.localsReleasedForward ? bound : bound.reverse())]
}

function makeCells(world: World, cells: CompiledFunction['cells'], locals: (Value | undefined)[]): void {
  for (const { slot, parameter } of cells ?? []) {
    const cell = world.create('cell')
    cell.refs = 1
    cell.tracked = 'yes'
    const argument = parameter === null ? undefined : locals[parameter]
    if (parameter !== null) locals[parameter] = undefined
    cell.items = argument === undefined ? [] : [argument]
    locals[slot] = cell
  }
}

/** `enter` with all arguments. Where there is no memory for its cells, the version decides whether it is in the traceback. */
export function enterOrGuess(world: World, code: CompiledFunction, callee: Thing, args: readonly Value[]): Frame {
  try {
    return enter(world, code, callee, code.takesRest ? withRest(world, code, args) : args)
  } catch (error) {
    if (error instanceof PythonError && error.type === 'MemoryError')
      world.guess ??= 'whether a call that lacked memory has a frame'
    throw error
  }
}
