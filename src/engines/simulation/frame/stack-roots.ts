/**
 * What the running frames hold, as roots of the incremental collector (the first loop of mark_stacks, Python/gc.c of
 * 3.14.0–3.14.4): of each frame its namespace, its function, and its value stack from the top down, local variables last.
 * A frame that was visited before ends the walk, for the frames below it have not run since; it is looked at itself.
 */
import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import {
  BORROWED,
  F_FLAGS,
  F_FUNCTION,
  F_INSTANCE,
  F_IP,
  F_LOCALS,
  F_NAMESPACE,
  F_PREVIOUS,
  F_SP,
  FLAG_DIRECT,
  FLAG_VISITED,
  NO_OBJECT,
} from './frame.ts'
import { calledFrom } from './release.ts'

/** `all`: also of frames below one that was visited. An object may come more than once. */
export function stackRoots(m: Machine, all: boolean): readonly Address[] {
  assert(m.gc.incremental, 'only frames of that dialect store the top of their stack')
  const { i32 } = m
  const roots: Address[] = []
  const add = (o: Address): void => {
    if (o !== 0) roots.push(o)
  }
  let isDirect = false
  for (let frame = m.framePointer; frame !== 0; ) {
    const fp = frame >> 2
    let top = i32[fp + F_SP] as number
    if (isDirect) top = calledFrom(i32[(i32[fp + F_IP] as number) - 1] as number, top)
    add(i32[fp + F_NAMESPACE] as number)
    add(i32[fp + F_FUNCTION] as number)
    for (let at = top - 2; at >= fp + F_LOCALS; at -= 2) {
      const slot = i32[at] as number
      if ((slot & NO_OBJECT) === 0) add(slot & ~BORROWED)
    }
    const flags = i32[fp + F_FLAGS] as number
    if (!all && (flags & FLAG_VISITED) !== 0) break
    i32[fp + F_FLAGS] = flags | FLAG_VISITED
    isDirect = (flags & FLAG_DIRECT) !== 0
    // A frame of the interpreter's own has it meanwhile.
    if (isDirect) add(i32[fp + F_INSTANCE] as number)
    frame = i32[fp + F_PREVIOUS] as number
  }
  return roots
}
