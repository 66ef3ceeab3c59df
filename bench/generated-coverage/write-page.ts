/**
 * The second half of `npm run coverage:generated`: what was counted becomes docs/coverage.md. Fails if less is reached than
 * the goal, if a line is neither reached nor explained in `unreached.yaml`, or if that explains what is reached.
 *
 *   node dist/bench/generated-coverage/write-page.js [--list]      with --list: the unexplained lines with their text
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { packageRoot } from '../../src/base/package-root.ts'
import { COUNTS, FOLDERS, OPTIONS, PROGRAMS, STRETCHES } from './plan.ts'
import { type FileReach, readCounts, type UnreachedLine } from './unreached-lines.ts'

const GOAL_PERCENT = 95
const SIMULATION = 'src/engines/simulation/'

/** Of `unreached.yaml`: why, and the functions by file. */
interface Reason {
  readonly why: string
  readonly in: Readonly<Record<string, readonly string[]>>
}

interface Explained {
  readonly file: string
  readonly inside: string
  readonly lines: readonly UnreachedLine[]
}

const files = readCounts(join(packageRoot, COUNTS, 'coverage-final.json'), join(packageRoot, SIMULATION))
const reasons = parse(
  readFileSync(join(packageRoot, 'bench/generated-coverage/unreached.yaml'), 'utf8'),
) as readonly Reason[]

function unreachedIn(file: string, inside: string): UnreachedLine[] {
  const found = files.find((reach) => reach.file === file)
  return found === undefined ? [] : found.unreached.filter((line) => line.inside === inside)
}

const explained = reasons.map(({ why, in: places }) => ({
  why: why.trim(),
  places: Object.entries(places).flatMap(([file, names]): Explained[] =>
    names.map((inside) => ({ file, inside, lines: unreachedIn(file, inside) })),
  ),
}))
const known = new Set(explained.flatMap(({ places }) => places.map(({ file, inside }) => `${file} ${inside}`)))
const unexplained = files.flatMap(({ file, unreached }) =>
  unreached.filter(({ inside }) => !known.has(`${file} ${inside}`)).map((line) => ({ file, ...line })),
)
const stale = explained.flatMap(({ places }) => places.filter(({ lines }) => lines.length === 0))

function share(of: readonly FileReach[]): { lines: number; reached: number; percent: number } {
  const lines = of.reduce((sum, file) => sum + file.lines, 0)
  const reached = of.reduce((sum, file) => sum + file.lines - file.unreached.length, 0)
  return { lines, reached, percent: (100 * reached) / lines }
}

function row(name: string, of: readonly FileReach[]): string {
  const { lines, reached, percent } = share(of)
  return `| ${name} | ${lines.toLocaleString('en')} | ${reached.toLocaleString('en')} | ${percent.toFixed(1)} % |`
}

function code(text: string): string {
  return `\`${text.replace(/\|/g, '\\|').replace(/`/g, "'")}\``
}

function page(): string {
  const versions = STRETCHES.map(({ id }) => id.replace('simulation@', '')).join(', ')
  return `# What generated programs reach

<!-- Written by \`npm run coverage:generated\` from bench/generated-coverage/unreached.yaml. Do not edit. -->

Lines of the simulation's objects, collector and frames that generated programs of all levels reach, without any scenario or
unit test. ${PROGRAMS.toLocaleString('en')} programs run on each of ${versions.replace(/, ([^,]*)$/, ', and fewer on $1')};
each version has its own. How a program collects is drawn from: ${OPTIONS.schedule.join(', ')}. In one of
${OPTIONS.refusalsEvery} a request for memory is refused.

| Folder | Lines | Reached | Share |
|---|---|---|---|
${FOLDERS.map((folder) => row(`\`${folder}/\``, inFolder(folder))).join('\n')}
${row('all', files)}

## What is not reached, and why
${explained.map(section).join('\n')}`
}

function inFolder(folder: string): FileReach[] {
  return files.filter(({ file }) => file.startsWith(`${folder}/`))
}

function section({ why, places }: (typeof explained)[number]): string {
  const rows = places.map(
    ({ file, inside, lines }) =>
      `| \`${file}\` | \`${inside}\` | ${lines.map(({ text }) => code(text)).join('<br>')} |`,
  )
  return `
${why}

| File | Function | Lines |
|---|---|---|
${rows.join('\n')}
`
}

writeFileSync(join(packageRoot, 'docs/coverage.md'), page())
const { percent } = share(files)
console.log(`${percent.toFixed(2)} % of ${share(files).lines} lines are reached`)
for (const { file, inside } of stale) console.error(`${file}: ${inside} is explained, but reached`)
for (const { file, inside, text } of unexplained)
  console.error(`${file}: ${inside}: neither reached nor explained: ${text}`)
if (percent < GOAL_PERCENT || stale.length > 0 || unexplained.length > 0) process.exitCode = 1
