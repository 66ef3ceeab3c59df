/** How names are found, bound and unbound: slots of a frame, a class body's members, or globals, then built-ins. */
import { assert } from '../../base/assert.ts'
import type { Expression, Statement, Target } from '../../program/ast.ts'
import { Undecided, Unknown } from '../atom.ts'
import { builtinNamed } from '../builtins/names.ts'
import type { Flavour } from '../flavour.ts'
import { type Act, CompiledFunction, type Machine, type Run, type Store } from '../interpret/machine.ts'
import { PythonError } from '../python-error.ts'
import type { Layout } from '../scope.ts'
import type { Frame } from '../thing.ts'
import { Thing, type Value } from '../thing.ts'
import type { World } from '../world.ts'

/** Expressions hold comprehensions, which hold targets, which hold expressions: who compiles what is told with the place. */
export interface Compilers {
  readonly expression: (expression: Expression, place: Place) => Run
  /** What is only walked through. */
  readonly walked: (expression: Expression, place: Place) => Run
  readonly store: (target: Target, place: Place) => Store
  readonly statement: (statement: Statement, place: Place) => Act
}

/** Whether the compiler comes to code without following exceptions. */
export type Reach = 'no' | 'open' | 'yes'

/** Where code stands, which decides where its names live. */
export interface Place {
  /** Local names of the function around it. */
  readonly slots: ReadonlyMap<string, number>
  /** Those that lie in cells. */
  readonly inCells: ReadonlySet<string>
  /** What functions in it may use of the functions around them. */
  readonly visible: ReadonlySet<string>
  /** Directly in a class body: what it binds becomes a member. */
  readonly isClassBody: boolean
  /** The first slot behind those of all names; comprehensions that run in the frame take theirs from here on. */
  readonly spare: { next: number }
  readonly flavour: Flavour
  readonly compilers: Compilers
  /** Inside a `try` or `with`. */
  readonly isGuarded: boolean
  /** The compiler comes here without following exceptions. */
  readonly reached: Reach
  /** What the names of the standard library's code stand for; null: it is a program's code. */
  readonly library: LibraryNames | null
}

/** undefined: a built-in like any other. */
export type LibraryNames = (world: World, name: string) => Value | undefined

const NO_SLOTS: ReadonlyMap<string, number> = new Map()
const NO_NAMES: ReadonlySet<string> = new Set()

export function modulePlace(flavour: Flavour, compilers: Compilers, library: LibraryNames | null = null): Place {
  return {
    slots: NO_SLOTS,
    inCells: NO_NAMES,
    visible: NO_NAMES,
    isClassBody: false,
    spare: { next: 0 },
    flavour,
    compilers,
    isGuarded: false,
    reached: 'yes',
    library,
  }
}

export function placeOf(layout: Layout, isClassBody: boolean, { flavour, compilers, library }: Place): Place {
  const { slots, inCells, visible, size } = layout
  return {
    slots,
    inCells,
    visible,
    isClassBody,
    spare: { next: size },
    flavour,
    compilers,
    isGuarded: false,
    reached: 'yes',
    library,
  }
}

export function loadName(name: string, place: Place): Run {
  const slot = place.slots.get(name)
  if (slot !== undefined && place.inCells.has(name)) return loadCell(name, slot, place)
  if (slot !== undefined) {
    return ({ world, frame }) => {
      const value = frame.locals[slot]
      if (value === undefined) throw new PythonError('UnboundLocalError')
      return world.incref(value)
    }
  }
  if (place.library !== null) return loadLibraryName(name, place.library)
  const builtin = builtinNamed(name)
  const global = (world: World): Value => {
    const value = world.globals.get(name)
    if (value !== undefined) return world.incref(value)
    if (builtin === undefined) throw new PythonError('NameError')
    return builtin
  }
  if (!place.isClassBody) return ({ world }) => global(world)
  return (machine) => {
    const member = membersOf(machine).get(name)
    return member === undefined ? global(machine.world) : machine.world.incref(member)
  }
}

