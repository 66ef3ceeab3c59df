/** How names are found, bound and unbound: slots of a frame, a class body's members, or globals, then built-ins. */
import { assert } from '../../base/assert.ts'
import { Undecided, Unknown } from '../atom.ts'
import { builtinNamed } from '../builtins/names.ts'
import type { Act, Machine, Run, Store } from '../interpret/machine.ts'
import { PythonError } from '../python-error.ts'
import { Thing, type Value } from '../thing.ts'
import type { World } from '../world.ts'

/** Where code stands, which decides where its names live. */
export interface Place {
  /** Local names of the function around it. */
  readonly slots: ReadonlyMap<string, number>
  /** Directly in a class body: what it binds becomes a member. */
  readonly isClassBody: boolean
}

export const MODULE: Place = { slots: new Map(), isClassBody: false }
export const CLASS_BODY: Place = { slots: new Map(), isClassBody: true }

export function loadName(name: string, place: Place): Run {
  const slot = place.slots.get(name)
  if (slot !== undefined) {
    return ({ world, frame }) => {
      const value = frame.locals[slot]
      if (value === undefined) throw new PythonError('UnboundLocalError')
      return world.incref(value)
    }
  }
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

export function storeName(name: string, place: Place): Store {
  const slot = place.slots.get(name)
  if (slot !== undefined) {
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
  if (slot !== undefined) {
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
