/** `def` and `class`: what they make, owned. */
import type { ClassDefinition, FunctionDefinition } from '../../program/ast.ts'
import type { Frame } from '../frame.ts'
import { makeClass, makeFunction } from '../interpret/define.ts'
import { type Act, CompiledFunction, type Run } from '../interpret/machine.ts'
import { PythonError } from '../python-error.ts'
import { slotsOf } from '../scope.ts'
import type { Value } from '../thing.ts'
import { evaluateAll, isConstant } from './displays.ts'
import type { Place } from './names.ts'

export function functionOf(
  definition: FunctionDefinition,
  place: Place,
  defaults: readonly Run[],
  compileBody: (inside: Place) => Act,
): Run {
  const { parameters } = definition
  const slots = slotsOf(definition)
  const code = new CompiledFunction(
    definition.name,
    parameters.length,
    parameters.length - defaults.length,
    slots.size,
    () => compileBody({ slots, isClassBody: false }),
  )
  const areConstant = parameters.every((parameter) => parameter.default === undefined || isConstant(parameter.default))
  const isMethod = place.isClassBody
  return (machine) => makeFunction(machine.world, code, evaluateAll(machine, defaults), areConstant, isMethod)
}

export function classOf(definition: ClassDefinition, body: Act): Run {
  return (machine) => {
    const { world } = machine
    const outer = machine.frame
    const members = new Map<string, Value>()
    const frame: Frame = { code: null, locals: [], members }
    machine.frame = frame
    world.frames.push(frame)
    try {
      body(machine)
      return makeClass(world, definition, members)
    } catch (error) {
      if (error instanceof PythonError) error.held.push(...members.values())
      throw error
    } finally {
      world.leave(frame)
      machine.frame = outer
    }
  }
}
