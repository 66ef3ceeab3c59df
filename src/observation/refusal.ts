/**
 * Which programs of a campaign run out of memory, and where: by their number alone, so that it does not matter who runs
 * them. Most statements ask for memory once to five times, so that early requests are the likely ones.
 */
import { Prng } from '../base/prng.ts'
import type { Program, Statement } from '../program/ast.ts'
import type { Refusal } from './case.ts'

/** Sets the stream apart from those of the programs. */
const STREAM = 0x6e6f_6d65
/** One program in so many, where nothing else is said. */
export const REFUSALS_EVERY = 32
const EARLY_MAX = 4
const LATE_MAX = 16

export function drawnRefusal(seed: number, index: number, program: Program, every: number): Refusal | undefined {
  const prng = new Prng(seed, index, STREAM)
  if (prng.below(every) !== 0) return undefined
  const statement = prng.below(program.body.length)
  return { statement, request: 1 + prng.below(prng.percent(75) ? EARLY_MAX : LATE_MAX) }
}

/**
 * The same place in another program that was made from `before` by leaving out or changing statements: at the statement
 * itself where it is still there, else at what stands in its place. A statement may stand in a program more than once.
 */
export function carriedRefusal(refusal: Refusal, before: Program, after: Program): Refusal {
  if (after.body.length === before.body.length) return refusal
  const statement = before.body[refusal.statement] as Statement
  const places = placesLeft(before.body, after.body)
  const at = places === undefined ? after.body.indexOf(statement) : (places[refusal.statement] as number)
  if (at >= 0) return { ...refusal, statement: at }
  const kept = new Set(after.body)
  const above = before.body.slice(0, refusal.statement).filter((each) => kept.has(each)).length
  return { ...refusal, statement: Math.max(0, Math.min(above, after.body.length - 1)) }
}

/** Where each statement stands when others are left out, −1 for those; undefined where more than that has happened. */
function placesLeft(before: readonly Statement[], after: readonly Statement[]): readonly number[] | undefined {
  let next = 0
  const places = before.map((each) => (each === after[next] ? next++ : -1))
  return next === after.length ? places : undefined
}
