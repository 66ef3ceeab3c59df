/** `def`, `lambda` and `class`: what they make, owned. */
import { assert } from '../../base/assert.ts'
import type { ClassDefinition, Parameter } from '../../program/ast.ts'
import { Undecided } from '../atom.ts'
import { endFrame } from '../end-frame.ts'
import { newFrame } from '../frame.ts'
import { makeClass, makeFunction } from '../interpret/define.ts'
import { type Act, type Body, CompiledFunction, type Machine, type Run } from '../interpret/machine.ts'
import { PythonError } from '../python-error.ts'
import { trace } from '../raising.ts'
import { type Layout, layoutOf, layoutOfClass } from '../scope.ts'
import type { ScopeBody } from '../scope-names.ts'
import type { Entry, Thing, Value } from '../thing.ts'
import { anyOf } from '../tracking.ts'
import { evaluateAll, isConstant } from './displays.ts'
import { cellAt, type Place, placeOf } from './names.ts'

export interface Callable {
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly body: ScopeBody
  readonly isGenerator: boolean
}

export function functionOf(
  { name, parameters, body, isGenerator }: Callable,
  place: Place,
  defaults: readonly Run[],
  compileBody: (inside: Place) => Body,
): Run {
  const { flavour } = place
  const layout = layoutOf(parameters, body, place.visible, flavour)
  const code = new CompiledFunction(
    name,
    parameters.length,
    parameters.length - defaults.length,
    layout,
    isGenerator,
    () => compileBody(placeOf(layout, false, place)),
  )
  const areConstant = parameters.every((parameter) => parameter.default === undefined || isConstant(parameter.default))
  const isMethod = place.isClassBody && name !== '<lambda>'
  const closure = closureFrom(layout, place)
  return (machine) => {
    const values = evaluateAll(machine, defaults)
    return makeFunction(machine.world, code, values, areConstant, isMethod, closure(machine))
  }
}

/** The cells that an inner function takes with it, owned. */
export function closureFrom({ free }: Layout, { slots }: Place): (machine: Machine) => Thing[] | null {
  if (free.length === 0) return () => null
  const from = free.map((name) => slots.get(name))
  return ({ world, frame }) =>
    from.map((slot, i) => {
      if (slot === undefined) throw new Undecided(`the variable ${free[i]} of a function around`)
      return world.incref(cellAt(frame, slot))
    })
}

export function classOf(
  definition: ClassDefinition,
  place: Place,
  bases: readonly Run[],
  compileBody: (inside: Place) => Act,
): Run {
  const layout = layoutOfClass(definition, place.visible, place.flavour)
  const cells = closureFrom(layout, place)
  const body = compileBody(placeOf(layout, true, place))
  return (machine) => {
    const { world } = machine
    const outer = machine.frame
    const height = world.stack.length
    for (const base of bases) world.push(base(machine))
    const members = new Map<string, Value>()
    const frame = newFrame(null, cells(machine) ?? [], members)
    machine.frame = frame
    world.frames.push(frame)
    try {
      body(machine)
      machine.frame = outer
      if (frame.thing !== null) throw new Undecided('the frame of a class body that may outlive it')
      endFrame(world, frame, null, outer)
      const made = makeClass(world, definition, members, world.stack.slice(height))
      world.push(made)
      for (let i = 0; i < bases.length; i++) {
        world.decref(world.stack.splice(height, 1)[0] as Value)
      }
      return world.pop()
    } catch (error) {
      if (error instanceof PythonError && machine.frame === frame) {
        trace(world, error, frame)
        failedClassBody(machine)
        machine.frame = outer
        endFrame(world, frame, null, outer)
      }
      throw error
    } finally {
      machine.frame = outer
    }
  }
}

/** Whoever holds its frame holds the dict of its members. */
function failedClassBody({ world, frame }: Machine): void {
  const { members, thing } = frame
  assert(members !== null && thing !== null, 'the frame of a failed class body is an object with members')
  const dict = world.createPart('dict', thing, 'f_locals')
  dict.refs = 1
  dict.entries = new Map([...members].map(([name, value]): [string, Entry] => [name, { key: name, value }]))
  dict.tracked = world.semantics.dictTrackedAtBirth ? 'yes' : anyOf(members.values())
  members.clear()
  frame.locals.push(dict)
}
