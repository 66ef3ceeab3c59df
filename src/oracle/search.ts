/**
 * What an engine does not tell and the program does not mean is searched for: the case is judged with one number after the
 * other, until all that was shown agrees.
 */
import { present } from '../base/assert.ts'
import type { Story } from '../observation/story.ts'
import type { Verdict } from '../verdict/verdict.ts'
import { Choices } from './choices.ts'
import { LEVELS_TAKEN } from './levels.ts'

interface Judged {
  readonly verdict: Verdict
  readonly story: Story
}

/** One judgement with one number. */
export interface Attempt {
  run(): Judged
  /** The program sets the recursion limit. */
  readonly setsLimit: boolean
  /** The request with that number was made, and refused. */
  readonly wasRefused: boolean
  /** The violation has nothing to do with which request was refused. */
  readonly isSure: boolean
  /** Statement of the violation, where the refused request explains what the statement did in which memory ran out; else −1. */
  readonly reached: number
}

/** So many ways are tried. */
const WAYS_MAX = 16

/**
 * Judges with one way to make the open choices after the other, until what was shown agrees: the verdict of the first way in
 * which nothing contradicts a choice. Where all do, that of the first.
 */
export function searchChoices(judgeWith: (choices: Choices) => Judged): Judged {
  let first: Judged | undefined
  let given: readonly number[] | undefined = []
  for (let way = 0; way < WAYS_MAX && given !== undefined; way++) {
    const choices: Choices = new Choices(given)
    const judgement = judgeWith(choices)
    first ??= judgement
    if (judgement.verdict.kind !== 'undecided' || judgement.verdict.reason !== OPEN_CHOICE) return judgement
    given = choices.next
  }
  return present(first, 'at least one way is tried')
}

/** Why a difference proves nothing once a choice was made. */
export const OPEN_CHOICE = 'whether a generator is closed before something else is finalized'

/**
 * How many levels of the recursion limit are taken where a statement begins is the engine's affair: the first number with
 * which all agrees is taken for it. Only programs that set the limit are judged more than once.
 */
export function searchDepth(attemptAt: (levels: number) => Attempt): Judged {
  let open: Judged | undefined
  for (const levels of LEVELS_TAKEN) {
    const attempt = attemptAt(levels)
    const judgement = attempt.run()
    if (judgement.verdict.kind === 'agrees' || !attempt.setsLimit) return judgement
    if (open === undefined || (open.verdict.kind === 'violates' && judgement.verdict.kind === 'undecided'))
      open = judgement
  }
  const { verdict, story } = present(open, 'at least one number of levels is tried')
  if (verdict.kind === 'undecided') return { verdict, story }
  return { verdict: { kind: 'undecided', statement: 0, reason: OPEN_DEPTH, checks: verdict.checks }, story }
}

/** The most requests of the oracle's that are tried. */
const REQUESTS_MAX = 400
const OPEN_DEPTH = 'at which depth the recursion limit is reached'
const OPEN_REQUEST = 'where in the statement memory ran out'

/**
 * Memory ran out at one of the requests of a statement: the first with which all agrees is taken for that one. Where none
 * fits, but one leads to what the oracle cannot decide, it was perhaps that. Else those that explain everything up to the
 * end of that statement tell what is wrong behind it, the one that gets furthest; where there is no such request, the
 * effects of the statement are open.
 */
export function searchRequest(attemptAt: (request: number) => Attempt): Judged {
  let open: Judged | undefined
  let best: Judged | undefined
  let furthest = -1
  for (let request = 0; request < REQUESTS_MAX; request++) {
    const attempt = attemptAt(request)
    const judgement = attempt.run()
    const { verdict } = judgement
    if (verdict.kind === 'agrees' || attempt.isSure) return judgement
    if (verdict.kind === 'undecided') open ??= judgement
    else if (best === undefined || attempt.reached > furthest) {
      best = judgement
      furthest = attempt.reached
    }
    if (!attempt.wasRefused) break
  }
  const { verdict, story } = present(open ?? best, 'at least one request is tried')
  if (furthest >= 0 || open !== undefined) return { verdict, story }
  return { verdict: { kind: 'undecided', statement: 0, reason: OPEN_REQUEST, checks: verdict.checks }, story }
}
