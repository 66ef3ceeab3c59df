/**
 * `npm run docs:scenarios [-- cpython:PYTHON …]`: runs every scenario on the simulation of each version, on both Pyodides
 * and on the interpreters given, and writes docs/scenario-table.md. Fails if one disagrees where it is meant to agree.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../src/base/package-root.ts'
import { findScenarioFiles } from '../src/cli/find-files.ts'
import { withCrew } from '../src/cli/with-crew.ts'
import { type LoadedScenario, runScenarios } from '../src/coordinator/scenario-run.ts'
import { DEFAULT_LIMITS } from '../src/observation/case.ts'
import { loadScenario } from '../src/scenario/load.ts'
import type { Described } from '../src/task/messages.ts'
import type { ScenarioResult } from '../src/triage/run-report.ts'

const ENGINES = [
  ...['3.8', '3.9', '3.10', '3.11', '3.12', '3.13.0', '3.13', '3.14.0', '3.14', '3.15'].map((v) => `simulation@${v}`),
  'pyodide@3.12',
  'pyodide@3.14',
  ...process.argv.slice(2),
]

process.chdir(packageRoot)
const scenarios = findScenarioFiles(['specs']).map((file): LoadedScenario => {
  const loaded = loadScenario(readFileSync(file), file)
  if (!loaded.ok) throw new Error(`${file}: ${loaded.problems[0]?.message}`)
  return { file, scenario: loaded.scenario }
})
const plan = { scenarios, engines: ENGINES, limits: DEFAULT_LIMITS, lie: undefined }
const { engines, results } = await withCrew(1, (crew, stop) => runScenarios(plan, crew, () => {}, stop))

const names = engines.map(nameOf)
const themes = [...new Set(scenarios.map(({ file }) => themeOf(file)))]
const disagreeing = results.filter(({ outcome }) => outcome !== 'passed' && outcome !== 'skipped')

/** Without the path of an interpreter. */
function nameOf({ description: { id, version } }: Described): string {
  if (id.startsWith('simulation')) return id.replace('@', ' ')
  return `${id.startsWith('pyodide') ? 'Pyodide' : 'CPython'} ${/[\d.]+/.exec(version)?.[0]}`
}

function themeOf(file: string): string {
  return file.split('/')[1] as string
}

function of(file: string): ScenarioResult[] {
  return results.filter((result) => result.file === file)
}

/** How many agree of those that are meant for it. */
function cell(theme: string, engine: string): string {
  const meant = results.filter(
    (result) => themeOf(result.file) === theme && result.engine === engine && result.outcome !== 'skipped',
  )
  if (meant.length === 0) return '–'
  const agreeing = meant.filter(({ outcome }) => outcome === 'passed').length
  return agreeing === meant.length ? String(agreeing) : `${agreeing} of ${meant.length}`
}

function themeTable(): string {
  const rows = themes.map((theme) => `| \`${theme}\` | ${ENGINES.map((engine) => cell(theme, engine)).join(' | ')} |`)
  return `| Theme | ${names.join(' | ')} |\n|---|${'---|'.repeat(names.length)}\n${rows.join('\n')}`
}

/** For which versions the file says it is, and whether something keeps it from other engines. */
function meantFor(loaded: LoadedScenario): string {
  const { python, needs } = loaded.scenario
  const versions = python === undefined ? 'all' : `\`${python.text}\``
  const skipped = of(loaded.file).filter(
    ({ outcome, reason }) => outcome === 'skipped' && /cannot show/.test(reason ?? ''),
  )
  const lacking = skipped.length === 0 ? '' : ', where it can be shown'
  return `${versions}${needs.length === 0 ? '' : `, needs ${needs.join(', ')}`}${lacking}`
}

function agreement({ file }: LoadedScenario): string {
  const meant = of(file).filter(({ outcome }) => outcome !== 'skipped')
  const others = meant.filter(({ outcome }) => outcome !== 'passed')
  const shown = others.map(({ engine, outcome }) => `${outcome} on ${names[ENGINES.indexOf(engine as string)]}`)
  return [`${meant.length - others.length} of ${meant.length}`, ...shown].join('; ')
}

function list(theme: string): string {
  const rows = scenarios
    .filter(({ file }) => themeOf(file) === theme)
    .map((loaded) => {
      const name = loaded.file
        .split('/')
        .slice(2)
        .join('/')
        .replace(/\.yaml$/, '')
      const title = loaded.scenario.title.replace(/\|/g, '\\|').replace(/([_*<])/g, '\\$1')
      return `| \`${name}\` | ${title} | ${meantFor(loaded)} | ${agreement(loaded)} |`
    })
  return `### ${theme}\n\n| Scenario | Shows | Meant for | Agree |\n|---|---|---|---|\n${rows.join('\n')}\n`
}

const page = `# Scenarios on every engine

<!-- Written by \`npm run docs:scenarios -- cpython:PYTHON …\`. Do not edit. -->

Every scenario under \`specs/\` on the simulation of each version, in Pyodide, and in native interpreters. A number says how
many of the scenarios that are meant for the engine agree with it, and the oracle with both; \`–\`: none is meant for it.

${themeTable()}

## Each scenario

A scenario is meant for the Python versions that it names, and for engines that can show what it expects. The last column says
how many of these ${names.length} engines agree, of those that it is meant for.

${themes.map(list).join('\n')}`

writeFileSync(join(packageRoot, 'docs/scenario-table.md'), page)
console.log(`${results.length - disagreeing.length} of ${results.length} agree, or are not meant for the engine`)
for (const { file, engine, outcome, reason } of disagreeing)
  console.error(`${file}: ${outcome} on ${engine} ${reason ?? ''}`)
if (disagreeing.length > 0) process.exitCode = 1
