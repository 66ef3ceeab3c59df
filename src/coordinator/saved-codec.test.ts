import { describe, expect, it } from 'vitest'
import { ByteWriter, DamagedBytes } from '../base/bytes.ts'
import { Prng } from '../base/prng.ts'
import { sealBytes, unsealBytes } from '../base/sealed-bytes.ts'
import { sampleCampaign } from './sample-campaign.test-support.ts'
import { decodeSaved, encodeSaved } from './saved-codec.ts'

const bytes = encodeSaved(sampleCampaign)
const version = bytes[4] as number

describe('a saved campaign', () => {
  it('comes back as it was, and is written the same again', () => {
    expect(decodeSaved(bytes)).toEqual(sampleCampaign)
    expect(encodeSaved(decodeSaved(bytes))).toEqual(bytes)
  })

  it('is refused when it is altered or cut, even where its checksum was made to match', () => {
    const body = unsealBytes('HSCS', version, bytes)
    for (let at = 0; at < body.length; at += 7) {
      expect(() => decodeSaved(sealBytes('HSCS', version, body.subarray(0, at)))).toThrow(DamagedBytes)
    }
    const prng = new Prng(1)
    for (let round = 0; round < 500; round++) {
      const altered = body.slice()
      for (let i = 0; i < 3; i++) altered[prng.below(altered.length)] = prng.below(256)
      // What an altered byte leaves meaningful is another campaign, and no error of ours.
      try {
        decodeSaved(sealBytes('HSCS', version, altered))
      } catch (error) {
        expect(error).toBeInstanceOf(DamagedBytes)
      }
    }
  })

  it('believes no count that its bytes do not hold', () => {
    const out = new ByteWriter()
    out.text('1.0.0')
    out.unsigned(2 ** 50)
    expect(() => decodeSaved(sealBytes('HSCS', version, out.finish()))).toThrow(DamagedBytes)
  })

  it('takes keys of a file for keys, whatever they spell', () => {
    const undecided = JSON.parse('{"__proto__": {"count": 1, "example": 2}, "constructor": {"count": 3, "example": 4}}')
    const { progressed } = sampleCampaign
    const odd = {
      ...sampleCampaign,
      progressed: { ...progressed, tallies: progressed.tallies.map((tally) => ({ ...tally, undecided })) },
    }
    const read = decodeSaved(encodeSaved(odd)).progressed.tallies[0]?.undecided
    expect(Object.keys(read ?? {})).toEqual(['__proto__', 'constructor'])
    expect(({} as Record<string, unknown>)['count']).toBeUndefined()
  })
})
