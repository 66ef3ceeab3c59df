/** How names are found, bound and unbound: slots of a frame, a class body's members, or globals, then built-ins. */
import { BUILTIN_NAMES, MODULE_NAMES } from '../../program/ast.ts'
import { Builtin, Undecided, Unknown } from '../atom.ts'
import { builtinType } from '../builtins/functions.ts'
import type { Frame } from '../frame.ts'
import { PythonError } from '../python-error.ts'
import { Thing, type Value } from '../thing.ts'
import type { World } from '../world.ts'

const BUILTINS = new Map<string, Builtin>([
  ...BUILTIN_NAMES.map((name): [string, Builtin] => [
    name,
    isFunction(name) ? new Builtin(name, 'function') : builtinType(name),
  ]),
  ...MODULE_NAMES.map((name): [string, Builtin] => [name, new Builtin(name, 'module')]),
])

function isFunction(name: string): boolean {
  return ['len', 'id', 'print', 'isinstance', 'iter', 'next', 'sorted'].includes(name)
}

const MODULE_FRAME: Frame = { code: null, scope: null, locals: [], members: null }

export class Names {
  protected readonly world: World
  protected frame: Frame = MODULE_FRAME

  /** The namespace starts with the modules in it. */
  constructor(world: World) {
    this.world = world
    for (const name of MODULE_NAMES) world.globals.set(name, this.module(name))
  }

  protected module(name: string): Builtin {
    return BUILTINS.get(name) as Builtin
  }

  protected storeName(name: string, value: Value): void {
    const { frame, world } = this
    if (value instanceof Unknown && value.mayHold) throw new Undecided(value.reason)
    const slot = frame.scope?.slots.get(name)
    if (slot !== undefined) {
      const old = frame.locals[slot]
      frame.locals[slot] = value
      if (old !== undefined) world.decref(old)
      return
    }
    // The value stack keeps the new value until the old one is gone.
    const names = frame.members ?? world.globals
    const old = names.get(name)
    names.set(name, value)
    if (!(old instanceof Thing)) return
    world.push(world.incref(value))
    world.decref(old)
    world.decref(world.pop())
  }

  protected deleteName(name: string): void {
    const { frame, world } = this
    const slot = frame.scope?.slots.get(name)
    if (slot !== undefined) {
      const old = frame.locals[slot]
      if (old === undefined) throw new PythonError('UnboundLocalError')
      frame.locals[slot] = undefined
      return world.decref(old)
    }
    const names = frame.members ?? world.globals
    const old = names.get(name)
    if (old === undefined) throw new PythonError('NameError')
    names.delete(name)
    world.decref(old)
  }

  protected loadName(name: string): Value {
    const { frame, world } = this
    const slot = frame.scope?.slots.get(name)
    if (slot !== undefined) {
      const local = frame.locals[slot]
      if (local === undefined) throw new PythonError('UnboundLocalError')
      return world.incref(local)
    }
    const value = frame.members?.get(name) ?? world.globals.get(name)
    if (value !== undefined) return world.incref(value)
    if (frame.members?.has(name) || world.globals.has(name)) return null
    const builtin = BUILTINS.get(name)
    if (builtin === undefined) throw new PythonError('NameError')
    return builtin
  }
}
