/**
 * A case and what its engine reported of it, as compressed bytes behind a checksum: the payload of replay tokens and case
 * files. Nothing of the machine is in it. Probes are left out: a replayed case is one that a campaign could run.
 *
 *   deflate( checksum of the body · body )
 *   body: collector mode, what is watched, where memory runs out · milliseconds · bytes · snapshots (count, distances) · program · fingerprint, where known
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { ByteReader, ByteWriter, DamagedBytes } from '../base/bytes.ts'
import { fnv1a } from '../base/hash.ts'
import type { Case } from '../observation/case.ts'
import { readModes, writeModes } from '../observation/case-modes.ts'
import { decodeProgram } from '../program/decode.ts'
import { encodeProgram } from '../program/encode.ts'

const LARGEST_BYTES = 2 ** 22
const FINGERPRINT = /^[0-9a-f]{16}$/

export interface CodedCase {
  readonly case: Case
  /** Of the observations with which it failed (`observation/fingerprint.ts`). */
  readonly fingerprint?: string
}

export function packCodedCase({ case: case_, fingerprint }: CodedCase): Uint8Array {
  const writer = new ByteWriter()
  writeModes(writer, case_)
  writer.unsigned(case_.limits.timeMs)
  writer.unsigned(case_.limits.memoryBytes)
  writer.unsigned(case_.snapshots.length)
  let last = 0
  for (const statement of case_.snapshots) {
    writer.unsigned(statement - last)
    last = statement
  }
  writer.bytes(encodeProgram(case_.program))
  if (fingerprint !== undefined) writer.text(fingerprint)
  const body = writer.finish()
  const checked = new ByteWriter()
  checked.unsigned(fnv1a(body))
  checked.bytes(body)
  return deflateRawSync(checked.finish())
}

/** Refuses with {@link DamagedBytes}. */
export function unpackCodedCase(packed: Uint8Array): CodedCase {
  const checked = new ByteReader(inflated(packed))
  const sum = checked.unsigned()
  const body = checked.bytes()
  if (fnv1a(body) !== sum) throw new DamagedBytes('its checksum does not match its data')
  const reader = new ByteReader(body)
  const modes = readModes(reader)
  const limits = { timeMs: reader.unsigned(), memoryBytes: reader.unsigned() }
  const snapshots = readSnapshots(reader)
  const program = decodeProgram(reader.bytes())
  if ((snapshots.at(-1) ?? 0) >= program.body.length)
    throw new DamagedBytes('it looks at statements that are not there')
  if ((modes.refusal?.statement ?? 0) >= program.body.length)
    throw new DamagedBytes('memory runs out in a statement that is not there')
  const case_: Case = { program, ...modes, snapshots, probes: [], watchCollections: false, limits }
  if (reader.atEnd) return { case: case_ }
  const fingerprint = reader.text()
  if (!FINGERPRINT.test(fingerprint)) throw new DamagedBytes('its fingerprint is none')
  return { case: case_, fingerprint }
}

function inflated(packed: Uint8Array): Uint8Array {
  try {
    return inflateRawSync(packed, { maxOutputLength: LARGEST_BYTES })
  } catch {
    throw new DamagedBytes('its data cannot be unpacked')
  }
}

function readSnapshots(reader: ByteReader): number[] {
  const snapshots: number[] = []
  let last = 0
  for (let left = reader.unsigned(); left > 0; left--) {
    const distance = reader.unsigned()
    if (distance === 0 && snapshots.length > 0) throw new DamagedBytes('its snapshots are not in order')
    last += distance
    snapshots.push(last)
  }
  return snapshots
}
