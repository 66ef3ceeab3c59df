/**
 * `npm run bench`: every part, one after the other, as a table and as JSON. A part that cannot be measured here says so.
 */
import { execFileSync } from 'node:child_process'
import { Command, Option } from 'commander'
import { wallClock } from '../src/base/clock.ts'
import { writeWhole } from '../src/base/write-file.ts'
import { ExitCode } from '../src/cli/exit-code.ts'
import { interpreters } from '../src/cli/find-interpreters.ts'
import { ownVersion } from '../src/cli/own-version.ts'
import { load, thisMachine } from './machine.ts'
import type { Ask, Listener, Part } from './part.ts'
import { allocator } from './parts/allocator.ts'
import { campaign } from './parts/campaign.ts'
import { collector } from './parts/collector.ts'
import { generate } from './parts/generate.ts'
import { memory } from './parts/memory.ts'
import { models } from './parts/models.ts'
import { objects } from './parts/objects.ts'
import { shrink } from './parts/shrink.ts'
import { startUp } from './parts/start-up.ts'
import { workers } from './parts/workers.ts'
import { type Missing, type Row, summaryText } from './result.ts'

const PARTS: readonly Part[] = [
  campaign,
  workers,
  models,
  generate,
  collector,
  allocator,
  objects,
  memory,
  startUp,
  shrink,
]
const ENGINES = ['simulation@3.12', 'simulation@3.14', 'pyodide@3.12', 'pyodide@3.14']
const SHORT_ENGINES = ['simulation@3.12', 'pyodide@3.12']

interface Flags {
  readonly short?: boolean
  readonly part?: readonly string[]
  readonly engine?: readonly string[]
  readonly python?: readonly string[]
  readonly cc: string
  readonly out: string
}

const flags = new Command('npm run bench --')
  .option('--short', 'fewer repetitions, smaller sizes, fewer engines: minutes instead of half an hour')
  .addOption(new Option('--part <name...>', 'only these').choices(PARTS.map(({ name }) => name)))
  .option('--engine <id...>', `engines for campaigns and starts (default: ${ENGINES.join(', ')}, and native ones)`)
  .option('--python <path...>', 'native interpreters (default: one of each version on PATH or kept by pyenv)')
  .option('--cc <command>', 'the C compiler', 'cc')
  .option('--out <file>', 'where the JSON goes', 'reports/bench.json')
  .parse()
  .opts<Flags>()

for (const path of flags.python ?? []) {
  if (versionOf(path) !== undefined) continue
  console.error(`npm run bench: ${path} is no Python that runs`)
  process.exit(ExitCode.engineMissing)
}
const knownPythons = flags.python ?? foundPythons()
const pythons = flags.short === true ? knownPythons.slice(-1) : knownPythons
const ask: Ask = {
  short: flags.short === true,
  engines: flags.engine ?? [
    ...(flags.short === true ? SHORT_ENGINES : ENGINES),
    ...pythons.map((path) => `cpython:${path}`),
  ],
  pythons,
  knownPythons,
  compiler: flags.cc,
}

const machine = thisMachine()
const rows: Row[] = []
const missing: Missing[] = []
console.log(
  `${machine.cpu}, ${machine.cores} cores, ${machine.system}, Node ${machine.node}, load ${machine.loadBefore}`,
)
console.log('median (lowest–highest)')
for (const part of PARTS) {
  if (flags.part !== undefined && !flags.part.includes(part.name)) continue
  console.log(`\n${part.name}: ${part.title}`)
  let subjectBefore: string | undefined
  const listener: Listener = {
    row(row, summary) {
      if (row.subject !== subjectBefore) console.log(`  ${row.subject}`)
      subjectBefore = row.subject
      console.log(`    ${row.what.padEnd(38)} ${summaryText(summary)} ${row.unit}`)
      rows.push({ part: part.name, ...row, ...summary })
    },
    missing(subject, reason) {
      console.log(`  not measured: ${subject}: ${reason}`)
      missing.push({ part: part.name, subject, reason })
    },
  }
  await part.measure(ask, listener)
}
const loadAfter = load()
const report = {
  heapsmith: ownVersion(),
  date: wallClock().toISOString(),
  machine: { ...machine, loadAfter },
  short: ask.short,
  rows,
  missing,
}
writeWhole(flags.out, `${JSON.stringify(report, undefined, 2)}\n`)
console.log(`\nload at the end ${loadAfter}; written: ${flags.out}`)

/** The paths that answer, one a version, in ascending order. */
function foundPythons(): readonly string[] {
  const byVersion = new Map<string, string>()
  for (const id of interpreters(process.env)) {
    const path = id.slice('cpython:'.length)
    const version = versionOf(path)
    if (version !== undefined) byVersion.set(version, path)
  }
  return [...byVersion.values()]
}

/** `3.12`; undefined where it does not run, as the shims of a version manager. */
function versionOf(path: string): string | undefined {
  try {
    const text = 'import sys; print("%d.%d" % sys.version_info[:2])'
    return execFileSync(path, ['-c', text], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return undefined
  }
}
