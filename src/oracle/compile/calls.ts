/** Calls of a value, and of an attribute of one: a method is called without making a bound method of it. */
import { methodsNamed } from '../builtins/methods.ts'
import type { BuiltinMethod } from '../builtins/table.ts'
import { finishCall, releaseCall } from '../interpret/calls.ts'
import type { Machine, Run } from '../interpret/machine.ts'
import { loadAttribute, methodOf } from '../interpret/members.ts'
import { type Kind, Thing, type Value } from '../thing.ts'

type Methods = ReadonlyMap<Kind, BuiltinMethod>

export function callOf(callee: Run, runs: readonly Run[]): Run {
  return (machine) => {
    const { stack } = machine.world
    const base = stack.length
    stack.push(callee(machine))
    return finishCall(machine, base, runs)
  }
}

export function methodCall(object: Run, name: string, runs: readonly Run[]): Run {
  const methods = methodsNamed(name)
  return (machine) => {
    const { world } = machine
    const base = world.stack.length
    const self = object(machine)
    world.stack.push(self)
    if (self instanceof Thing) return callMember(machine, self, name, methods, runs, base)
    world.stack[base] = loadAttribute(world, self, name)
    return finishCall(machine, base, runs)
  }
}

/** `self` lies at `base`. */
function callMember(
  machine: Machine,
  self: Thing,
  name: string,
  methods: Methods,
  runs: readonly Run[],
  base: number,
): Value {
  const { world } = machine
  const { stack } = world
  const builtin = methods.get(self.kind)
  if (builtin !== undefined) {
    for (let i = 0; i < runs.length; i++) stack.push((runs[i] as Run)(machine))
    return releaseCall(world, base, builtin(world, self, stack.slice(base + 1)))
  }
  const method = methodOf(self, name)
  if (method !== undefined) {
    // The method takes the place of the object, which becomes its first argument.
    stack[base] = world.incref(method)
    stack.push(self)
    return finishCall(machine, base, runs)
  }
  const value = loadAttribute(world, self, name)
  world.pop()
  world.push(world.handOver(value, self))
  return finishCall(machine, base, runs)
}
