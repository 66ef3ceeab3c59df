/**
 * One case as one word that can be pasted into a shell: `hs1.<engine>.<base64url>`. Self-contained: program, collector
 * mode, snapshots and time limit, compressed, and the fingerprint of what was observed. The same token runs the same case
 * wherever that engine is. A damaged or foreign token is refused with what a good one looks like.
 */
import { DamagedBytes } from '../base/bytes.ts'
import { UsageError } from '../base/usage-error.ts'
import type { Case } from '../observation/case.ts'
import { type CodedCase, packCodedCase, unpackCodedCase } from './case-codec.ts'

const PREFIX = 'hs1'

export interface Replay extends CodedCase {
  readonly engine: string
}

export function replayToken(engine: string, case_: Case, fingerprint?: string): string {
  const coded = packCodedCase(fingerprint === undefined ? { case: case_ } : { case: case_, fingerprint })
  return `${PREFIX}.${shellSafe(engine)}.${Buffer.from(coded).toString('base64url')}`
}

/** Is this meant as a token, rather than as the name of a file? */
export function looksLikeToken(text: string): boolean {
  return /^hs\d+\./.test(text)
}

export function parseReplayToken(text: string): Replay {
  const parts = /^hs1\.(.+)\.([A-Za-z0-9_-]+)$/.exec(text.trim())
  if (parts === null) throw refused(text, 'it has not the form hs1.<engine>.<data>')
  try {
    return {
      engine: decodeURIComponent(parts[1] as string),
      ...unpackCodedCase(Buffer.from(parts[2] as string, 'base64url')),
    }
  } catch (error) {
    if (!(error instanceof DamagedBytes || error instanceof URIError)) throw error
    throw refused(text, error instanceof DamagedBytes ? error.message : 'its engine is no text')
  }
}

function refused(text: string, reason: string): UsageError {
  const shown = text.length > 60 ? `${text.slice(0, 57)}…` : text
  return new UsageError(
    `${shown} is no replay token: ${reason}. Give the whole token that a report printed, or a file.`,
  )
}

/** The characters that neither a shell nor our own dots give a meaning to stay; the rest is percent-encoded. */
function shellSafe(engine: string): string {
  return engine.replace(/[^A-Za-z0-9@:/._+-]+/g, (part) =>
    [...Buffer.from(part, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  )
}
