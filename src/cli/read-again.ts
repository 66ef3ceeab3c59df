/**
 * What a user names to see it again → the case and what is known of it: a token, a case file, a scenario, a program, or
 * any text with a token in it. The scenario and the program of a finding name their token; while the file says the same as
 * that, the very case is run, snapshots and all. An edited file is run as it stands.
 */
import { existsSync } from 'node:fs'
import { UsageError } from '../base/usage-error.ts'
import { DEFAULT_LIMITS, type Limits } from '../observation/case.ts'
import { encodeProgram } from '../program/encode.ts'
import { printProgram } from '../program/print.ts'
import type { PlainCase } from '../task/messages.ts'
import { readCaseFile } from '../triage/case-file.ts'
import { looksLikeToken, parseReplayToken, type Replay } from '../triage/replay-token.ts'
import { bytesOf, inputCase, readInput } from './read-input.ts'

export interface Again {
  /** As the token or the file names it. */
  readonly engine?: string
  readonly plain: PlainCase
  readonly limits: Limits
  readonly fingerprint?: string
}

const TOKEN = /\bhs\d+\.\S+/
/** A text that holds a token is no larger. */
const MOST_BYTES = 2 ** 22

export function readAgain(what: string): Again {
  if (looksLikeToken(what) && !existsSync(what)) return ofReplay(parseReplayToken(what))
  if (what.endsWith('.case')) return ofReplay(readCaseFile(bytesOf(what), what))
  if (/\.(ya?ml|py)$/.test(what)) return ofInput(what)
  const bytes = bytesOf(what)
  const token = bytes.length > MOST_BYTES ? null : TOKEN.exec(bytes.toString('utf8'))
  if (token === null) throw new UsageError(`${what}: no replay token (hs1.<engine>.<data>) stands in it`)
  return ofReplay(parseReplayToken(token[0]))
}

function ofReplay({ engine, case: case_, fingerprint }: Replay): Again {
  const { program, snapshots, gc, watch } = case_
  const plain = { program: encodeProgram(program), snapshots, gc, watch }
  return { engine, plain, limits: case_.limits, ...(fingerprint === undefined ? {} : { fingerprint }) }
}

function ofInput(file: string): Again {
  const input = readInput(file)
  const named = namedCase(file)
  if (named !== undefined && named.case.gc === input.gc && sameText(named, input)) return ofReplay(named)
  return { plain: inputCase(input), limits: DEFAULT_LIMITS }
}

/** That of the token in the first lines of a finding's file. */
function namedCase(file: string): Replay | undefined {
  const head = bytesOf(file).subarray(0, MOST_BYTES).toString('utf8').split('\n', 3)
  const token = TOKEN.exec(head.filter((line) => line.startsWith('#')).join('\n'))
  try {
    return token === null ? undefined : parseReplayToken(token[0])
  } catch (error) {
    // A comment may say what it likes.
    if (error instanceof UsageError) return undefined
    throw error
  }
}

function sameText({ case: { program } }: Replay, input: { readonly program: Replay['case']['program'] }): boolean {
  const text = (body: Replay['case']['program']) =>
    printProgram({ body: body.body.filter(({ kind }) => kind !== 'import') })
  return text(program) === text(input.program)
}
