/**
 * Which choices the new features of a program are put down to: the way in which it was made, its mutations (all of
 * them: nobody knows which it was), the traits that it drew, and the move that wrote the statement which showed them. What programs cost is
 * counted in statements, as time is not the same twice.
 */
import { type CreditSheet, makingName, moveName, mutationName, traitName } from '../corpus/credit.ts'
import type { Produced } from '../generate/produce.ts'

/**
 * A mutant costs about so many quarters of the processor time of a program from nothing with as many statements: it must be
 * made from parts, and its statements are not among those that engine and oracle have compiled (docs/campaign.md).
 */
const MUTANT_QUARTERS = 5

/** A program was run. */
export function creditTries(sheet: CreditSheet, { program, making, mutations, drawn }: Produced): void {
  const { length } = program.body
  const statements = making === 'graft' || making === 'neighbour' ? Math.ceil((length * MUTANT_QUARTERS) / 4) : length
  for (const name of wholeNames(making, mutations, drawn)) sheet.add(name, statements, 0)
  for (const move of drawn?.moves ?? []) if (move !== undefined) sheet.add(moveName(move), 1, 0)
}

/** It showed new features; `places`: for each the statement that showed it, or −1. */
export function creditFinds(
  sheet: CreditSheet,
  { making, mutations, drawn }: Produced,
  places: readonly number[],
): void {
  for (const name of wholeNames(making, mutations, drawn)) sheet.add(name, 0, places.length)
  for (const place of places) {
    const move = drawn?.moves[place]
    if (move !== undefined) sheet.add(moveName(move), 0, 1)
  }
}

/** What all statements of a program have in common. */
function wholeNames(
  making: Produced['making'],
  mutations: Produced['mutations'],
  drawn: Produced['drawn'],
): readonly string[] {
  const traits = Object.entries(drawn?.traits ?? {}).map(([trait, has]) => traitName(trait, has))
  return [makingName(making), ...mutations.map(mutationName), ...traits]
}
