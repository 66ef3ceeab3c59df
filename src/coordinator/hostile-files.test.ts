/**
 * Five hundred files that somebody damaged or made up, where a campaign keeps its own: each is named and set aside, none is
 * lost, none is believed, and nothing is written outside of the campaign's folder.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ByteWriter } from '../base/bytes.ts'
import { Prng } from '../base/prng.ts'
import { sealBytes, unsealBytes } from '../base/sealed-bytes.ts'
import { UsageError } from '../base/usage-error.ts'
import { CorpusFolder } from '../corpus/corpus-folder.ts'
import { encodeEntry, newEntry } from '../corpus/entry.ts'
import { generateProgram } from '../generate/generate.ts'
import { WATCH_NOTHING } from '../observation/case.ts'
import { encodeProgram } from '../program/encode.ts'
import { CampaignFolder } from './campaign-folder.ts'
import { sampleCampaign } from './sample-campaign.test-support.ts'
import { encodeSaved } from './saved-codec.ts'

const parent = mkdtempSync(join(tmpdir(), 'heapsmith-'))
afterAll(() => rmSync(parent, { recursive: true }))

const program = generateProgram(1, 2, { statements: 10 })
const case_ = { program: encodeProgram(program), snapshots: [9], gc: 'disabled' as const, watch: WATCH_NOTHING }
const entry = encodeEntry(newEntry({ case: case_, statements: 10, features: Uint32Array.of(1, 5) }, 3))
const { guidance: _, ...progressed } = sampleCampaign.progressed
const state = encodeSaved({ ...sampleCampaign, progressed })

/** Damage by number: cut, altered, of another version or kind, with counts and names that are lies. */
function damaged(good: Uint8Array, magic: string, n: number): Uint8Array {
  const prng = new Prng(n)
  const version = good[4] as number
  const body = unsealBytes(magic, version, good)
  const lies = new ByteWriter()
  switch (n % 6) {
    case 0:
      return good.slice(0, prng.below(good.length))
    case 1: {
      const altered = good.slice()
      const at = prng.below(good.length)
      altered[at] = (altered[at] as number) ^ (1 << prng.below(8))
      return altered
    }
    case 2:
      return sealBytes(magic, version + 1 + prng.below(250), body)
    case 3:
      return sealBytes('EVIL', 1, body)
    case 4:
      for (let i = 0; i < 1 + prng.below(3); i++) lies.unsigned(2 ** prng.between(30, 52))
      return sealBytes(magic, version, lies.finish())
    default:
      for (const text of ['__proto__', '../../outside', 'constructor']) lies.text(text)
      return sealBytes(magic, version, lies.finish())
  }
}

describe('a folder full of hostile files', () => {
  it('names and sets aside every damaged entry of a corpus, keeps the good one, and writes nothing outside', () => {
    const folder = join(parent, 'inside', 'corpus')
    mkdirSync(folder, { recursive: true })
    const count = 350
    const contents = Array.from({ length: count }, (_, n) => damaged(entry, 'HSCE', n))
    for (const [n, content] of contents.entries())
      writeFileSync(join(folder, `${n.toString(16).padStart(16, '0')}.entry`), content)
    writeFileSync(join(folder, 'ffffffffffffffff.entry'), entry)
    writeFileSync(join(folder, 'notes.txt'), 'not ours')
    const complaints: string[] = []
    expect(new CorpusFolder(folder).readAll(complaints)).toHaveLength(1)
    expect(complaints).toHaveLength(count)
    for (const [n, complaint] of complaints.entries())
      expect(complaint).toMatch(
        new RegExp(`${n.toString(16).padStart(16, '0')}\\.entry is damaged \\(.+\\); set aside as`),
      )
    const aside = readdirSync(join(folder, 'damaged')).sort()
    expect(aside).toHaveLength(count)
    for (const [n, name] of aside.entries())
      expect(Buffer.compare(readFileSync(join(folder, 'damaged', name)), contents[n] as Uint8Array)).toBe(0)
    expect(readdirSync(folder).sort()).toEqual(['damaged', 'ffffffffffffffff.entry', 'notes.txt'])
    expect(readdirSync(parent)).toEqual(['inside'])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('refuses to go on from any damaged state, as the mistake of a user, and keeps it', () => {
    const folder = join(parent, 'inside', 'campaign')
    mkdirSync(folder, { recursive: true })
    const count = 150
    for (let n = 0; n < count; n++) {
      writeFileSync(join(folder, 'campaign.state'), damaged(state, 'HSCS', n))
      expect(() => new CampaignFolder(folder).load()).toThrow(UsageError)
    }
    expect(readdirSync(join(folder, 'damaged'))).toHaveLength(count)
    expect(readdirSync(folder)).toEqual(['damaged'])
    expect(readdirSync(parent)).toEqual(['inside'])
  })
})
