/** Which functions an engine tells of when they are entered, and under which name. */
import { SPECIAL_METHODS } from '../../program/surface.ts'
import { Undecided } from '../atom.ts'
import { isAtLimit } from '../recursion.ts'
import { type Frame, Thing } from '../thing.ts'
import type { World } from '../world.ts'
import type { CompiledFunction } from './machine.ts'

/** Tells the witness which function runs now. */
export function announce(world: World, callee: Thing, code: CompiledFunction, frame: Frame): void {
  // Up to 3.11 the call that tells of it is a level, too.
  if (isAtLimit(world) && !world.semantics.exceptionsMadeAtOnce)
    world.guess ??= 'whether a call at the recursion limit can be told of'
  const asCallback = world.callingBack
  const { finalizing } = world
  world.callingBack = null
  world.finalizing = null
  if (code.isLibrary) return
  if (callee.isMethod && (code.name === '__init__' || code.name === '__del__')) {
    if (code.parameterCount === 0) return
    const self = code.argument(frame)
    if (!(self instanceof Thing) || self.cls === null) throw new Undecided(`${code.name} of no instance`)
    if (!self.cls.mro.some((cls) => cls.members.get(code.name) === callee))
      throw new Undecided(`${code.name} with an instance of another class`)
    if (code.name === '__init__') world.witness.initialized(self)
    else world.witness.finalized(self, finalizing?.occasion ?? 'refcount')
    return
  }
  const entry = entryOf(callee, code)
  if (entry !== null) world.witness.entered(entry, asCallback)
}

/** The name under which an engine tells that the function is entered; null where it does not. */
export function entryOf(callee: Thing, code: CompiledFunction): string | null {
  if (code.isLibrary) return null
  if (callee.isMethod) return SPECIAL_METHODS.has(code.name) ? code.name : null
  return code.isReported ? code.name : null
}
