/**
 * Shards on the command line: together they are the campaign, byte by byte where nothing guides; merging does not depend on
 * order or grouping; what is damaged or does not belong is named.
 */
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { packageRoot } from '../src/base/package-root.ts'
import { heapsmith, reportIn, temporaryFolder } from './heapsmith.test-support.ts'

const folder = temporaryFolder()
const CAMPAIGN = ['fuzz', '--engine', 'simulation@3.12', '--seed', '21', '--level', '1', '--quiet', '--workers', '2']
const LYING = [...CAMPAIGN, '--programs', '101', '--unguided', '--lie', 'report-one-object-less']

/** Every file below, with its content; what depends on time is left out. */
function files(out: string, path = ''): readonly (readonly [string, string])[] {
  return readdirSync(join(folder, out, path))
    .sort()
    .flatMap((name) => {
      const inside = join(path, name)
      if (statSync(join(folder, out, inside)).isDirectory()) return files(out, inside)
      return [[inside, readFileSync(join(folder, out, inside), 'latin1')] as const]
    })
}

const only = (out: string, name: RegExp) => files(out).filter(([path]) => name.test(path))

describe('heapsmith merge, without guidance', { timeout: 300_000 }, () => {
  beforeAll(async () => {
    expect((await heapsmith([...LYING, '--out', 'whole'], folder)).code).toBe(1)
    await heapsmith([...LYING, '--shard', '1/2', '--out', 'half-1'], folder)
    // The other half goes on after a stop, which must not show.
    const second = [...LYING, '--shard', '2/2', '--out', 'half-2']
    await heapsmith(['fuzz', ...second.slice(1).map((flag) => (flag === '101' ? '64' : flag))], folder)
    const resumed = ['fuzz', '--resume', 'half-2', '--programs', '101', '--quiet', '--lie', 'report-one-object-less']
    await heapsmith(resumed, folder)
  }, 300_000)

  it('makes of all shards the report and the findings of the whole campaign', async () => {
    expect(reportIn(join(folder, 'half-2'))).toMatchObject({ shards: ['2/2'] })
    const merged = await heapsmith(['merge', 'half-2', 'half-1', '--out', 'merged', '-r', 'html,junit,sarif'], folder)
    expect(merged.stderr).toBe('')
    expect(merged.code).toBe(1)
    const kept = /^(findings\/|report\.json)/
    expect(only('merged', kept)).toEqual(only('whole', kept))
    expect(reportIn(join(folder, 'merged')).findings.length).toBeGreaterThan(0)
    expect(readdirSync(join(folder, 'merged'))).toEqual(
      expect.arrayContaining(['junit.xml', 'merged.state', 'report.html', 'report.sarif', 'timing.json']),
    )
  })

  it('says which shards are missing', async () => {
    const merged = await heapsmith(['merge', 'half-1', '--out', 'lonely'], folder)
    expect(merged.stdout).toContain('Merged: 1 shard of 2 (1/2)')
    expect(reportIn(join(folder, 'lonely')).shards).toEqual(['1/2'])
    const rest = await heapsmith(['merge', 'lonely', 'half-2', '--out', 'both'], folder)
    expect(rest.stdout).toContain('Merged: all of 2 shards')
    expect(only('both', /./)).toEqual(only('merged', /^(?!junit\.xml|report\.(html|sarif))/))
  })

  it.each([
    [['half-1', 'half-1'], /both hold shard 1\/2: it would count twice/],
    [['whole', 'half-1'], /not shards of one campaign: the number of shards is 1 in the one and 2 in the other/],
    [['half-1', 'nowhere'], /nowhere: there is no such folder\nnothing was merged/],
    [['.'], /holds no campaign/],
  ])('refuses %j', async (given, complaint) => {
    const ended = await heapsmith(['merge', ...given, '--out', 'refused'], folder)
    expect(ended.stderr).toMatch(complaint)
    expect(ended.code).toBe(2)
    expect(readdirSync(folder)).not.toContain('refused')
  })

  it('names every damaged folder, and writes nothing into one that holds results', async () => {
    for (const name of ['cut', 'forged', 'other'])
      cpSync(join(folder, 'half-1'), join(folder, name), { recursive: true })
    const report = join(folder, 'cut', 'report.json')
    writeFileSync(report, readFileSync(report).subarray(0, 500))
    const forged = join(folder, 'forged', 'report.json')
    writeFileSync(forged, readFileSync(forged, 'utf8').replace(/"id": "(?=[a-z-]+-[0-9a-f]{8}")/, '"id": "../../../'))
    const other = join(folder, 'other', 'report.json')
    writeFileSync(other, readFileSync(other, 'utf8').replace('"semantics": "3.12', '"semantics": "3.11'))
    const ended = await heapsmith(['merge', 'cut', 'forged', 'other', 'half-2', '--out', 'refused'], folder)
    expect(ended.stderr).toMatch(/cut\/report\.json is damaged: it is no JSON/)
    expect(ended.stderr).toMatch(/forged\/report\.json is damaged: the parts of its finding .* do not belong together/)
    expect(ended.stderr).toMatch(/other\/report\.json is of another campaign than the state beside it/)
    expect(ended.code).toBe(2)
    expect((await heapsmith(['merge', 'half-1', 'half-2', '--out', 'whole'], folder)).stderr).toMatch(/holds results/)
  })
})

describe('heapsmith merge, with guidance', { timeout: 300_000 }, () => {
  it('comes to the same bytes in any order and grouping, by the published schema', async () => {
    for (const i of [1, 2, 3])
      await heapsmith([...CAMPAIGN, '--programs', '195', '--shard', `${i}/3`, '--out', `third-${i}`], folder)
    const merge = (out: string, ...given: readonly string[]) =>
      heapsmith(['merge', ...given, '--out', out, '--quiet'], folder)
    await merge('at-once', 'third-1', 'third-2', 'third-3')
    await merge('back', 'third-3', 'third-2', 'third-1')
    await merge('left', 'third-1', 'third-2')
    await merge('left-first', 'left', 'third-3')
    await merge('right', 'third-3', 'third-2')
    await merge('right-first', 'third-1', 'right')
    const once = files('at-once')
    for (const out of ['back', 'left-first', 'right-first']) expect(files(out)).toEqual(once)

    const report = reportIn(join(folder, 'at-once'))
    const schema = JSON.parse(readFileSync(join(packageRoot, 'schema', 'report.schema.json'), 'utf8'))
    const validate = new Ajv2020({ strict: false }).compile(schema)
    validate(report)
    expect(validate.errors).toBeNull()
    expect(report.totals.programs).toBe(195)
    const parts = [1, 2, 3].map((i) => reportIn(join(folder, `third-${i}`)))
    expect(report.corpus.features).toBeGreaterThan(Math.max(...parts.map(({ corpus }) => corpus.features)))
    expect(report.corpus.features).toBeLessThan(parts.reduce((sum, { corpus }) => sum + corpus.features, 0))
    expect((await heapsmith(['corpus', 'status', 'at-once'], folder)).stdout).toMatch(
      new RegExp(`^${report.corpus.entries} entries`),
    )
  })
})
