/**
 * Finds a case that takes longer than it may: asks now and then where the process stands, and calls out when it stands
 * at one place for too long. Coarse on purpose: a case may take a quarter longer than its limit.
 */
import { monotonicMs } from '../../base/clock.ts'

export interface Standing {
  /** Changes whenever another case begins. */
  readonly position: string
  readonly limitMs: number
}

const PERIOD_MS_MAX = 250
const PERIOD_MS_MIN = 5
/** Whoever looks so late was busy. */
const SLEPT_MS = 1_000

export class Watch {
  private timer: NodeJS.Timeout | undefined
  private periodMs = 0
  private position: string | undefined
  private sinceMs = 0
  private lookedMs = 0
  private overdue = false
  private ask: () => Standing | undefined = () => undefined
  private callOut: () => void = () => {}

  /** Watches from now on; `shortestMs` is the smallest limit to expect. Keeps time across calls. */
  start(shortestMs: number, ask: () => Standing | undefined, callOut: () => void): void {
    this.ask = ask
    this.callOut = callOut
    const periodMs = Math.max(PERIOD_MS_MIN, Math.min(PERIOD_MS_MAX, shortestMs / 4))
    if (this.timer !== undefined && this.periodMs === periodMs) return
    clearInterval(this.timer)
    this.periodMs = periodMs
    this.lookedMs = monotonicMs()
    this.timer = setInterval(() => this.look(), periodMs)
  }

  /** Whether it had called out. */
  stop(): boolean {
    clearInterval(this.timer)
    this.timer = undefined
    this.position = undefined
    const { overdue } = this
    this.overdue = false
    return overdue
  }

  private look(): void {
    const standing = this.ask()
    const now = monotonicMs()
    // Our own thread was busy: an answer may be waiting to be read.
    const slept = now - this.lookedMs > SLEPT_MS
    this.lookedMs = now
    if (standing === undefined || standing.position !== this.position || slept) {
      this.position = standing?.position
      this.sinceMs = now
    } else if (now - this.sinceMs >= standing.limitMs && !this.overdue) {
      this.overdue = true
      this.callOut()
    }
  }
}
