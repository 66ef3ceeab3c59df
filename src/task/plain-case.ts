/** Between a case and the form in which it travels between threads. */
import { type Case, type Limits, plainCase } from '../observation/case.ts'
import { modesOf } from '../observation/case-modes.ts'
import { decodeProgram } from '../program/decode.ts'
import { encodeProgram } from '../program/encode.ts'
import type { PlainCase } from './messages.ts'

export function unpackCase(plain: PlainCase, limits: Limits): Case {
  return { ...plainCase(decodeProgram(plain.program), plain.snapshots, limits), ...modesOf(plain) }
}

/** What probes there are stays behind. */
export function packCase(full: Case): PlainCase {
  return { program: encodeProgram(full.program), snapshots: full.snapshots, ...modesOf(full) }
}
