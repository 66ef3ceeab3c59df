/** `for` and `while`. */
import { Undecided } from '../atom.ts'
import { iteratorOver, nextItem } from '../builtins/iterate.ts'
import type { Act, Machine, Run, Store } from '../interpret/machine.ts'
import type { Thing } from '../thing.ts'
import { truthOf } from '../truth.ts'
import type { World } from '../world.ts'

const ROUNDS_MAX = 100_000

export function countRound(machine: Machine): void {
  if (++machine.rounds > ROUNDS_MAX) throw new Undecided('a loop that does not end soon')
}

export function loopFor(iterable: Run, store: Store, body: Act): Act {
  return (machine) => {
    const { world } = machine
    world.push(iterable(machine))
    const iterator = beginLoop(world)
    for (let item = nextItem(world, iterator); item !== undefined; item = nextItem(world, iterator)) {
      countRound(machine)
      store(machine, item)
      const completion = body(machine)
      if (completion === 'break') break
      if (completion === 'return') {
        const { returned } = machine
        world.held.push(returned)
        world.decref(world.pop())
        world.held.pop()
        machine.returned = returned
        return completion
      }
    }
    world.decref(world.pop())
    return 'normal'
  }
}

/** The iterable on the stack gives way to an iterator over it, which is borrowed from there. */
export function beginLoop(world: World): Thing {
  const { stack } = world
  const at = stack.length - 1
  const iterable = stack[at] ?? null
  const iterator = iteratorOver(world, iterable)
  stack[at] = iterator
  world.decref(iterable)
  return iterator
}

export function loopWhile(test: Run, body: Act): Act {
  return (machine) => {
    while (testOf(machine, test)) {
      countRound(machine)
      const completion = body(machine)
      if (completion === 'break') break
      if (completion === 'return') return completion
    }
    return 'normal'
  }
}

/** Whether a condition holds. */
export function testOf(machine: Machine, test: Run): boolean {
  const value = test(machine)
  const truth = truthOf(machine.world, value)
  machine.world.decref(value)
  return truth
}
