/** Exceptions that are being handled: entering a handler, leaving it, and what it owns meanwhile. */
import type { Machine } from './interpret/machine.ts'
import type { PythonError } from './python-error.ts'
import { land, partsOf, trace } from './raising.ts'
import type { Thing } from './thing.ts'
import type { World } from './world.ts'

/** How many temporaries the running frame has. What a generator keeps of its stack is this: it goes on elsewhere. */
export function depthOf({ world, frame }: Machine): number {
  return world.stack.length - frame.base
}

/** The height of the stack where the running frame has so many temporaries. */
export function heightAt({ frame }: Machine, depth: number): number {
  return frame.base + depth
}

/**
 * An exception reaches a handler of the running frame: it gets its traceback entry, the temporaries above `height` go,
 * and it is being handled from now on. Gives the exception, which is owned (`sys.exc_info` owns it besides).
 */
export function enterHandler(machine: Machine, error: PythonError, height: number): Thing {
  const { world, frame } = machine
  trace(world, error, frame)
  world.unwind(height)
  const exception = land(world, error)
  world.handledStack.push(world.incref(exception))
  const { traceback } = partsOf(exception)
  world.handledTracebacks.push(world.semantics.handledKeepsTraceback ? world.incref(traceback) : null)
  return exception
}

/** Up to 3.10 what goes on has the traceback with which it was caught, whatever the program has made of that. */
export function restoreTraceback(world: World): void {
  const { handled, handledTracebacks, semantics } = world
  if (!semantics.handledKeepsTraceback || handled === null) return
  const parts = partsOf(handled)
  const old = parts.traceback
  parts.traceback = world.incref(handledTracebacks[handledTracebacks.length - 1] ?? null)
  world.decref(old)
}

/** The innermost handled exception is no longer handled (`POP_EXCEPT`). */
export function leaveHandler(world: World): void {
  const exception = world.handledStack.pop() ?? null
  const traceback = world.handledTracebacks.pop() ?? null
  if (traceback !== null) world.push(traceback)
  world.decref(exception)
  if (traceback !== null) world.decref(world.pop())
}
