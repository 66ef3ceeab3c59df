/**
 * What earlier campaigns found, from their reports in order of time, and whether a finding of then was gone since: a later
 * campaign on the same engine ran so many programs without it that it would hardly have missed it. Pure: reports in.
 */

/** The parts of a `report.json` that count here. */
export interface EarlierReport {
  /** What messages call it, such as its folder. */
  readonly name: string
  readonly engines: readonly { readonly id: string }[]
  readonly programs: number
  readonly findings: readonly { readonly id: string; readonly count: number; readonly engine: string }[]
}

export type Earlier =
  | { readonly kind: 'never' }
  /** Seen, and no later campaign says that it is gone. */
  | { readonly kind: 'open'; readonly lastSeen: string }
  | { readonly kind: 'fixed'; readonly lastSeen: string; readonly goneIn: string }

/** Had it come as often as before, the chance that a campaign misses it: e to the power of minus this. */
const EXPECTED_SIGHTINGS = 5

/** `reports` in order of time, the oldest first. */
export function earlierSighting(id: string, engine: string, reports: readonly EarlierReport[]): Earlier {
  const own = reports.filter(({ engines }) => engines.some((each) => each.id === engine))
  let last: { readonly name: string; readonly rate: number } | undefined
  let gone: string | undefined
  let missed = 0
  for (const { name, programs, findings } of own) {
    const found = findings.find((each) => each.id === id && each.engine === engine)
    if (found !== undefined) {
      last = { name, rate: found.count / Math.max(programs, found.count) }
      gone = undefined
      missed = 0
      continue
    }
    if (last === undefined) continue
    missed += programs * last.rate
    if (missed >= EXPECTED_SIGHTINGS) gone ??= name
  }
  if (last === undefined) return { kind: 'never' }
  return gone === undefined
    ? { kind: 'open', lastSeen: last.name }
    : { kind: 'fixed', lastSeen: last.name, goneIn: gone }
}
