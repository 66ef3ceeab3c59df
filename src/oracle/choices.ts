/**
 * Choices that Python leaves to the interpreter and that an engine does not show at once: a judgement makes them in some way, and
 * where what follows differs the case is judged again with the next way (`searchChoices` in search.ts). Ways are tried like
 * the numbers of a counter whose last digit moves first.
 */
export class Choices {
  private readonly given: readonly number[]
  /** What was chosen, and among how many. */
  private readonly made: { readonly chosen: number; readonly among: number }[] = []

  constructor(given: readonly number[] = []) {
    this.given = given
  }

  /** One of `among`, counted from 0. */
  choose(among: number): number {
    const chosen = Math.min(this.given[this.made.length] ?? 0, among - 1)
    this.made.push({ chosen, among })
    return chosen
  }

  /** The choices to be given next; undefined where this was the last way. */
  get next(): readonly number[] | undefined {
    const last = this.made.findLastIndex(({ chosen, among }) => chosen + 1 < among)
    if (last < 0) return undefined
    return this.made.slice(0, last + 1).map(({ chosen }, i) => (i === last ? chosen + 1 : chosen))
  }
}
