/**
 * What a benchmark says: rows of a median and its spread, and what could not be measured and why. Every script of this
 * folder sums up its repetitions here, so that a median means the same everywhere.
 */
import { present } from '../src/base/assert.ts'

export interface Summary {
  readonly median: number
  readonly lowest: number
  readonly highest: number
  /** How many values it sums up. */
  readonly runs: number
}

export interface Row extends Summary {
  readonly part: string
  /** Whom it is about: an engine, a library, an interpreter, the C program. */
  readonly subject: string
  readonly what: string
  readonly unit: string
}

export interface Missing {
  readonly part: string
  readonly subject: string
  readonly reason: string
}

export function summarize(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (place: number): number => present(sorted[place], 'there are values to sum up')
  const upper = at(sorted.length >> 1)
  const median = sorted.length % 2 === 1 ? upper : (at((sorted.length >> 1) - 1) + upper) / 2
  return { median, lowest: at(0), highest: at(sorted.length - 1), runs: sorted.length }
}

/** `12.3 (11.9–14.0)`, with as many digits as the median deserves. */
export function summaryText({ median, lowest, highest }: Summary): string {
  return `${numberText(median)} (${numberText(lowest)}–${numberText(highest)})`
}

export function spread(values: readonly number[]): string {
  return summaryText(summarize(values))
}

function numberText(value: number): string {
  const size = Math.abs(value)
  if (size >= 1000) return Math.round(value).toLocaleString('en')
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)
}
