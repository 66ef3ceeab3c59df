/** Methods of built-in types, called with their object as first argument: `list.append(x, 1)`, `Exception.__init__(self)`. */
import { type Builtin, Undecided } from '../atom.ts'
import { callUnbound as callUnboundMethod } from '../builtins/bound.ts'
import { isExceptionOfBuiltin } from '../exception-types.ts'
import { PythonError } from '../python-error.ts'
import { Thing, type Value } from '../thing.ts'
import type { World } from '../world.ts'
import { storeInObject } from './change-members.ts'
import { initializeBuiltin } from './instantiate.ts'

/** A method of a built-in type called with its object as first argument. */
export function callUnbound(world: World, callee: Builtin, args: readonly Value[]): Value {
  const [self] = args
  if (callee.name.endsWith('.__init__')) {
    if (!(self instanceof Thing) || !isInstanceOfBuiltin(self, callee.name.slice(0, -'.__init__'.length)))
      throw new PythonError('TypeError')
    initializeBuiltin(world, self, args.slice(1))
    return null
  }
  if (callee.name === 'object.__setattr__') {
    if (args.length !== 3 || typeof args[1] !== 'string') throw new PythonError('TypeError')
    storeInObject(world, self as Value, args[1], args[2] as Value)
    return null
  }
  const result = callUnboundMethod(world, callee, args)
  if (result === undefined) throw new Undecided(`a call of ${callee.name}`)
  return result
}

function isInstanceOfBuiltin(self: Thing, type: string): boolean {
  return self.kind === 'exception' ? isExceptionOfBuiltin(self, type) : self.kind === type
}
