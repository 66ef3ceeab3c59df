/** `with`: the manager's `__exit__` is looked up before its `__enter__` runs, and is called however the body ends. */

import { typeOf } from '../builtins/type-of.ts'
import { depthOf, enterHandler, heightAt, leaveHandler, restoreTraceback } from '../handling.ts'
import { callTop } from '../interpret/calls.ts'
import type { Completion, Machine, Store } from '../interpret/machine.ts'
import { loadSpecial } from '../interpret/members.ts'
import { PythonError } from '../python-error.ts'
import { partsOf, raiseAgain, trace } from '../raising.ts'
import type { Value } from '../thing.ts'
import { truthOf } from '../truth.ts'
import type { World } from '../world.ts'
import type { StepAct, StepRun } from './steps.ts'

export function withManager(context: StepRun, store: Store | null, body: StepAct): StepAct {
  return function* managed(machine) {
    const { world } = machine
    world.push(yield* context(machine))
    const parts = enter(machine)
    // The __exit__ lies on the stack, above it what __enter__ gave.
    const depth = depthOf(machine) - 1
    let completion: Completion
    try {
      const entered = world.pop()
      if (store === null) world.decref(entered)
      else store(machine, entered)
      completion = yield* body(machine)
    } catch (error) {
      if (!(error instanceof PythonError)) throw error
      exitWithError(machine, error, heightAt(machine, depth), parts)
      return 'normal'
    }
    leave(machine, completion, parts)
    return completion
  }
}

/** The body has ended: `__exit__`, on the stack, is called above what a `return` leaves with. */
function leave(machine: Machine, completion: Completion, parts: number): void {
  const { world } = machine
  const isReturn = completion === 'return'
  if (isReturn) {
    world.stack.splice(-parts, 0, machine.returned)
    machine.returned = null
  }
  // A bound method stays until it has returned, unlike that of other calls.
  const isMethod = parts === 1
  if (isMethod) world.push(world.incref(world.stack[world.stack.length - 1] ?? null))
  for (let i = 0; i < 3; i++) world.push(null)
  world.decref(callTop(machine, parts + 2))
  if (isMethod) world.decref(world.pop())
  if (isReturn) machine.returned = world.pop()
}

/**
 * The manager on the stack gives way to its `__exit__` and what `__enter__` returned. Gives how many values the first is:
 * a bound method or, from 3.14 on, a function and the manager.
 */
function enter(machine: Machine): number {
  const { world } = machine
  const at = world.stack.length - 1
  const manager = world.stack[at] ?? null
  const enters = loadSpecial(world, manager, '__enter__')
  for (const part of enters) world.push(part)
  const exits = loadSpecial(world, manager, '__exit__')
  world.stack.splice(at, 1, ...exits)
  world.decref(manager)
  world.push(callTop(machine, enters.length - 1))
  return exits.length
}

/** `__exit__` learns of the exception and may swallow it. */
function exitWithError(machine: Machine, error: PythonError, height: number, parts: number): void {
  const { world, frame } = machine
  const exception = enterHandler(machine, error, height)
  world.push(exception)
  let swallowed: boolean
  try {
    for (let part = parts; part > 0; part--) world.push(exitOf(world, height - part))
    world.push(typeOf(world, exception))
    world.push(world.incref(exception))
    world.push(world.incref(partsOf(exception).traceback))
    const result = callTop(machine, parts + 2)
    swallowed = truthOf(world, result)
    world.decref(result)
  } catch (failed) {
    if (!(failed instanceof PythonError)) throw failed
    trace(world, failed, frame)
    world.unwind(height)
    leaveHandler(world)
    throw failed
  }
  if (!swallowed) {
    restoreTraceback(world)
    const again = raiseAgain(world, exception, frame)
    world.pop()
    leaveHandler(world)
    throw again
  }
  world.decref(world.pop())
  leaveHandler(world)
  world.unwind(height - parts)
}

/** The `__exit__` to call: in 3.8 it is let go after the call, later with the exception. */
function exitOf(world: World, at: number): Value {
  const exit = world.stack[at] ?? null
  if (!world.semantics.handlerNameGoesFirst) return world.incref(exit)
  world.stack[at] = null
  return exit
}
