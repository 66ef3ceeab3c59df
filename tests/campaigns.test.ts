/** The campaigns that come with Heapsmith run as they are, a few programs of each; files of a user; what flags change. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { globSync } from 'tinyglobby'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../src/base/package-root.ts'
import { loadCampaign } from '../src/coordinator/campaign-file.ts'
import { heapsmith, reportIn, temporaryFolder } from './heapsmith.test-support.ts'

const folder = temporaryFolder()
const NAMES = ['allocator', 'differential', 'finalizers', 'nightly', 'smoke']
const [AGREES, USAGE, UNCHECKED] = [0, 2, 6]

function campaignOf(name: string) {
  const loaded = loadCampaign(readFileSync(join(packageRoot, 'fuzz', 'campaigns', `${name}.yaml`)), name)
  if (!loaded.ok) throw new Error(`${name} is refused`)
  return loaded.campaign
}

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return name
}

describe('the campaigns that come with Heapsmith', { timeout: 300_000 }, () => {
  // The nightly one, which opens four engines, is run by tests/recipes.test.ts.
  it.each(NAMES.filter((name) => name !== 'nightly'))('%s', async (name) => {
    const flags = ['--seed', '4', '--programs', '24', '--workers', '2', '--out', name]
    const ended = await heapsmith(['fuzz', '--campaign', name, ...flags], folder)
    expect(ended.stderr).toBe('')
    expect(ended.stdout).toContain('Everything agrees.')
    // So few programs need not show all that hours must.
    expect([AGREES, UNCHECKED]).toContain(ended.code)
    expect(ended.stdout.includes('Never checked, though the campaign requires it')).toBe(ended.code === UNCHECKED)
    const { engines } = reportIn(join(folder, name))
    const { options, differential } = campaignOf(name)
    const ids = (options.engines ?? []).map(({ id }) => id)
    expect(engines.map(({ id }: { id: string }) => id)).toEqual(differential ? [ids.join('~')] : ids)
  })

  it('are the files of the folder, are named by --help and by a mistake, and go into the package', async () => {
    const names = globSync('*', { cwd: join(packageRoot, 'fuzz', 'campaigns') }).sort()
    expect(names).toEqual(NAMES.map((name) => `${name}.yaml`))
    const help = await heapsmith(['fuzz', '--help'], folder)
    for (const name of NAMES) expect(help.stdout.replace(/\s+/g, ' ')).toContain(name)
    expect((await heapsmith(['fuzz', '-c', 'smok'], folder)).stderr).toContain('did you mean smoke?')
    const pack = ['pack', '--dry-run', '--json', '--ignore-scripts']
    const [{ files }] = JSON.parse(execFileSync('npm', pack, { cwd: packageRoot, encoding: 'utf8' }))
    const packed = files.map(({ path }: { path: string }) => path)
    expect(packed).toEqual(expect.arrayContaining(names.map((name) => `fuzz/campaigns/${name}`)))
    expect(packed).toContain('schema/campaign.schema.json')
    expect(packed).toContain('fuzz/known-differences.yaml')
  })
})

describe('a campaign file', { timeout: 120_000 }, () => {
  it('is refused with every mistake in its place', async () => {
    const path = file('bad.yaml', 'title: bad\nengines: [simulation]\nprogarms: 5\nrules: {required: [promotoin]}\n')
    const ended = await heapsmith(['fuzz', '--campaign', path], folder)
    expect(ended.code).toBe(USAGE)
    expect(ended.stderr).toMatch(/bad\.yaml:3:1: unknown key "progarms"\n 3 \| progarms: 5\n {3}\| \^{8}\n.*programs/)
    expect((await heapsmith(['fuzz', '-c', 'none.yaml'], folder)).stderr).toContain('cannot read none.yaml')
  })

  it('says what fails the run: what it ignores does not, what it requires and nobody checked does', async () => {
    const text = 'title: t\nengines: [simulation@3.12]\nseed: 21\nprograms: 40\nshrink: false\nguided: false\n'
    const lying = (name: string, ...more: readonly string[]) =>
      heapsmith(['fuzz', '-c', name, '--lie', 'report-one-object-less', '-q', ...more], folder)
    const found = await lying(file('plain.yaml', text), '--out', 'plain')
    expect(found.code).toBe(1)
    const { findings, seed, totals } = reportIn(join(folder, 'plain'))
    expect({ seed, programs: totals.programs }).toEqual({ seed: 21, programs: 40 })

    const rules = [...new Set(findings.map(({ rule }: { rule: string }) => rule))].join(', ')
    const ignored = await lying(file('ignored.yaml', `${text}rules: {ignored: [${rules}]}\n`), '--out', 'ignored')
    expect(ignored.code).toBe(AGREES)
    for (const finding of reportIn(join(folder, 'ignored')).findings)
      expect(finding).toMatchObject({ status: 'KNOWN', because: `the campaign ignores the rule ${finding.rule}` })

    const more = `${text}rules: {ignored: [${rules}], required: [promotion, engines-agree]}\n`
    // Flags come first.
    const missed = await lying(file('missed.yaml', more), '--programs', '30', '--seed', '22', '--out', 'missed')
    expect(missed.stdout).toContain('Never checked, though the campaign requires it: engines-agree')
    expect(missed.code).toBe(UNCHECKED)
    expect(reportIn(join(folder, 'missed'))).toMatchObject({ seed: 22, totals: { programs: 30 } })
  })

  it('goes on with its weights and modes after a stop', async () => {
    const text =
      'title: t\nengines: [simulation@3.12]\nseed: 5\nweights: {cycles: 4, lists: 0}\ngc: [enabled, disabled]\n'
    const path = file('odd.yaml', text)
    const run = (...flags: readonly string[]) => heapsmith(['fuzz', ...flags, '-q', '--workers', '1'], folder)
    await run('-c', path, '--programs', '100', '--out', 'whole')
    await run('-c', path, '--programs', '64', '--out', 'parts')
    await run('--resume', 'parts', '--programs', '100')
    const [whole, parts] = ['whole', 'parts'].map((out) => readFileSync(join(folder, out, 'report.json'), 'utf8'))
    expect(parts).toBe(whole)
    await run('--engine', 'simulation@3.12', '--seed', '5', '--programs', '100', '--out', 'even')
    expect(readFileSync(join(folder, 'even', 'report.json'), 'utf8')).not.toBe(whole)
  })
})
