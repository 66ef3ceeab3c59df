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
/**
 * `HEAPSMITH_KILLS=10` makes it thorough: ten kills, every level, two and eight workers. `HEAPSMITH_KILL_SEED` draws other
 * moments.
 */
const KILL_SEED = Number(process.env['HEAPSMITH_KILL_SEED'] ?? 3)
const KILLS = Number(process.env['HEAPSMITH_KILLS'] ?? 3)
const IS_LONG = KILLS > 3
const WORKERS = IS_LONG ? [2, 8] : [3]
/** Enough rounds to be killed in. */
const PROGRAMS = IS_LONG ? '1472' : '448'
const LEVELS = IS_LONG ? [1, 2, 3] : [1]
const FLAGS = ['--lie', 'report-one-object-less', '--quiet']

function campaignOf(level: number): readonly string[] {
  return ['--engine', 'simulation@3.12', '--seed', '21', '--programs', PROGRAMS, '--level', String(level)]
}

async function whole(level: number, workers: number): Promise<string> {
  const out = join(folder, `whole-${level}-${workers}`)
  const flags = [...campaignOf(level), '--workers', String(workers), '--out', out]
  expect((await heapsmith(['fuzz', ...flags, ...FLAGS], folder)).code).toBe(1)
  return readFileSync(join(out, 'report.json'), 'utf8')
}

/** Resolves when a campaign has saved its state so many times, or has ended. */
async function saves(out: string, times: number, ended: Promise<unknown>): Promise<void> {
  let isOver = false
  ended.then(() => {
    isOver = true
  })
  const stamp = () => statSync(join(out, 'campaign.state'), { throwIfNoEntry: false })?.mtimeMs
  for (let seen = stamp(), left = times; left > 0 && !isOver; ) {
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

const scope = IS_LONG ? '' : ' (level 1 alone; HEAPSMITH_KILLS=10 kills it ten times at every level)'

describe(`a campaign${scope}`, { timeout: 1_800_000 }, () => {
  it.each(LEVELS)(
    `comes to the same bytes with any number of workers, and killed ${KILLS} times, at level %i`,
    async (level) => {
      const one = await whole(level, 1)
      for (const workers of WORKERS) expect(await whole(level, workers)).toBe(one)

      const prng = new Prng(KILL_SEED, level)
      const killed = `killed-${level}`
      const out = join(folder, killed)
      const fresh = [...campaignOf(level), '--out', out]
      for (let kill = 0; kill < KILLS; kill++) {
        const go = existsSync(join(out, 'campaign.state')) ? ['--resume', out] : fresh
        const running = start(['fuzz', ...go, '--workers', '2', ...FLAGS], folder)
        await saves(out, prng.below(3), running.ended)
        await new Promise((resolve) => setTimeout(resolve, prng.below(400)))
        running.signal('SIGKILL')
        expect((await running.ended).code, `kill ${kill + 1} came before the end`).toBe(137)
      }
      const last = await heapsmith(['fuzz', '--resume', out, '--workers', '1', ...FLAGS], folder)
      expect(last.stderr).toBe('')
      expect(readFileSync(join(out, 'report.json'), 'utf8')).toBe(one)
      for (const kept of ['findings', 'corpus']) expect(files(killed, kept)).toEqual(files(`whole-${level}-1`, kept))
    },
  )
})
