/**
 * One case as a file, `*.case`: what a replay token holds, as bytes. Whatever is damaged is refused with what is wrong.
 *
 *   "heapsmith case 1\n" · engine (length, UTF-8) · the coded case (`case-codec.ts`) to the end
 */
import { ByteReader, ByteWriter, DamagedBytes } from '../base/bytes.ts'
import { UsageError } from '../base/usage-error.ts'
import { packCodedCase, unpackCodedCase } from './case-codec.ts'
import type { Replay } from './replay-token.ts'

const HEAD = new TextEncoder().encode('heapsmith case 1\n')
const MOST_BYTES = 2 ** 22

export function caseFile({ engine, ...coded }: Replay): Uint8Array {
  const writer = new ByteWriter()
  writer.text(engine)
  writer.bytes(packCodedCase(coded))
  return Buffer.concat([HEAD, writer.finish()])
}

/** `name` is what messages call the file. */
export function readCaseFile(bytes: Uint8Array, name: string): Replay {
  if (bytes.length > MOST_BYTES) throw refused(name, `it has ${bytes.length} bytes; a case has at most ${MOST_BYTES}`)
  if (!HEAD.every((byte, i) => bytes[i] === byte)) throw refused(name, 'it does not begin with "heapsmith case 1"')
  const reader = new ByteReader(bytes.subarray(HEAD.length))
  try {
    const engine = reader.text()
    const coded = unpackCodedCase(reader.bytes())
    if (!reader.atEnd) throw new DamagedBytes('more stands behind its end')
    return { engine, ...coded }
  } catch (error) {
    if (!(error instanceof DamagedBytes)) throw error
    throw refused(name, error.message)
  }
}

function refused(name: string, reason: string): UsageError {
  return new UsageError(`${name} is no case file, or a damaged one: ${reason}`)
}
