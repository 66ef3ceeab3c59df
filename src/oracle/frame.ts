/** Frames as they begin: nobody holds them yet. */
import type { Frame, FunctionCode, Value } from './thing.ts'

export function newFrame(
  code: FunctionCode | null,
  locals: (Value | undefined)[],
  members: Map<string, Value> | null,
): Frame {
  return { code, locals, members, thing: null, ended: false, suspended: null, function: null, back: null }
}
