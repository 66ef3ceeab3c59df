/** Methods of generators. */
import { Builtin, Undecided } from '../atom.ts'
import { isExceptionClass, isExceptionType } from '../exception-types.ts'
import { PythonError } from '../python-error.ts'
import { makeException, raiseAgain } from '../raising.ts'
import type { Step } from '../thing.ts'
import { Thing, type Value } from '../thing.ts'
import type { World } from '../world.ts'
import { arity, type BuiltinMethod, typeError } from './table.ts'

/** A yielded value is given; at the end there is a StopIteration with what was returned. */
function given({ ended, value }: Step): Value {
  if (ended) throw new PythonError('StopIteration', value === null ? [] : [value])
  return value
}

/** The exception that `throw` was given, or one of that type; owned. */
function thrown(world: World, value: Value): Thing {
  if (value instanceof Thing && value.kind === 'exception') return world.incref(value)
  if (value instanceof Builtin && isExceptionType(value)) return makeException(world, value.name, [])
  if (isExceptionClass(value)) {
    const made = world.actors.call(value, [])
    if (made instanceof Thing && made.kind === 'exception') return made
    world.decref(made)
  }
  throw typeError()
}

export const generatorMethods: Readonly<Record<string, BuiltinMethod>> = {
  send(world, generator, args) {
    arity(args, 1)
    return given(world.actors.resume(generator, world.incref(args[0] as Value), null))
  },
  throw(world, generator, args) {
    if (args.length > 1) throw new Undecided('throw with more than an exception')
    arity(args, 1)
    return given(world.actors.resume(generator, null, raiseAgain(world, thrown(world, args[0] as Value), null)))
  },
  close(world, generator, args) {
    arity(args, 0)
    return world.actors.close(generator)
  },
}
