/** The corpus on the command line: what a campaign leaves can be looked at, merged, made smaller, exported, and run again. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { heapsmith, reportIn, temporaryFolder } from './heapsmith.test-support.ts'

const folder = temporaryFolder()
const corpus = (...args: readonly string[]) => heapsmith(['corpus', ...args], folder)
const FUZZ = ['fuzz', '--engine', 'simulation@3.12', '--programs', '64', '--workers', '1', '--quiet']

describe('heapsmith corpus', { timeout: 300_000 }, () => {
  it('goes from campaign to campaign', async () => {
    for (const seed of ['1', '2']) {
      const ended = await heapsmith([...FUZZ, '--seed', seed, '--out', `run-${seed}`], folder)
      expect(ended.stderr).toBe('')
    }
    const { entries } = reportIn(join(folder, 'run-1')).corpus
    expect((await corpus('status', 'run-1')).stdout).toMatch(new RegExp(`^${entries} entries, [\\d,]+ features`))

    const merged = await corpus('merge', 'run-1', 'run-2', '--into', 'both')
    expect(merged.stdout).toMatch(/^both: \d+ entries/)
    const before = readdirSync(join(folder, 'both')).length
    expect((await corpus('minimise', 'both', '--keep', '12')).stdout).toContain(`12 entries, ${before - 12} dropped`)
    expect(readdirSync(join(folder, 'both'))).toHaveLength(12)

    expect((await corpus('export', 'both', '--into', 'python')).stdout).toBe('python: 12 programs\n')
    const programs = readdirSync(join(folder, 'python')).map((name) => join('python', name))
    expect((await corpus('import', ...programs, '--into', 'again')).stdout).toBe('again: 12 entries more\n')
    expect((await corpus('status', 'again')).stdout).toContain('12 entries imported and not run yet')

    await heapsmith([...FUZZ, '--seed', '3', '--corpus', 'again', '--out', 'run-3'], folder)
    expect(readdirSync(join(folder, 'run-3', 'seeds'))).toHaveLength(12)
    expect(reportIn(join(folder, 'run-3')).totals.programs).toBe(64)
  })

  it.each([
    [['corpus', 'status', 'not-there'], /not-there: there is no such folder/],
    [['corpus', 'merge', 'run-1'], /--into/],
    [['fuzz', '--unguided', '--corpus', 'both'], /--corpus does not go with --unguided/],
  ])('refuses %j', async (args, complaint) => {
    const ended = await heapsmith(args, folder)
    expect(ended.stderr).toMatch(complaint)
    expect(ended.code).toBe(2)
  })
})