/** A variable of the function that no inner one uses. */
export function isLocal(name: string, { slots, inCells }: Place): boolean {
  return slots.has(name) && !inCells.has(name)
}

function loadLibraryName(name: string, library: LibraryNames): Run {
  const builtin = builtinNamed(name)
  return ({ world }) => {
    const value = library(world, name) ?? builtin
    assert(value !== undefined, `the library knows ${name}`)
    return world.incref(value)
  }
}

/** A class body looks at its own members first. */
function loadCell(name: string, slot: number, { isClassBody }: Place): Run {
  return (machine) => {
    const { world, frame } = machine
    if (isClassBody) {
      const member = membersOf(machine).get(name)
      if (member !== undefined) return world.incref(member)
    }
    const value = cellAt(frame, slot).items[0]
    if (value === undefined) throw unboundCell(frame, slot)
    return world.incref(value)
  }
}

function storeCell(slot: number): Store {
  return ({ world, frame }, value) => {
    if (value instanceof Unknown && value.mayHold) throw new Undecided(value.reason)
    const cell = cellAt(frame, slot)
    const old = cell.items[0]
    cell.items = [value]
    if (old !== undefined) world.decref(old)
  }
}

function deleteCell(slot: number): Act {
  return ({ world, frame }) => {
    const cell = cellAt(frame, slot)
    const old = cell.items[0]
    if (old === undefined) throw unboundCell(frame, slot)
    cell.items = []
    world.decref(old)
    return 'normal'
  }
}

/** The cell in a slot, borrowed. */
export function cellAt(frame: Frame, slot: number): Thing {
  const cell = frame.locals[slot]
  assert(cell instanceof Thing && cell.kind === 'cell', 'a variable of inner functions lies in a cell')
  return cell
}

/** A function's own variable is a local one; another function's is just a name. */
function unboundCell({ code }: Frame, slot: number): PythonError {
  const isFree =
    code === null || (code instanceof CompiledFunction && slot >= code.firstFree && slot < code.unbound.length)
  return new PythonError(isFree ? 'NameError' : 'UnboundLocalError')
}

export function storeName(name: string, place: Place): Store {
  const slot = place.slots.get(name)
  if (slot !== undefined && place.inCells.has(name) && !place.isClassBody) return storeCell(slot)
  if (slot !== undefined && !place.isClassBody) {
    return ({ world, frame }, value) => {
      if (value instanceof Unknown && value.mayHold) throw new Undecided(value.reason)
      const old = frame.locals[slot]
      frame.locals[slot] = value
      if (old !== undefined) world.decref(old)
    }
  }
  const { isClassBody } = place
  return (machine, value) => {
    if (value instanceof Unknown && value.mayHold) throw new Undecided(value.reason)
    const { world } = machine
    if (world.grants >= 0) world.request([value])
    const names = isClassBody ? membersOf(machine) : world.globals
    const old = names.get(name)
    names.set(name, value)
    if (!(old instanceof Thing)) return
    // The value stack keeps the new value until the old one is gone.
    world.push(world.incref(value))
    world.decref(old)
    world.decref(world.pop())
  }
}

export function deleteName(name: string, place: Place): Act {
  const slot = place.slots.get(name)
  if (slot !== undefined && place.inCells.has(name) && !place.isClassBody) return deleteCell(slot)
  if (slot !== undefined && !place.isClassBody) {
    return ({ world, frame }) => {
      const old = frame.locals[slot]
      if (old === undefined) throw new PythonError('UnboundLocalError')
      frame.locals[slot] = undefined
      world.decref(old)
      return 'normal'
    }
  }
  const { isClassBody } = place
  return (machine) => {
    const names = isClassBody ? membersOf(machine) : machine.world.globals
    const old = names.get(name)
    if (old === undefined) throw new PythonError('NameError')
    names.delete(name)
    machine.world.decref(old)
    return 'normal'
  }
}

function membersOf(machine: Machine): Map<string, Value> {
  const { members } = machine.frame
  assert(members !== null, 'a class body has members')
  return members
}
