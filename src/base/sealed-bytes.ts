/**
 * An envelope for binary files: what kind of file it is, which version of its form, and a checksum over everything, so
 * that whatever happened to a file on a disk is noticed before a byte of it is believed.
 *
 *   4 bytes  magic     1 byte  version     n bytes  body     32 bytes  SHA-256 of all before
 */
import { createHash } from 'node:crypto'
import { assert } from './assert.ts'
import { DamagedBytes } from './bytes.ts'

const HEAD_BYTES = 5
const SUM_BYTES = 32

export function sealBytes(magic: string, version: number, body: Uint8Array): Uint8Array {
  assert(magic.length === 4, 'a magic has four characters')
  const sealed = new Uint8Array(HEAD_BYTES + body.length + SUM_BYTES)
  sealed.set(new TextEncoder().encode(magic))
  sealed[4] = version
  sealed.set(body, HEAD_BYTES)
  sealed.set(sumOf(sealed.subarray(0, -SUM_BYTES)), HEAD_BYTES + body.length)
  return sealed
}

/** The body. Throws {@link DamagedBytes} for anything that {@link sealBytes} did not make. */
export function unsealBytes(magic: string, version: number, sealed: Uint8Array): Uint8Array {
  if (sealed.length < HEAD_BYTES + SUM_BYTES) throw new DamagedBytes('it is cut short')
  const seen = Buffer.from(sealed.subarray(0, 4)).toString('latin1')
  if (seen !== magic) throw new DamagedBytes('it is a file of another kind')
  const sum = sealed.subarray(-SUM_BYTES)
  const isWhole = sumOf(sealed.subarray(0, -SUM_BYTES)).every((byte, i) => byte === sum[i])
  if (!isWhole) throw new DamagedBytes('its checksum does not match its content')
  if (sealed[4] !== version)
    throw new DamagedBytes(`its form has version ${sealed[4]}; this Heapsmith reads ${version}`)
  return sealed.subarray(HEAD_BYTES, -SUM_BYTES)
}

function sumOf(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest()
}
