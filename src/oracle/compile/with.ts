/** `with`: the manager's `__exit__` is looked up before its `__enter__` runs, and is called however the body ends. */

import { builtinType } from '../builtins/functions.ts'
import { enterHandler, leaveHandler } from '../handling.ts'
import { callTop } from '../interpret/calls.ts'
import type { Completion, Machine, Store } from '../interpret/machine.ts'
import { bindSpecial } from '../interpret/members.ts'
import { PythonError } from '../python-error.ts'
import { partsOf, raiseAgain, trace } from '../raising.ts'
import type { Value } from '../thing.ts'
import { isTrue } from '../values.ts'
import type { World } from '../world.ts'
import type { StepAct, StepRun } from './steps.ts'

export function withManager(context: StepRun, store: Store | null, body: StepAct): StepAct {
  return function* managed(machine) {
    const { world } = machine
    world.push(yield* context(machine))
    enter(machine)
    // The bound __exit__ lies on the stack, above it what __enter__ gave.
    const height = world.stack.length - 1
    let completion: Completion
    try {
      const entered = world.pop()
      if (store === null) world.decref(entered)
      else store(machine, entered)
      completion = yield* body(machine)
    } catch (error) {
      if (!(error instanceof PythonError)) throw error
      exitWithError(machine, error, height)
      return 'normal'
    }
    leave(machine, completion)
    return completion
  }
}

/** The body has ended: `__exit__`, on the stack, is called above what a `return` leaves with. */
function leave(machine: Machine, completion: Completion): void {
  const { world } = machine
  const isReturn = completion === 'return'
  if (isReturn) {
    world.stack.splice(-1, 0, machine.returned)
    machine.returned = null
  }
  for (let i = 0; i < 3; i++) world.push(null)
  world.decref(callTop(machine, 3))
  if (isReturn) machine.returned = world.pop()
}

/** The manager on the stack gives way to its `__exit__`, bound, and what `__enter__` returned. */
function enter(machine: Machine): void {
  const { world } = machine
  const manager = world.stack[world.stack.length - 1] ?? null
  const enters = bindSpecial(world, manager, '__enter__')
  world.push(enters)
  const exits = bindSpecial(world, manager, '__exit__')
  world.stack[world.stack.length - 2] = exits
  world.decref(manager)
  world.push(callTop(machine, 0))
}

/** `__exit__` learns of the exception and may swallow it. */
function exitWithError(machine: Machine, error: PythonError, height: number): void {
  const { world, frame } = machine
  const exception = enterHandler(machine, error, height)
  world.push(exception)
  let swallowed: boolean
  try {
    world.push(exitOf(world, height))
    world.push(builtinType(exception.typeName))
    world.push(world.incref(exception))
    world.push(world.incref(partsOf(exception).traceback))
    const result = callTop(machine, 3)
    world.push(result)
    swallowed = isTrue(result)
    world.decref(world.pop())
  } catch (failed) {
    if (!(failed instanceof PythonError)) throw failed
    trace(world, failed, frame)
    world.unwind(height)
    leaveHandler(world)
    throw failed
  }
  if (!swallowed) {
    const again = raiseAgain(world, exception, frame)
    world.pop()
    leaveHandler(world)
    throw again
  }
  world.decref(world.pop())
  leaveHandler(world)
  world.decref(world.pop())
}

/** The `__exit__` to call: in 3.8 it is let go after the call, later with the exception. */
function exitOf(world: World, height: number): Value {
  const exit = world.stack[height - 1] ?? null
  if (!world.semantics.handlerNameGoesFirst) return world.incref(exit)
  world.stack[height - 1] = null
  return exit
}
