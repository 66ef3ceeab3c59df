/** Calls of a value, and of an attribute of one: a method is called without making a bound method of it. */
import { assert } from '../../base/assert.ts'
import { Builtin } from '../atom.ts'
import { atomMethod } from '../builtins/atom-methods.ts'
import { nextItem } from '../builtins/iterate.ts'
import { methodsNamed } from '../builtins/methods.ts'
import type { BuiltinMethod } from '../builtins/table.ts'
import { lookUp } from '../class-parts.ts'
import { finishCall } from '../interpret/calls.ts'
import { releasing } from '../interpret/failed-operands.ts'
import type { Machine, Run } from '../interpret/machine.ts'
import { loadAttribute, methodOf } from '../interpret/members.ts'
import { failsForward, isObjectOfFastMethod, releaseCall } from '../interpret/release-call.ts'
import { type Kind, Thing, type Value } from '../thing.ts'
import type { World } from '../world.ts'

type Methods = ReadonlyMap<Kind, BuiltinMethod>

export function callOf(callee: Run, runs: readonly Run[]): Run {
  return (machine) => {
    const { stack } = machine.world
    const base = stack.length
    stack.push(callee(machine))
    return finishCall(machine, base, runs)
  }
}

/** `f(… for …)`. Where `f` is `tuple` 3.14 makes a list of what the generator gives, and the tuple of that. */
export function callOfGenerator(callee: Run, generator: Run): Run {
  return (machine) => {
    const { world } = machine
    const base = world.stack.length
    const called = callee(machine)
    world.push(called)
    const isTuple = called instanceof Builtin && called.name === 'tuple'
    if (isTuple && world.semantics.tupleTakesGeneratorsItems) fillList(world, generator(machine))
    else world.push(generator(machine))
    return finishCall(machine, base, [])
  }
}

/** Leaves a list of what the generator gives on the stack; no program sees it. */
function fillList(world: World, generator: Value): void {
  assert(generator instanceof Thing, 'a generator expression gives a generator')
  const list = world.createPart('list', world.gcGarbage, 'what a generator gives')
  list.refs = 1
  list.tracked = 'yes'
  list.items = []
  world.push(list)
  world.push(generator)
  for (let item = nextItem(world, generator); item !== undefined; item = nextItem(world, generator))
    list.items.push(item)
  world.decref(world.pop())
}

export function methodCall(object: Run, name: string, runs: readonly Run[]): Run {
  const methods = methodsNamed(name)
  const goesLast = isObjectOfFastMethod(name)
  return (machine) => {
    const { world } = machine
    const base = world.stack.length
    const self = object(machine)
    world.stack.push(self)
    if (self instanceof Thing) return callMember(machine, self, name, methods, runs, base, goesLast)
    const own = atomMethod(self, name)
    if (own !== undefined) {
      for (const run of runs) world.stack.push(run(machine))
      return releaseCall(world, base, own(world, self, world.stack.slice(base + 1)))
    }
    world.stack[base] = loadAttribute(world, self, name)
    return finishCall(machine, base, runs)
  }
}

/** Something else than its built-in type gives the object an attribute of that name. */
function hasOwn(self: Thing, name: string): boolean {
  return (
    self.cls !== null &&
    (self.attributes?.has(name) === true || self.slots?.has(name) === true || lookUp(self.cls, name) !== undefined)
  )
}

/** `self` lies at `base`. */
function callMember(
  machine: Machine,
  self: Thing,
  name: string,
  methods: Methods,
  runs: readonly Run[],
  base: number,
  goesLast: (world: World) => boolean,
): Value {
  const { world } = machine
  const { stack } = world
  const builtin = methods.get(self.kind)
  if (builtin !== undefined && (self.cls === null || !hasOwn(self, name))) {
    for (let i = 0; i < runs.length; i++) stack.push((runs[i] as Run)(machine))
    // One that fails lets object and arguments go in the order of one that succeeds.
    const call = () => builtin(world, self, stack.slice(base + 1))
    return releaseCall(
      world,
      base,
      releasing(world, base, () => failsForward(world, base), call),
      goesLast,
    )
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
