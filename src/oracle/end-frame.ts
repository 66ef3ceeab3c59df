/** How a frame ends: its locals go, unless a traceback holds it as an object, which then keeps all of it. */

import { OUTSIDE } from './frame.ts'
import { thingOf } from './raising.ts'
import type { Frame, Thing } from './thing.ts'
import { enterDeath, isFull, leaveDeath, putOff } from './trashcan.ts'
import { releaseLocals } from './unraisable.ts'
import type { World } from './world.ts'

/** `callee` ran in the frame, and `outer` called it, if that is kept; both are borrowed. */
export function endFrame(world: World, frame: Frame, callee: Thing | null, outer: Frame | null): void {
  const { thing } = frame
  if (thing === null || thing.refs === 1) {
    if (isPutOff(world)) return putOffFrame(world, frame, outer)
    buryFrame(world, frame)
    releaseAsFrame(world, () => {
      releaseLocals(world, frame)
      world.leave(frame)
    })
    return
  }
  staysAsObject(world, frame, outer)
  if (world.semantics.frameHoldsFunction) frame.function = world.incref(callee)
  // A generator's frame of its own (up to 3.10) has been with the collector before, and stays as old as it is.
  if (thing.tracked !== 'yes') thing.generation = 0
  thing.tracked = 'yes'
  frame.thing = null
  world.leave(frame)
  world.decref(thing)
}

/** Up to 3.10 each frame is an object, whose deallocator looks how deep it is: with its locals it may have to wait. */
export function isPutOff(world: World): boolean {
  return !world.semantics.frameHoldsFunction && isFull(world)
}

/** The frame waits for its deallocation, and keeps its caller's frame until then. */
export function putOffFrame(world: World, frame: Frame, outer: Frame | null): void {
  const thing = thingOf(world, frame)
  staysAsObject(world, frame, outer)
  frame.thing = null
  thing.refs = 0
  world.leave(frame)
  putOff(world, thing)
}

/** Nothing runs in it any more; it knows its caller. */
function staysAsObject(world: World, frame: Frame, outer: Frame | null): void {
  frame.ended = true
  frame.back = outer === null || outer === OUTSIDE ? null : world.incref(thingOf(world, outer))
}

/** What lets go of a frame's values is a deallocation of its own up to 3.10. */
export function releaseAsFrame(world: World, release: () => void): void {
  if (world.semantics.frameHoldsFunction) return release()
  enterDeath(world)
  release()
  leaveDeath(world, world.actors.lastReferenceGone)
}

/** The frame's object, which nothing but the frame itself holds, goes. */
export function buryFrame(world: World, frame: Frame): void {
  const { thing } = frame
  if (thing === null) return
  frame.thing = null
  thing.refs = 0
  world.bury(thing)
}
