/** The name of a run, and where its files go: sorts by time and tells campaigns from scenario runs. */
import { join } from 'node:path'
import { wallClock } from '../base/clock.ts'

/** Such as `2026-03-01T12-30-05-fuzz`. */
export function runId(kind: string): string {
  return `${wallClock().toISOString().slice(0, 19).replaceAll(':', '-')}-${kind}`
}

export function outFolder(out: string | undefined, kind: string): string {
  return out ?? join('reports', runId(kind))
}
