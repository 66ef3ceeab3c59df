/** Displays of containers. Items lie on the stack until all are evaluated; `entries` alternate key and value. */
import type { Expression } from '../../program/ast.ts'
import {
  makeConstantFrozenset,
  makeConstantTuple,
  makeDict,
  makeList,
  makeSet,
  makeTuple,
  storeInDict,
} from '../builtins/make.ts'
import type { Machine, Run } from '../interpret/machine.ts'
import type { Value } from '../thing.ts'

/** Folded by the compiler: a literal, or a tuple of such. */
export function isConstant(expression: Expression): boolean {
  switch (expression.kind) {
    case 'none':
    case 'bool':
    case 'int':
    case 'float':
    case 'str':
    case 'bytes':
      return true
    case 'tuple':
      return expression.items.every(isConstant)
    default:
      return false
  }
}

function pushAll(machine: Machine, runs: readonly Run[]): void {
  const { stack } = machine.world
  for (let i = 0; i < runs.length; i++) stack.push((runs[i] as Run)(machine))
}

/** The values of all, owned. */
export function evaluateAll(machine: Machine, runs: readonly Run[]): Value[] {
  pushAll(machine, runs)
  return machine.world.take(runs.length)
}

export function listOf(items: readonly Run[]): Run {
  return (machine) => makeList(machine.world, evaluateAll(machine, items))
}

export function tupleOf(items: readonly Run[]): Run {
  return (machine) => makeTuple(machine.world, evaluateAll(machine, items), 'display')
}

export function constantTupleOf(items: readonly Run[]): Run {
  return (machine) => makeConstantTuple(evaluateAll(machine, items))
}

export function constantFrozensetOf(items: readonly Run[]): Run {
  return (machine) => makeConstantFrozenset(machine.world, evaluateAll(machine, items))
}

export function setOf(items: readonly Run[]): Run {
  return (machine) => {
    const { world } = machine
    const base = world.stack.length
    pushAll(machine, items)
    const set = makeSet(world, 'set', world.stack.slice(base))
    world.unwind(base)
    return set
  }
}

export function dictOf(entries: readonly Run[]): Run {
  return (machine) => {
    const { world } = machine
    const { stack } = world
    const base = stack.length
    pushAll(machine, entries)
    const top = stack.length
    const dict = makeDict(world)
    world.push(dict)
    for (let i = base; i < top; i += 2) storeInDict(world, dict, stack[i] as Value, stack[i + 1] as Value)
    world.pop()
    world.held.push(dict)
    world.unwind(base)
    world.letGo(dict)
    return dict
  }
}
