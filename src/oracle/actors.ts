/** Who runs code and lets things die in a world: those whom it asks, put together once for a judgement. */

import type { Actors } from './actor-roles.ts'
import { lastReferenceGone } from './die.ts'
import { isEqual } from './equality.ts'
import { close, resume } from './generators.ts'
import { callFromOutside, callOther, callSpecial } from './interpret/calls.ts'
import { classOfCall } from './interpret/class-of-call.ts'
import type { Machine } from './interpret/machine.ts'
import { compare } from './interpret/operators.ts'
import { Library } from './library/load.ts'
import { truthOf } from './truth.ts'

export function castActors(machine: Machine): Actors {
  const { world } = machine
  const library = new Library(machine)
  return {
    lastReferenceGone: (thing) => lastReferenceGone(world, thing),
    call: (callee, args) => callFromOutside(machine, callee, args),
    callSpecial: (method, self, args) => callSpecial(machine, method, self, args),
    callWith: (callee, args) => callOther(machine, callee, args, false),
    libraryClass: (name) => library.class(name),
    libraryFunction: (name) => library.function(name),
    makeClass: (args) => classOfCall(world, args),
    isEqual: (a, b) => isEqual(world, a, b),
    isLess: (a, b) => truthOf(world, compare(world, '<', a, b)),
    resume: (generator, sent, error) => resume(machine, generator, sent, error),
    close: (generator) => close(machine, generator),
  }
}
