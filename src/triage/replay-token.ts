/**
 * One case as one word that can be pasted into a shell: `hs1.<engine>.<base64url>`. Self-contained: program, collector
 * mode, snapshots and time limit, compressed. The same token runs the same case wherever that engine is. A damaged or
 * foreign token is refused with what a good one looks like.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { ByteReader, ByteWriter, DamagedBytes } from '../base/bytes.ts'
import { fnv1a } from '../base/hash.ts'
import { UsageError } from '../base/usage-error.ts'
import type { Case, GcMode } from '../observation/case.ts'
import { decodeProgram } from '../program/decode.ts'
import { encodeProgram } from '../program/encode.ts'

const PREFIX = 'hs1'
const GC_MODES: readonly GcMode[] = ['disabled', 'enabled', 'every-allocation']
const LARGEST_BYTES = 2 ** 22

export interface Replay {
  readonly engine: string
  readonly case: Case
}

/** Probes are left out: a replayed case is one that a campaign could run. */
export function replayToken(engine: string, case_: Case): string {
  const writer = new ByteWriter()
  writer.byte(GC_MODES.indexOf(case_.gc))
  writer.unsigned(case_.limits.timeMs)
  writer.unsigned(case_.limits.memoryBytes)
  writer.unsigned(case_.snapshots.length)
  let last = 0
  for (const statement of case_.snapshots) {
    writer.unsigned(statement - last)
    last = statement
  }
  writer.bytes(encodeProgram(case_.program))
  const body = writer.finish()
  const checked = new ByteWriter()
  checked.unsigned(fnv1a(body))
  checked.bytes(body)
  return `${PREFIX}.${shellSafe(engine)}.${Buffer.from(deflateRawSync(checked.finish())).toString('base64url')}`
}

/** Is this meant as a token, rather than as the name of a file? */
export function looksLikeToken(text: string): boolean {
  return /^hs\d+\./.test(text)
}

export function parseReplayToken(text: string): Replay {
  const parts = /^hs1\.(.+)\.([A-Za-z0-9_-]+)$/.exec(text.trim())
  if (parts === null) throw refused(text, 'it has not the form hs1.<engine>.<data>')
  try {
    return {
      engine: decodeURIComponent(parts[1] as string),
      case: decode(Buffer.from(parts[2] as string, 'base64url')),
    }
  } catch (error) {
    throw refused(text, error instanceof DamagedBytes ? error.message : 'its data cannot be unpacked')
  }
}

function decode(packed: Uint8Array): Case {
  const checked = new ByteReader(inflateRawSync(packed, { maxOutputLength: LARGEST_BYTES }))
  const sum = checked.unsigned()
  const body = checked.bytes()
  if (fnv1a(body) !== sum) throw new DamagedBytes('its checksum does not match its data')
  const reader = new ByteReader(body)
  const gc = GC_MODES[reader.byte()]
  if (gc === undefined) throw new DamagedBytes('its collector mode is unknown')
  const limits = { timeMs: reader.unsigned(), memoryBytes: reader.unsigned() }
  const snapshots: number[] = []
  let last = 0
  for (let left = reader.unsigned(); left > 0; left--) {
    last += reader.unsigned()
    snapshots.push(last)
  }
  return { program: decodeProgram(reader.bytes()), gc, snapshots, probes: [], watchCollections: false, limits }
}

function refused(text: string, reason: string): UsageError {
  const shown = text.length > 60 ? `${text.slice(0, 57)}…` : text
  return new UsageError(
    `${shown} is no replay token: ${reason}. Give the whole token that a report printed, or a file.`,
  )
}

/** The characters that neither a shell nor our own dots give a meaning to stay; the rest is percent-encoded. */
function shellSafe(engine: string): string {
  return engine.replace(/[^A-Za-z0-9@:/._+-]+/g, (part) =>
    [...Buffer.from(part, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  )
}
