/** `def`, `lambda` and `class`: what they make, owned. */
import { AssertionFailed, assert } from '../../base/assert.ts'
import type { ClassDefinition, Parameter, Statement } from '../../program/ast.ts'
import { children } from '../../program/shape.ts'
import { Undecided } from '../atom.ts'
import { makeConstantTuple } from '../builtins/make.ts'
import { endFrame } from '../end-frame.ts'
import { newFrame } from '../frame.ts'
import { makeClass, makeFunction } from '../interpret/define.ts'
import { NoOrderOfBases } from '../interpret/inheritance.ts'
import { type Act, type Body, CompiledFunction, type Machine, type Run } from '../interpret/machine.ts'
import { refuseMixedBases } from '../interpret/metaclass.ts'
import { staticAttributes } from '../interpret/static-attributes.ts'
import { PythonError } from '../python-error.ts'
import { madeAtOnce, trace } from '../raising.ts'
import { type Layout, layoutOf, layoutOfClass } from '../scope.ts'
import type { ScopeBody } from '../scope-names.ts'
import { CLASS_BODY_MEMBERS, type Entry, type Frame, type Thing, type Value } from '../thing.ts'
import { anyOf } from '../tracking.ts'
import type { World } from '../world.ts'
import { evaluateAll } from './displays.ts'
import { isConstant } from './folding.ts'
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
    place.library !== null,
    place.library !== null && parameters.at(-1)?.name === 'rest',
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
  const code = new CompiledFunction(definition.name, 0, 0, layout, false, () => {
    throw new AssertionFailed('nobody calls the function of a class body')
  })
  return (machine) => {
    const { world } = machine
    const outer = machine.frame
    const height = world.stack.length
    for (const base of bases) world.push(base(machine))
    if (bases.length > 0) refuseMixedBases(world, world.stack.slice(height))
    const members = new Map<string, Value>()
    const frame = newFrame(null, cells(machine) ?? [], members)
    machine.frame = frame
    world.frames.push(frame)
    try {
      body(machine)
      machine.frame = outer
      if (frame.thing !== null) throw new Undecided('the frame of a class body that may outlive it')
      endFrame(world, frame, null, outer)
      const made = makeOrDrop(world, definition, members, world.stack.slice(height))
      world.push(made)
      for (let i = 0; i < bases.length; i++) {
        world.decref(world.stack.splice(height, 1)[0] as Value)
      }
      return world.pop()
    } catch (error) {
      if (error instanceof PythonError && machine.frame === frame) {
        trace(world, error, frame)
        keepMembers(world, frame, definition)
        machine.frame = outer
        const callee = makeFunction(world, code, [], false, false, cells(machine), true)
        endFrame(world, frame, callee, outer)
        world.decref(callee)
      }
      throw error
    } finally {
      machine.frame = outer
    }
  }
}

/**
 * Where there can be no such class, what its body has left goes with the dict of its members. A body with methods has that in a
 * cell, too, from 3.14 on, which the dict holds itself: only a collection ends that, unless the class had got so far that the
 * cell knows the dict of the class instead.
 */
function makeOrDrop(
  world: World,
  definition: ClassDefinition,
  members: Map<string, Value>,
  bases: readonly Value[],
): Thing {
  try {
    return makeClass(world, definition, definition.name, members, bases)
  } catch (error) {
    if (error instanceof PythonError) {
      madeAtOnce(world, error)
      if (hasCell(world, definition) && !(error instanceof NoOrderOfBases))
        return leaveCycle(world, definition, members, error)
      for (const value of members.values()) world.decref(value)
    }
    throw error
  }
}

function leaveCycle(world: World, definition: ClassDefinition, members: Map<string, Value>, error: PythonError): never {
  members.set('__static_attributes__', makeConstantTuple([...staticAttributes(definition)]))
  const dict = dictOfMembers(world, world.gcGarbage, members)
  const cell = cellOfMembers(world, world.gcGarbage, dict)
  dict.entries?.set(CELL_KEY, { key: CELL_KEY, value: cell })
  world.decref(dict)
  throw error
}

const CELL_KEY = '__classdictcell__'

/** Owned, and so is what it holds. */
function dictOfMembers(world: World, owner: Thing, members: ReadonlyMap<string, Value>): Thing {
  const dict = world.createPart('dict', owner, CLASS_BODY_MEMBERS)
  dict.refs = 1
  dict.entries = new Map([...members].map(([name, value]): [string, Entry] => [name, { key: name, value }]))
  dict.tracked = world.semantics.dictTrackedAtBirth ? 'yes' : anyOf(members.values())
  return dict
}

/** Owned; the dict is borrowed. */
function cellOfMembers(world: World, owner: Thing, dict: Thing): Thing {
  const cell = world.createPart('cell', owner, '__classdict__')
  cell.refs = 1
  cell.items = [world.incref(dict)]
  cell.tracked = 'yes'
  return cell
}

function hasCell(world: World, { body }: ClassDefinition): boolean {
  return world.semantics.classBodyHasCell && body.some(definesMethod)
}

/** Whoever holds the frame of a failed class body holds the dict of its members. */
function keepMembers(world: World, frame: Frame, definition: ClassDefinition): void {
  const { members, thing } = frame
  assert(members !== null && thing !== null, 'the frame of a failed class body is an object with members')
  const dict = dictOfMembers(world, thing, members)
  members.clear()
  frame.namespace = dict
  if (hasCell(world, definition)) frame.locals.unshift(cellOfMembers(world, thing, dict))
}

/** In the class body itself, also inside of `if`, `for`, …. */
function definesMethod(statement: Statement): boolean {
  if (statement.kind === 'def') return true
  if (statement.kind === 'class') return false
  return children(statement).some(({ role, node }) => role === 'statement' && definesMethod(node))
}
