/**
 * Where the collector's statistics stand in memory: nine words, `collections · collected · uncollectable` of each
 * generation (struct gc_generation_stats). Their place differs between versions, so they are searched for, by what they
 * say now and again after they changed.
 */

const CHANGES = 3

/** The address, or undefined where no place, or more than one, fits. `change` makes them change and gives all nine. */
export function findStatistics(heap: () => Uint32Array, change: () => readonly number[]): number | undefined {
  let candidates: readonly number[] | undefined
  for (let turn = 0; turn < CHANGES; turn++) {
    const values = change()
    const words = heap()
    candidates =
      candidates === undefined ? placesOf(words, values) : candidates.filter((at) => stands(words, at, values))
  }
  const [place, ...others] = candidates ?? []
  return place === undefined || others.length > 0 ? undefined : 4 * place
}

function placesOf(words: Uint32Array, values: readonly number[]): number[] {
  const places: number[] = []
  const first = values[0] as number
  for (let at = words.indexOf(first); at >= 0; at = words.indexOf(first, at + 1))
    if (stands(words, at, values)) places.push(at)
  return places
}

function stands(words: Uint32Array, at: number, values: readonly number[]): boolean {
  return values.every((value, i) => words[at + i] === value)
}
