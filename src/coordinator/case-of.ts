/** A case as it came from a worker, with the limits of every campaign. */
import { type Case, plainCase } from '../observation/case.ts'
import { decodeProgram } from '../program/decode.ts'
import type { PlainCase } from '../task/messages.ts'

export function caseOf(plain: PlainCase): Case {
  return { ...plainCase(decodeProgram(plain.program), plain.snapshots), gc: plain.gc, watch: plain.watch }
}
