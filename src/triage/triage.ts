/**
 * What a finding means for whoever ran the campaign, and why:
 *
 * - `KNOWN`       an entry of the known differences covers it
 * - `NOISE`       it failed again in too few of its reruns to be worked on
 * - `REGRESSION`  an earlier campaign had it, a later one no longer did, and here it is again
 * - `NEW`         everything else, also what is open since an earlier campaign
 *
 * KNOWN and NOISE do not fail a run. Expired entries cover nothing, and are named.
 */
import type { PythonVersion } from '../scenario/version-range.ts'
import { type EarlierReport, earlierSighting } from './earlier-findings.ts'
import type { Finding, FindingStatus } from './finding.ts'
import { covers, isExpired, type KnownDifference } from './known-difference.ts'

export interface TriageContext {
  readonly known: readonly KnownDifference[]
  /** In order of time. */
  readonly earlier: readonly EarlierReport[]
  /** `2026-11-26`. */
  readonly today: string
  /** Below that share of failing reruns a finding is NOISE. */
  readonly noiseBelow: number
  /** Of each engine's Python, by engine id. */
  readonly versions: ReadonlyMap<string, PythonVersion>
}

export const DEFAULT_NOISE_BELOW = 0.1

/** The finding with its status and, where it is not plainly NEW, the reason. */
export function triaged(finding: Finding, context: TriageContext): Finding {
  const { status, because } = statusOf(finding, context)
  return { ...finding, status, ...(because === undefined ? {} : { because }) }
}

/** Whether a run with such findings has failed. */
export function failsTheRun(findings: readonly { readonly status: FindingStatus }[]): boolean {
  return findings.some(({ status }) => status === 'NEW' || status === 'REGRESSION')
}

/** A line for each entry that has expired. */
export function expiredEntries({ known, today }: Pick<TriageContext, 'known' | 'today'>): readonly string[] {
  return known
    .filter((entry) => isExpired(entry, today))
    .map(
      ({ rules, signature, expires, reason }) =>
        `known difference ${rules?.join(', ') ?? signature} expired on ${expires}: ${reason}`,
    )
}

function statusOf(
  finding: Finding,
  context: TriageContext,
): { readonly status: FindingStatus; readonly because?: string } {
  const { rule, signature, cause, engine, python, reruns, id } = finding
  const described = { rule, signature, cause, engine, python, version: context.versions.get(engine) }
  const entries = context.known.filter((entry) => covers(entry, described))
  const valid = entries.find((entry) => !isExpired(entry, context.today))
  if (valid !== undefined) return { status: 'KNOWN', because: `${valid.reason} (until ${valid.expires})` }
  if (reruns !== undefined && reruns.failed < context.noiseBelow * reruns.runs)
    return { status: 'NOISE', because: `it failed in ${reruns.failed} of ${reruns.runs} reruns` }
  const [expired] = entries
  const note = expired === undefined ? '' : `the known difference expired on ${expired.expires}: ${expired.reason}`
  const earlier = earlierSighting(id, engine, context.earlier)
  if (earlier.kind === 'fixed') {
    const history = `last seen in ${earlier.lastSeen}, gone in ${earlier.goneIn}`
    return { status: 'REGRESSION', because: note === '' ? history : `${history}; ${note}` }
  }
  const open = earlier.kind === 'open' ? `open since ${earlier.lastSeen}` : ''
  const because = [note, open].filter((text) => text !== '').join('; ')
  return because === '' ? { status: 'NEW' } : { status: 'NEW', because }
}
