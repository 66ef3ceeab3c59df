/** What a world knows of the recursion limit; see recursion.ts. */

/** How many levels a statement may find taken, those of its own frame included; the first is the one of most engines. */
export const LEVELS_TAKEN: readonly number[] = [4, 5, 6, 7, 3, 8]

export class Levels {
  /** `sys.setrecursionlimit`, where the program called it. */
  limit = Number.POSITIVE_INFINITY
  /** The program called it at any time. */
  wasSet = false
  taken: number
  callsFromC = 0

  constructor(taken = LEVELS_TAKEN[0] as number) {
    this.taken = taken
  }
}
