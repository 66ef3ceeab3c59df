/**
 * What a command needs to tell what its findings mean: the known differences (those that come with the package, unless
 * `--no-shipped-known`, and `--known`), the reports of earlier campaigns
 * (`--earlier`), and the date. Files are read before hours of work begin; one that cannot be read is the user's mistake,
 * but a damaged report among many is named and passed over.
 */
import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Command } from 'commander'
import { globSync } from 'tinyglobby'
import { wallClock } from '../base/clock.ts'
import { packageRoot } from '../base/package-root.ts'
import { UsageError } from '../base/usage-error.ts'
import { formatScenarioProblem } from '../scenario/problem.ts'
import type { Described } from '../task/messages.ts'
import type { EarlierReport } from '../triage/earlier-findings.ts'
import type { Finding } from '../triage/finding.ts'
import type { KnownDifference } from '../triage/known-difference.ts'
import { loadKnown } from '../triage/load-known.ts'
import { DEFAULT_NOISE_BELOW, expiredEntries, type TriageContext, triaged } from '../triage/triage.ts'
import { percentage } from './flags.ts'
import { bytesOf } from './read-input.ts'

/** Bugs of CPython, each measured. */
export const SHIPPED_KNOWN = join(packageRoot, 'fuzz', 'known-differences.yaml')

export interface TriageFlags {
  readonly known?: string
  /** Whether the list that comes with the package counts, too. */
  readonly shippedKnown?: boolean
  readonly earlier?: string
  readonly noiseBelow?: number
}

export function triageFlags(command: Command): Command {
  return command
    .option('--known <file>', 'known differences (YAML), which do not fail the run')
    .option('--no-shipped-known', 'without the known differences that come with Heapsmith: bugs of CPython')
    .option('--earlier <folder>', 'reports of earlier campaigns: what was gone and comes again is a REGRESSION')
    .option(
      '--noise-below <percent>',
      'findings that fail again in fewer of their reruns are NOISE (default: 10)',
      percentage,
    )
}

export interface Triage {
  /** What the reader should know besides: entries that have expired, reports that cannot be read. */
  readonly notes: readonly string[]
  of(finding: Finding, engines: readonly Described[]): Finding
}

export function openTriage(flags: TriageFlags): Triage {
  const { reports, damaged } = flags.earlier === undefined ? { reports: [], damaged: [] } : readEarlier(flags.earlier)
  const shipped = flags.shippedKnown === false ? [] : [SHIPPED_KNOWN]
  const context: Omit<TriageContext, 'versions'> = {
    known: [...(flags.known === undefined ? [] : [flags.known]), ...shipped].flatMap(readKnown),
    earlier: reports,
    today: wallClock().toISOString().slice(0, 10),
    noiseBelow: flags.noiseBelow === undefined ? DEFAULT_NOISE_BELOW : flags.noiseBelow / 100,
  }
  return {
    notes: [...expiredEntries(context), ...damaged],
    of: (finding, engines) => {
      const versions = new Map(engines.map(({ description: { id, facts } }) => [id, facts.version]))
      return triaged(finding, { ...context, versions })
    },
  }
}

function readKnown(file: string): readonly KnownDifference[] {
  const loaded = loadKnown(bytesOf(file), file)
  if (loaded.ok) return loaded.known
  throw new UsageError(`the known differences are refused\n${loaded.problems.map(formatScenarioProblem).join('\n')}`)
}

/** Run ids begin with the time, so that folders in the order of their names are in that of time. */
function readEarlier(folder: string): { reports: readonly EarlierReport[]; damaged: readonly string[] } {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UsageError(`${folder}: there is no such folder; --earlier takes one that holds folders of earlier runs`)
  const reports: EarlierReport[] = []
  const damaged: string[] = []
  for (const path of globSync('**/report.json', { cwd: folder }).sort()) {
    const report = asReport(dirname(path), readFileSync(`${folder}/${path}`, 'utf8'))
    if (report === undefined) damaged.push(`${folder}/${path} is no report, or a damaged one, and is passed over`)
    else if (report !== 'other') reports.push(report)
  }
  return { reports, damaged }
}

/** `other`: of a run that is no campaign. Only what is used is looked at. */
function asReport(name: string, text: string): EarlierReport | 'other' | undefined {
  const { kind, engines, totals, findings } = parsed(text)
  if (kind !== 'fuzz' && typeof kind === 'string') return 'other'
  const { programs } = object(totals)
  if (kind === undefined || typeof programs !== 'number' || !Array.isArray(engines) || !Array.isArray(findings))
    return undefined
  return {
    name,
    programs,
    engines: engines.map((engine) => ({ id: String(object(engine)['id']) })),
    findings: findings.map((finding) => {
      const { id, engine, count } = object(finding)
      return { id: String(id), engine: String(engine), count: typeof count === 'number' ? count : 1 }
    }),
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return object(JSON.parse(text))
  } catch {
    return {}
  }
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}
