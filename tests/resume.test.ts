/**
 * A campaign that is killed (SIGKILL: no chance to tidy up) at random moments and goes on each time comes to the very
 * bytes of one that ran through, whatever the number of workers; with findings, which are shrunk beside the rounds.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Prng } from '../src/base/prng.ts'
import { heapsmith, start, temporaryFolder } from './heapsmith.test-support.ts'

const folder = temporaryFolder()
/** `HEAPSMITH_KILLS=10` makes it thorough. */
const KILLS = Number(process.env['HEAPSMITH_KILLS'] ?? 3)
const WORKERS = KILLS > 3 ? [2, 8] : [3]
const FLAGS = ['--lie', 'report-one-object-less', '--quiet']
const CAMPAIGN = ['--engine', 'simulation@3.12', '--seed', '21', '--programs', '448']

async function whole(workers: number): Promise<string> {
  const out = join(folder, `whole-${workers}`)
  const flags = [...CAMPAIGN, '--workers', String(workers), '--out', out]
  expect((await heapsmith(['fuzz', ...flags, ...FLAGS], folder)).code).toBe(1)
  return readFileSync(join(out, 'report.json'), 'utf8')
}

/** Resolves when a campaign has saved its state so many times. */
async function saves(out: string, times: number): Promise<void> {
  const stamp = () => statSync(join(out, 'campaign.state'), { throwIfNoEntry: false })?.mtimeMs
  for (let seen = stamp(), left = times; left > 0; ) {
    await new Promise((resolve) => setTimeout(resolve, 10))
    if (stamp() === seen) continue
    seen = stamp()
    left--
  }
}

/** Each file with its content. */
function files(out: string, kept: string): readonly (readonly [string, string])[] {
  const all = join(folder, out, kept)
  return readdirSync(all)
    .sort()
    .map((name) => [name, readFileSync(join(all, name), 'latin1')])
}

describe('a campaign', { timeout: 900_000 }, () => {
  it(`comes to the same bytes with any number of workers, and killed ${KILLS} times`, async () => {
    const one = await whole(1)
    for (const workers of WORKERS) expect(await whole(workers)).toBe(one)

    const prng = new Prng(3)
    const out = join(folder, 'killed')
    const fresh = [...CAMPAIGN, '--out', out]
    for (let kill = 0; kill < KILLS; kill++) {
      const go = existsSync(join(out, 'campaign.state')) ? ['--resume', out] : fresh
      const running = start(['fuzz', ...go, '--workers', '2', ...FLAGS], folder)
      await saves(out, prng.below(3))
      await new Promise((resolve) => setTimeout(resolve, prng.below(400)))
      running.signal('SIGKILL')
      expect((await running.ended).code).toBe(null)
    }
    const last = await heapsmith(['fuzz', '--resume', out, '--workers', '1', ...FLAGS], folder)
    expect(last.stderr).toBe('')
    expect(readFileSync(join(out, 'report.json'), 'utf8')).toBe(one)
    for (const kept of ['findings', 'corpus']) expect(files('killed', kept)).toEqual(files('whole-1', kept))
  })
})
