import { describe, expect, it } from 'vitest'
import { ByteWriter, DamagedBytes } from '../base/bytes.ts'
import { Prng } from '../base/prng.ts'
import { sealBytes, unsealBytes } from '../base/sealed-bytes.ts'
import { generateProgram } from '../generate/generate.ts'
import { WATCH_ALL, WATCH_NOTHING } from '../observation/case.ts'
import { encodeProgram } from '../program/encode.ts'
import { decodeEntry, encodeEntry, entryKey, newEntry } from './entry.ts'

const program = generateProgram(1, 2, { statements: 20 })
const case_ = { program: encodeProgram(program), snapshots: [0, 5, 19], gc: 'disabled' as const, watch: WATCH_NOTHING }
const entry = newEntry({ case: case_, statements: 20, features: Uint32Array.of(0, 3, 2 ** 20 - 1) }, 77)
const bytes = encodeEntry(entry)

describe('an entry as a file', () => {
  it('comes back as it was, under the same name', () => {
    expect(decodeEntry(bytes)).toEqual(entry)
    expect(entryKey(decodeEntry(bytes).case)).toBe(entry.key)
  })

  it('has another name when its program, snapshots or collector mode differ', () => {
    const others = [
      { ...case_, program: encodeProgram(generateProgram(1, 3)) },
      { ...case_, snapshots: [0, 5] },
      { ...case_, gc: 'enabled' as const },
      { ...case_, watch: WATCH_ALL },
    ]
    for (const other of others) expect(entryKey(other)).not.toBe(entry.key)
  })

  it('is refused when damaged, also where the checksum was made to match', () => {
    const body = unsealBytes('HSCE', 1, bytes)
    const prng = new Prng(2)
    for (let round = 0; round < 300; round++) {
      const altered = prng.percent(50) ? body.slice(0, prng.below(body.length)) : body.slice()
      if (altered.length > 0) altered[prng.below(altered.length)] = prng.below(256)
      try {
        decodeEntry(sealBytes('HSCE', 1, altered))
      } catch (error) {
        expect(error).toBeInstanceOf(DamagedBytes)
      }
    }
  })

  it.each([
    ['a huge count', [77, 0, 2 ** 50]],
    ['a collector mode that there is not', [77, 127, 0, 0]],
    ['snapshots that do not ascend', [77, 0, 2, 4, 0]],
  ])('is refused with %s', (_what, numbers) => {
    const out = new ByteWriter()
    for (const number of numbers) out.unsigned(number)
    expect(() => decodeEntry(sealBytes('HSCE', 1, out.finish()))).toThrow(DamagedBytes)
  })
})
