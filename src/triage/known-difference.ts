/**
 * A difference that is known: why it is no news, which findings it covers, on which engines and versions, and until when.
 * An entry that has expired covers nothing; whoever wrote it must look again.
 */
import { type PythonVersion, rangeIncludes, type VersionRange } from '../scenario/version-range.ts'

export interface KnownDifference {
  readonly reason: string
  readonly rules?: readonly string[]
  /** Patterns, in which `*` stands for anything. */
  readonly signature?: string
  readonly engines?: readonly string[]
  readonly python?: VersionRange
  /** What must stand in the program, each of them somewhere; `*` stands for anything. */
  readonly program?: readonly string[]
  /** Programs of a few lines that show it; for the reader, and for whoever looks whether it still holds. */
  readonly shows: readonly string[]
  /** Where it was reported or measured. */
  readonly source?: string
  /** The last day on which it counts, `2027-01-31`. */
  readonly expires: string
}

/** What is asked of an entry: the finding as far as entries speak of it. */
export interface Described {
  readonly rule: string
  readonly signature: string
  readonly cause: string
  readonly engine: string
  /** The program as Python. */
  readonly python: string
  /** Of the engine's Python; unknown in old reports. */
  readonly version: PythonVersion | undefined
}

export function covers(known: KnownDifference, described: Described): boolean {
  const { rule, signature, cause, engine, version } = described
  const { signature: pattern, engines, python, program = [] } = known
  if (known.rules !== undefined && !known.rules.includes(rule)) return false
  if (pattern !== undefined && !matches(pattern, signature) && !matches(pattern, cause)) return false
  if (engines !== undefined && !engines.some((each) => matches(each, engine))) return false
  if (!program.every((each) => matches(`*${each}*`, described.python))) return false
  return python === undefined || (version !== undefined && rangeIncludes(python, version))
}

/** `today` is a date of the same form. */
export function isExpired(known: KnownDifference, today: string): boolean {
  return known.expires < today
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*')
  const [first = '', ...rest] = parts
  if (rest.length === 0) return pattern === text
  const last = rest.pop() as string
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false
  let at = first.length
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found < 0 || found + part.length > text.length - last.length) return false
    at = found + part.length
  }
  return true
}
