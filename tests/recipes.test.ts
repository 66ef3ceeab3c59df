/**
 * The commands of docs/continuous-integration.md, as they stand there, in a shell like a build server's: jobs in their order,
 * a few programs in place of minutes and hours, and the built command line in place of an installed one.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { packageRoot } from '../src/base/package-root.ts'
import { reportIn, temporaryFolder } from './heapsmith.test-support.ts'

const folder = temporaryFolder()
const MAIN = join(packageRoot, 'dist', 'src', 'cli', 'main.js')
const page = readFileSync(join(packageRoot, 'docs', 'continuous-integration.md'), 'utf8')
const [github, gitlab] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => parse(match[1] as string))

interface Step {
  readonly run?: string
}

const stepsOf = (job: string): readonly string[] =>
  (github.jobs[job].steps as readonly Step[]).flatMap(({ run }) => run ?? [])
const scriptOf = (job: string): readonly string[] => [...gitlab[job].script, ...(gitlab[job].after_script ?? [])]

/** What stands for npm and npx, so that nothing is installed and each campaign is short and plain. */
const SHELL = `
npm() { case "$1 $2" in "ci ") ;; "run fuzz") shift 3; node '${MAIN}' fuzz "$@" --programs "$PROGRAMS" --level 1 --workers 1 --quiet ;; *) return 9 ;; esac; }
npx() { [ "$1" = heapsmith ] || return 9; shift; node '${MAIN}' "$@"; }
`

/** Runs the lines one after the other, as long as each succeeds; `env` is what the server sets. */
function job(cwd: string, lines: readonly string[], env: Readonly<Record<string, string>>, programs: number): void {
  mkdirSync(cwd, { recursive: true })
  for (const line of lines) {
    const shown = line.replace(/\$\{\{ matrix\.shard \}\}/g, env['SHARD'] ?? '')
    expect(shown, 'every expression of the server is filled in').not.toContain('${{')
    const options = { cwd, env: { ...process.env, NO_COLOR: '1', PROGRAMS: String(programs), ...env } }
    const ended = spawnSync('bash', ['-c', `${SHELL}\n${shown}`], { ...options, encoding: 'utf8' })
    // 6: so few programs need not show all that a night must.
    expect([0, 6], `${shown}\n${ended.stdout}\n${ended.stderr}`).toContain(ended.status)
  }
}

const SHA = '5b1e9c0d4f7a5b1e9c0d4f7a5b1e9c0d4f7a5b1e'
const PR_SEED = Number.parseInt(SHA.slice(0, 12), 16)

describe('the recipes for build servers', { timeout: 600_000 }, () => {
  it('GitHub: a pull request is fuzzed with its commit as the seed', () => {
    const cwd = join(folder, 'github-pull')
    job(cwd, stepsOf('pull-request'), { GITHUB_SHA: SHA }, 24)
    expect(reportIn(join(cwd, 'out')).seed).toBe(PR_SEED)
  })

  it('GitLab: so it is', () => {
    const cwd = join(folder, 'gitlab-pull')
    job(cwd, scriptOf('pull-request'), { CI_COMMIT_SHA: SHA }, 24)
    expect(reportIn(join(cwd, 'out')).seed).toBe(PR_SEED)
    expect(existsSync(join(cwd, gitlab['pull-request'].artifacts.reports.junit))).toBe(true)
  })

  it('GitHub: a night in shards is merged in the morning, and the next night begins with its corpus', () => {
    const cwd = join(folder, 'github-night')
    // Two of the four are enough for a test; merge says which they are.
    const shards = (github.jobs.night.strategy.matrix.shard as readonly number[]).slice(0, 2)
    const night = (machine: string, shard: number, number: string) =>
      job(machine, stepsOf('night'), { GITHUB_RUN_NUMBER: number, SHARD: String(shard) }, 32)
    for (const shard of shards) {
      // Each shard is a machine of its own.
      const machine = join(folder, `github-machine-${shard}`)
      night(machine, shard, '12')
      cpSync(join(machine, 'out'), join(cwd, 'shards', `shard-${shard}`), { recursive: true })
    }
    job(cwd, stepsOf('morning'), {}, 0)
    const { totals, shards: incomplete, seed } = reportIn(join(cwd, 'out'))
    expect(totals.programs).toBeGreaterThanOrEqual(32)
    expect({ incomplete, seed }).toEqual({ incomplete: ['1/4', '2/4'], seed: 12 })
    const corpus = readdirSync(join(cwd, 'corpus'))
    expect(corpus.length).toBeGreaterThan(5)

    const next = join(folder, 'github-next')
    cpSync(join(cwd, 'corpus'), join(next, 'corpus'), { recursive: true })
    night(next, 1, '13')
    expect(readdirSync(join(next, 'out', 'seeds'))).toEqual(corpus)
  })

  it('GitLab: so is its night', () => {
    const cwd = join(folder, 'gitlab-night')
    for (const index of ['1', '2']) {
      const env = { CI_PIPELINE_IID: '7', CI_NODE_INDEX: index, CI_NODE_TOTAL: '2' }
      job(cwd, scriptOf('night'), env, 16)
    }
    job(cwd, scriptOf('morning'), {}, 0)
    expect(reportIn(join(cwd, 'out')).seed).toBe(7)
    expect(readdirSync(join(cwd, 'corpus')).length).toBeGreaterThan(5)
  })
})
