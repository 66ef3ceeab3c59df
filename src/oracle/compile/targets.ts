/** What `=`, `del` and `for` write to. */
import { assert } from '../../base/assert.ts'
import type { Target } from '../../program/ast.ts'
import { itemsOf } from '../builtins/iterate.ts'
import { deleteAttribute, setAttribute } from '../interpret/change-members.ts'
import { withOperands } from '../interpret/failed-operands.ts'
import { deleteItem, storeItem } from '../interpret/items.ts'
import type { Act, Machine, Run, Store } from '../interpret/machine.ts'
import { PythonError } from '../python-error.ts'
import type { Value } from '../thing.ts'
import { compileExpression } from './expressions.ts'
import { deleteName, type Place, storeName } from './names.ts'

export function compileStore(target: Target, place: Place): Store {
  switch (target.kind) {
    case 'name':
      return storeName(target.name, place)
    case 'attribute':
      return storeAttributeOf(compileExpression(target.object, place), target.name)
    case 'subscript':
      return storeItemOf(compileExpression(target.object, place), compileExpression(target.index, place))
    default:
      return unpack(target.items.map((item) => compileStore(item, place)))
  }
}

export function compileDelete(target: Target, place: Place): Act {
  switch (target.kind) {
    case 'name':
      return deleteName(target.name, place)
    case 'attribute':
      return deleteAttributeOf(compileExpression(target.object, place), target.name)
    case 'subscript':
      return deleteItemOf(compileExpression(target.object, place), compileExpression(target.index, place))
    default:
      return deleteAll(target.items.map((item) => compileDelete(item, place)))
  }
}

export function deleteAll(deletions: readonly Act[]): Act {
  return (machine) => {
    for (const deletion of deletions) deletion(machine)
    return 'normal'
  }
}

/** Stores the owned values on top of the stack, the uppermost first. */
export function storeFromStack(machine: Machine, stores: readonly Store[]): void {
  for (let i = 0; i < stores.length; i++) (stores[i] as Store)(machine, machine.world.pop())
}

function storeAttributeOf(object: Run, name: string): Store {
  return (machine, value) => {
    const { world } = machine
    world.push(value)
    const owner = object(machine)
    world.push(owner)
    world.storeOwners.push(owner)
    try {
      withOperands(world, 2, () => setAttribute(world, owner, name, value))
    } catch (error) {
      if (error instanceof PythonError) world.storeOwners.pop()
      throw error
    }
    world.storeOwners.pop()
    world.stack.pop()
    world.stack.pop()
    world.decref(value)
    world.decref(owner)
  }
}

function storeItemOf(object: Run, index: Run): Store {
  return (machine, value) => {
    const { world } = machine
    world.push(value)
    const container = object(machine)
    world.push(container)
    const at = index(machine)
    world.push(at)
    withOperands(world, 3, () => storeItem(world, container, at, value))
    world.stack.pop()
    world.stack.pop()
    world.stack.pop()
    world.decref(value)
    world.decref(container)
    world.decref(at)
  }
}

function unpack(stores: readonly Store[]): Store {
  return (machine, value) => {
    const { world } = machine
    world.push(value)
    const items = itemsOf(world, value)
    if (items.length !== stores.length) {
      for (const item of items) world.push(item)
      throw new PythonError('ValueError')
    }
    world.pop()
    for (let i = items.length - 1; i >= 0; i--) world.push(items[i] as Value)
    world.decref(value)
    storeFromStack(machine, stores)
  }
}

function deleteAttributeOf(object: Run, name: string): Act {
  return (machine) => {
    const { world } = machine
    const owner = object(machine)
    world.push(owner)
    deleteAttribute(world, owner, name)
    world.decref(world.pop())
    return 'normal'
  }
}

function deleteItemOf(object: Run, index: Run): Act {
  return (machine) => {
    const { world } = machine
    const container = object(machine)
    world.push(container)
    const at = index(machine)
    world.push(at)
    withOperands(world, 2, () => deleteItem(world, container, at))
    world.stack.pop()
    world.stack.pop()
    world.decref(container)
    world.decref(at)
    return 'normal'
  }
}

/** `a = b = …`: each target gets the value, from left to right. */
export function assignTo(targets: readonly Target[], place: Place): Store {
  const stores = targets.map((target) => compileStore(target, place))
  const last = stores.pop()
  assert(last !== undefined, 'an assignment has a target')
  if (stores.length === 0) return last
  return (machine, value) => {
    const { world } = machine
    world.push(value)
    for (const store of stores) store(machine, world.incref(value))
    last(machine, world.pop())
  }
}
