/** How a frame ends: its locals go, unless a traceback holds it as an object, which then keeps all of it. */

import { thingOf } from './raising.ts'
import type { Frame, Thing } from './thing.ts'
import { releaseLocals } from './unraisable.ts'
import type { World } from './world.ts'

/** `callee` ran in the frame, and `outer` called it, if that is kept; both are borrowed. */
export function endFrame(world: World, frame: Frame, callee: Thing | null, outer: Frame | null): void {
  const { thing } = frame
  if (thing === null || thing.refs === 1) {
    if (thing !== null) {
      frame.thing = null
      thing.refs = 0
      world.bury(thing)
    }
    releaseLocals(world, frame)
    world.leave(frame)
    return
  }
  frame.ended = true
  frame.back = outer === null ? null : world.incref(thingOf(world, outer))
  if (world.semantics.frameHoldsFunction) frame.function = world.incref(callee)
  thing.tracked = 'yes'
  thing.generation = 0
  frame.thing = null
  world.leave(frame)
  world.decref(thing)
}
