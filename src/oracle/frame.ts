/** Frames as they begin: nobody holds them yet. */
import type { Frame, FunctionCode, Value } from './thing.ts'

export function newFrame(
  code: FunctionCode | null,
  locals: (Value | undefined)[],
  members: Map<string, Value> | null,
): Frame {
  return {
    code,
    locals,
    members,
    borrowed: [],
    base: 0,
    thing: null,
    ended: false,
    suspended: null,
    function: null,
    back: null,
    namespace: null,
  }
}

/** Whoever runs the program: what is called from there has no frame of the program's behind it. */
export const OUTSIDE: Frame = newFrame(null, [], null)
