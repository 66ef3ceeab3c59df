/** One part of the benchmark: what it is asked for, and whom it tells. */
import type { Row, Summary } from './result.ts'

export interface Ask {
  /** Fewer repetitions and smaller sizes. */
  readonly short: boolean
  readonly engines: readonly string[]
  /** Paths of the native interpreters that are measured. */
  readonly pythons: readonly string[]
  /** Of all that are known, one of which may have a package that is asked for. */
  readonly knownPythons: readonly string[]
  readonly compiler: string
}

export interface Listener {
  row(row: Omit<Row, 'part' | keyof Summary>, summary: Summary): void
  /** It could not be measured here. */
  missing(subject: string, reason: string): void
}

export interface Part {
  readonly name: string
  /** What its rows say, for the eye. */
  readonly title: string
  measure(ask: Ask, listener: Listener): Promise<void>
}
