/**
 * A short name for what an engine reported of a case: the same wherever and whenever an engine of that version reports
 * the same. Two observations with one fingerprint are the same in all that can be compared between machines.
 */
import { createHash } from 'node:crypto'
import { comparable } from './comparable.ts'
import type { Observations } from './observations.ts'

/** Raised when the same observations get other bytes. */
const FORMAT = 1
const DIGITS = 16

/** The bytes that are named: comparable observations as JSON, keys in a fixed order. */
export function observationBytes(observations: Observations): Uint8Array {
  return new TextEncoder().encode(JSON.stringify([FORMAT, comparable(observations)], plainValue))
}

export function fingerprint(observations: Observations): string {
  return createHash('sha256').update(observationBytes(observations)).digest('hex').slice(0, DIGITS)
}

/** How long a program may run is the asker's affair. */
function plainValue(key: string, value: unknown): unknown {
  if (key === 'limitMs') return undefined
  return typeof value === 'bigint' ? `${value}` : value
}
