/**
 * How fast a campaign still finds what is new, in time: from its rounds, over about the last minute. No result depends on it,
 * so that it never stands in a report that must be the same twice.
 */
import type { Pace } from '../triage/run-report.ts'

const WINDOW_SECONDS = 60

interface Mark {
  readonly seconds: number
  readonly features: number
}

export class PaceKeeper {
  private marks: Mark[]
  private noveltySeconds: number

  /** The campaign has run so long and knows so many features; something was new last after `noveltySeconds`. */
  constructor(start: Mark, noveltySeconds: number) {
    this.marks = [start]
    this.noveltySeconds = noveltySeconds
  }

  /** A round is over. */
  mark(now: Mark, isNew: boolean): void {
    if (isNew) this.noveltySeconds = now.seconds
    this.marks.push(now)
    // One mark from before the window stays, to measure from.
    while ((this.marks[1]?.seconds ?? now.seconds) <= now.seconds - WINDOW_SECONDS) this.marks.shift()
  }

  /** When the last round that showed something new was over. */
  get lastNovelty(): number {
    return this.noveltySeconds
  }

  at(seconds: number): Pace {
    const [first, last] = [this.marks[0], this.marks.at(-1)]
    const minutes = ((last?.seconds ?? 0) - (first?.seconds ?? 0)) / 60
    const features = (last?.features ?? 0) - (first?.features ?? 0)
    return {
      newFeaturesPerMinute: minutes > 0 ? Math.round(features / minutes) : 0,
      secondsSinceNovelty: Math.max(0, seconds - this.noveltySeconds),
    }
  }
}
