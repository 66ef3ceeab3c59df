/**
 * An entry of the corpus: a program that showed something new when it was found, and what has come of it since. As a
 * file it carries all but the latter, so that corpora can be copied, merged and kept from night to night.
 */
import { createHash } from 'node:crypto'
import { ByteReader, ByteWriter, DamagedBytes } from '../base/bytes.ts'
import { sealBytes, unsealBytes } from '../base/sealed-bytes.ts'
import type { GcMode, Refusal, Watch } from '../observation/case.ts'
import { readModes, writeModes } from '../observation/case-modes.ts'
import { decodeProgram } from '../program/decode.ts'
import { FEATURE_SPACE } from './features.ts'

/** A case without probes, in its binary form. */
export interface EntryCase {
  readonly program: Uint8Array
  readonly snapshots: readonly number[]
  readonly gc: GcMode
  readonly watch: Watch
  readonly refusal?: Refusal
}

/** What a program showed. */
export interface Showing {
  readonly case: EntryCase
  readonly statements: number
  /** All its features, ascending. */
  readonly features: Uint32Array
}

export interface CorpusEntry extends Showing {
  /** A name by content: 16 hexadecimal digits. */
  readonly key: string
  /** Number of the program in the campaign that found it. */
  readonly foundAt: number
  /** How many programs were made from it, and how many of these showed something new. */
  tried: number
  fertile: number
}

const MAGIC = 'HSCE'
const VERSION = 1

export function entryKey(case_: EntryCase): string {
  const how = new ByteWriter()
  writeModes(how, case_)
  const places = `${how.finish().join(' ')} ${case_.snapshots.join(' ')}`
  return createHash('sha256').update(case_.program).update(places).digest('hex').slice(0, 16)
}

export function newEntry(showing: Showing, foundAt: number): CorpusEntry {
  return { ...showing, key: entryKey(showing.case), foundAt, tried: 0, fertile: 0 }
}

export function encodeEntry(entry: CorpusEntry): Uint8Array {
  const out = new ByteWriter()
  out.unsigned(entry.foundAt)
  writeModes(out, entry.case)
  writeAscending(out, entry.case.snapshots)
  writeAscending(out, entry.features)
  out.bytes(entry.case.program)
  return sealBytes(MAGIC, VERSION, out.finish())
}

/** Throws {@link DamagedBytes}. */
export function decodeEntry(sealed: Uint8Array): CorpusEntry {
  const input = new ByteReader(unsealBytes(MAGIC, VERSION, sealed))
  const foundAt = input.unsigned()
  const modes = readModes(input)
  const snapshots = readAscending(input)
  const features = readAscending(input)
  if ((features.at(-1) ?? 0) >= FEATURE_SPACE) throw new DamagedBytes('a feature of it is out of range')
  const program = new Uint8Array(input.bytes())
  if (!input.atEnd) throw new DamagedBytes('something follows its end')
  const statements = decodeProgram(program).body.length
  if ((modes.refusal?.statement ?? 0) >= statements) throw new DamagedBytes('memory runs out behind its last statement')
  if ((snapshots.at(-1) ?? 0) >= statements) throw new DamagedBytes('it has a snapshot behind its last statement')
  return newEntry({ case: { program, snapshots, ...modes }, statements, features: Uint32Array.from(features) }, foundAt)
}

/** A key becomes the name of a file, so it must be one. */
export function readEntryKey(input: ByteReader): string {
  const key = input.text()
  if (!/^[0-9a-f]{16}$/.test(key)) throw new DamagedBytes('a name of a corpus entry in it is none')
  return key
}

function writeAscending(out: ByteWriter, numbers: ArrayLike<number>): void {
  out.unsigned(numbers.length)
  for (let i = 0, last = 0; i < numbers.length; i++) {
    out.unsigned((numbers[i] as number) - last)
    last = numbers[i] as number
  }
}

/** Each number takes a byte at least, so a count that promises too much runs into the end of the bytes. */
function readAscending(input: ByteReader): number[] {
  const numbers: number[] = []
  for (let left = input.unsigned(), last = -1; left > 0; left--) {
    const next = Math.max(last, 0) + input.unsigned()
    if (next <= last) throw new DamagedBytes('its numbers do not ascend')
    numbers.push(next)
    last = next
  }
  return numbers
}
