/** `npm run bench` as a whole: what its artefact holds, and that nothing is left out in silence. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type Missing, type Row, summarize, summaryText } from '../bench/result.ts'
import { packageRoot } from '../src/base/package-root.ts'

const folder = mkdtempSync(join(tmpdir(), 'heapsmith-bench-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function bench(...args: readonly string[]) {
  return spawnSync(process.execPath, [join(packageRoot, 'dist', 'bench', 'run.js'), ...args], { encoding: 'utf8' })
}

describe('the benchmark', () => {
  it('is a command of a clone, too, and refuses an interpreter that does not run', () => {
    const heapsmith = [join(packageRoot, 'dist', 'src', 'cli', 'main.js'), 'bench', '--short', '--part', 'generate']
    const { status, stderr } = spawnSync(process.execPath, [...heapsmith, '--python', 'no-such-python'], {
      encoding: 'utf8',
    })
    expect({ status, stderr }).toEqual({ status: 4, stderr: 'npm run bench: no-such-python is no Python that runs\n' })
  })

  it('writes what it prints, names the machine, and says what could not be measured', () => {
    const out = join(folder, 'bench.json')
    const { status, stdout } = bench('--short', '--part', 'allocator', '--cc', 'no-such-compiler', '--out', out)
    expect(status).toBe(0)
    const report = JSON.parse(readFileSync(out, 'utf8')) as {
      machine: { cpu: string; cores: number; node: string }
      rows: readonly Row[]
      missing: readonly Missing[]
    }
    expect(report.machine).toMatchObject({ node: process.version })
    expect(report.rows.length).toBeGreaterThan(10)
    for (const row of report.rows) {
      expect(row).toMatchObject({ part: 'allocator', subject: 'simulation' })
      expect(row.median).toBeGreaterThan(0)
      expect(row.lowest).toBeLessThanOrEqual(row.median)
      expect(row.highest).toBeGreaterThanOrEqual(row.median)
      expect(stdout).toContain(summaryText(row))
    }
    expect(report.missing).toEqual([
      { part: 'allocator', subject: 'plain C', reason: expect.stringContaining('no-such-compiler') },
    ])
    expect(stdout).toContain('not measured: plain C')
  })

  it('refuses a part that does not exist and names those that do', () => {
    const { status, stderr } = bench('--part', 'speed')
    expect(status).not.toBe(0)
    expect(stderr).toContain('allocator')
  })
})

describe('a summary', () => {
  it('has the middle value, or the mean of the two in the middle, and the extremes', () => {
    expect(summarize([3, 1, 2])).toEqual({ median: 2, lowest: 1, highest: 3, runs: 3 })
    expect(summarize([10, 2, 1, 4])).toEqual({ median: 3, lowest: 1, highest: 10, runs: 4 })
  })

  it('is of something', () => {
    expect(() => summarize([])).toThrow('there are values to sum up')
  })
})
