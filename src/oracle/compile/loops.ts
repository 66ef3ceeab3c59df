/** `for` and `while`. */
import { Undecided } from '../atom.ts'
import { iteratorOver, nextItem } from '../builtins/iterate.ts'
import type { Act, Machine, Run, Store } from '../interpret/machine.ts'
import { isTrue } from '../values.ts'

const ROUNDS_MAX = 100_000

function countRound(machine: Machine): void {
  if (++machine.rounds > ROUNDS_MAX) throw new Undecided('a loop that does not end soon')
}

export function loopFor(iterable: Run, store: Store, body: Act): Act {
  return (machine) => {
    const { world } = machine
    world.push(iterable(machine))
    const iterator = iteratorOver(world, world.stack[world.stack.length - 1] ?? null)
    world.decref(world.pop())
    world.push(iterator)
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
  const truth = isTrue(value)
  machine.world.decref(value)
  return truth
}
