/**
 * When automatic collections happen, from what was counted: `trigger` (one begins only when the youngest generation's
 * count exceeds its threshold, and of the oldest generation whose count does), `bounded-garbage` (what nobody looked at
 * stays bounded: at a quiet point the count is not above the threshold while collections are on). A full collection may
 * be put off for the long-lived rule. Leaves out the incremental collector of 3.14.0–3.14.4, and errors on their way,
 * which put a collection off.
 */
import type { CollectorEvent } from '../../observation/collector-event.ts'
import type { Event } from '../../observation/observations.ts'
import type { Checks } from '../compare/checks.ts'

const OLDEST = 2

export class TriggerCheck {
  private readonly checks: Checks
  private enabled = false
  private thresholds: readonly [number, number, number] = [0, 0, 0]
  private readonly counts: [number, number, number] = [0, 0, 0]
  /** The count went above the threshold since the last collection. */
  private due = false
  /** Generation of the running collection, −1: none runs. */
  private collecting = -1
  /** It began by itself. One that is asked for leaves what is due: an older generation may be (3.12+). */
  private isAutomatic = false

  constructor(checks: Checks) {
    this.checks = checks
  }

  happens(event: Event): void {
    switch (event.kind) {
      case 'policy':
        return this.policy(event)
      case 'counted':
        return this.counted(event.change)
      case 'collected':
        return this.beginsByItself(event.generation)
      case 'collection':
        this.collecting = event.generation
        return
      case 'phase':
        return this.phase(event.phase)
      default:
        return
    }
  }

  /** The statement has ended, and with it whatever was due. */
  rests(): void {
    const [count] = this.counts
    const [threshold] = this.thresholds
    this.checks.counts.trigger++
    if (!this.enabled || threshold === 0) return
    this.checks.counts['bounded-garbage']++
    if (count > threshold && this.due)
      this.fail('bounded-garbage', `a collection at more than ${threshold} new objects`, `${count} and none`)
  }

  private policy({ enabled, thresholds, counts }: Extract<CollectorEvent, { kind: 'policy' }>): void {
    this.enabled = enabled
    this.thresholds = thresholds
    this.counts[0] = counts[0]
    this.counts[1] = counts[1]
    this.counts[2] = counts[2]
  }

  private counted(change: number): void {
    this.counts[0] += change
    if (change > 0 && this.enabled && this.collecting < 0) this.due ||= this.isOver
  }

  private get isOver(): boolean {
    return this.thresholds[0] > 0 && this.counts[0] > this.thresholds[0]
  }

  private beginsByItself(generation: number): void {
    this.checks.counts.trigger++
    const [count] = this.counts
    if (!this.enabled) this.fail('trigger', 'no collection while they are off', `one of generation ${generation}`)
    if (!this.due || !(this.isOver || this.olderOver.length > 0))
      this.fail('trigger', `no collection with ${count} counted, threshold ${this.thresholds[0]}`, 'one begins')
    const allowed = this.generations()
    if (!allowed.includes(generation))
      this.fail('trigger', `a collection of generation ${allowed.join(' or ')}`, `one of ${generation}`)
    this.isAutomatic = true
  }

  /** Generations but the youngest whose count exceeds their threshold, the oldest first. */
  private get olderOver(): number[] {
    return [OLDEST, 1].filter((i) => (this.counts[i] as number) > (this.thresholds[i] as number))
  }

  /** The oldest whose count exceeds its threshold; the oldest of all may have to wait. */
  private generations(): number[] {
    const over = this.olderOver
    if (over[0] === OLDEST) return [OLDEST, over.includes(1) ? 1 : 0]
    return [over[0] ?? 0]
  }

  private phase(phase: string): void {
    if (phase === 'gc_list_merge') {
      const { collecting } = this
      if (collecting < OLDEST) this.counts[collecting + 1] = (this.counts[collecting + 1] as number) + 1
      for (let i = 0; i <= collecting; i++) this.counts[i] = 0
      if (this.isAutomatic) this.due = false
    } else if (phase === 'done') {
      this.collecting = -1
      this.isAutomatic = false
    }
  }

  private fail(rule: 'trigger' | 'bounded-garbage', expected: string, seen: string): never {
    return this.checks.fail(rule, [], expected, seen, `Expected ${expected}; seen: ${seen}.`)
  }
}
