/**
 * Five hundred and more inputs that somebody damaged or made up, for every form that the command line reads besides the files
 * that a campaign keeps for itself (`coordinator/hostile-files.test.ts`): each is refused as what it is, with a reason, and
 * never with an error of ours; a file that stays good after the damage is taken; no prototype changes, and nothing is written.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { DamagedBytes } from '../base/bytes.ts'
import { packageRoot } from '../base/package-root.ts'
import { Prng } from '../base/prng.ts'
import { sealBytes, unsealBytes } from '../base/sealed-bytes.ts'
import { UsageError } from '../base/usage-error.ts'
import { loadCampaign } from '../coordinator/campaign-file.ts'
import { decodeMerged, encodeMerged } from '../coordinator/merged-codec.ts'
import { sampleCampaign } from '../coordinator/sample-campaign.test-support.ts'
import { jsonReport, timingReport } from '../report/json.ts'
import { readCampaignReport, readTiming } from '../report/read-json.ts'
import { campaign } from '../report/sample-report.test-support.ts'
import { loadScenario } from '../scenario/load.ts'
import { caseFile, readCaseFile } from '../triage/case-file.ts'
import { loadKnown } from '../triage/load-known.ts'
import { parseReplayToken } from '../triage/replay-token.ts'
import { readResult } from './read-result.ts'

const parent = mkdtempSync(join(tmpdir(), 'heapsmith-'))
afterAll(() => rmSync(parent, { recursive: true }))

const EACH = 60
const { replay } = campaign.findings[0] as (typeof campaign.findings)[0]
const timing = { workers: 1, seconds: 1, spent: { generateMs: 1, engineMs: 1, judgeMs: 1 } }
const merged = encodeMerged({
  identity: sampleCampaign.identity,
  shards: [{ index: 1, of: 2 }],
  done: 64,
  incidence: { features: Uint32Array.of(1, 5), programs: Uint32Array.of(3, 1) },
})
const yaml = (path: string) => readFileSync(join(packageRoot, path), 'utf8')
const KNOWN = 'known:\n  - reason: a reason that is long enough\n    rule: promotion\n    expires: 2030-01-31\n'

/** Texts that attack: bombs, cycles, prototypes, paths, depth, size, odd characters. */
const ATTACKS: readonly ((prng: Prng) => string)[] = [
  (prng) => `a: &a [x, x]\n${times(prng.between(5, 30), (i) => `b${i}: &b${i} [*${i === 0 ? 'a' : `b${i - 1}`}, *a]`)}`,
  () => '&a [*a]',
  () => '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}',
  () => '__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 1}}',
  (prng) => '['.repeat(prng.between(100, 20_000)),
  (prng) => `{"a": `.repeat(prng.between(100, 5_000)),
  (prng) => `title: ${'x'.repeat(prng.between(1, 2) * 1024 * 1024)}`,
  () => 'title: ../../../outside\nengines: ["../../outside"]\nkey: \u0000\u202e\ufeff',
  () => '--- !!js/function "() => 1"\n',
  (prng) => `hs1.${'../'.repeat(prng.between(1, 9))}outside.${'A'.repeat(prng.between(0, 500))}`,
  (prng) => `%YAML 9.9\n---\ntitle: ${prng.next()}`,
  (prng) => String(prng.next() * 2 ** 40),
  () => '',
  () => 'null',
]

function times(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('\n')
}

/** A good input with damage by number, or an attack. */
function hostile(good: Uint8Array, n: number): Uint8Array {
  const prng = new Prng(n, good.length)
  const copy = good.slice()
  switch (n % 4) {
    case 0:
      return copy.slice(0, prng.below(copy.length))
    case 1:
      for (let i = prng.between(1, 4); i > 0; i--) copy[prng.below(copy.length)] = prng.below(256)
      return copy
    case 2: {
      const [from, to] = [prng.below(copy.length), prng.below(copy.length)]
      return Buffer.concat([copy.subarray(0, from), copy.subarray(to)])
    }
    default:
      return Buffer.from(prng.pick(ATTACKS)(prng))
  }
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')
/** Throws unless the loader is content. */
const orThrow = (result: { readonly ok: boolean; readonly problems?: readonly { readonly message: string }[] }) => {
  if (result.ok) return
  expect(result.problems?.length, 'a refusal says why').toBeGreaterThan(0)
  throw new UsageError(result.problems?.[0]?.message ?? '')
}

const FORMS: readonly (readonly [name: string, good: Uint8Array, read: (bytes: Uint8Array) => unknown])[] = [
  ['a campaign file', Buffer.from(yaml('fuzz/campaigns/allocator.yaml')), (b) => orThrow(loadCampaign(b, 'x.yaml'))],
  ['known differences', Buffer.from(KNOWN), (b) => orThrow(loadKnown(b, 'x.yaml'))],
  ['a scenario', Buffer.from(yaml('specs/errors/unhashable.yaml')), (b) => orThrow(loadScenario(b, 'x.yaml'))],
  ['a replay token', Buffer.from(replay), (b) => parseReplayToken(text(b))],
  ['a case file', Buffer.from(caseFile(parseReplayToken(replay))), (b) => readCaseFile(b, 'x.case')],
  ['report.json', Buffer.from(jsonReport(campaign)), (b) => readCampaignReport(text(b), timing)],
  ['timing.json', Buffer.from(timingReport(campaign)), (b) => readTiming(text(b))],
  ['merged.state', merged, decodeMerged],
]

describe('hostile inputs', { timeout: 120_000 }, () => {
  it.each(FORMS)('%s: is taken or refused with a reason, and never an error of ours', (_name, good, read) => {
    expect(() => read(good)).not.toThrow()
    let refused = 0
    for (let n = 0; n < EACH; n++) {
      try {
        read(hostile(good, n))
      } catch (error) {
        expect(error instanceof UsageError || error instanceof DamagedBytes, `${n}: ${String(error)}`).toBe(true)
        expect((error as Error).message.length).toBeGreaterThan(5)
        refused++
      }
    }
    expect(refused).toBeGreaterThan(EACH / 2)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('a merged state whose checksum was made to match is believed no further than it can be', () => {
    const body = unsealBytes('HSMS', merged[4] as number, merged)
    for (let n = 0; n < EACH; n++) {
      try {
        decodeMerged(sealBytes('HSMS', merged[4] as number, hostile(body, n)))
      } catch (error) {
        expect(error, String(n)).toBeInstanceOf(DamagedBytes)
      }
    }
  })

  it('a folder of results that is hostile is refused by name, and nothing is written outside of it', () => {
    const files = ['report.json', 'timing.json', 'merged.state', 'campaign.state']
    for (let n = 0; n < EACH; n++) {
      const folder = join(parent, `folder-${n}`)
      mkdirSync(folder)
      for (const [i, name] of files.entries()) {
        if (name === 'merged.state' && n % 2 === 0) continue
        const good = name === 'merged.state' ? merged : Buffer.from(jsonReport(campaign))
        writeFileSync(join(folder, name), hostile(good, 4 * n + i))
      }
      expect(() => readResult(folder)).toThrow(UsageError)
      expect(() => readResult(folder)).toThrow(folder)
      // Nothing is lost: what is not where it was is set aside.
      const left = [
        ...readdirSync(folder),
        ...(readdirSync(folder).includes('damaged') ? readdirSync(join(folder, 'damaged')) : []),
      ]
      for (const name of files) if (name !== 'merged.state' || n % 2 === 1) expect(left).toContain(name)
    }
    expect(readdirSync(parent)).toHaveLength(EACH)
  })
})
