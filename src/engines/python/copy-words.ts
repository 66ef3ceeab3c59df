/** Words of a record as numbers: pointers are below 2^53. `halves` are words of 32 bits, the lower half first. */
export function copyWords(halves: Uint32Array, wordBytes: 4 | 8, first: number, count: number, to: Float64Array): void {
  if (wordBytes === 4) {
    for (let i = 0; i < count; i++) to[i] = halves[first + i] as number
    return
  }
  for (let i = 0, j = 2 * first; i < count; i++, j += 2)
    to[i] = (halves[j] as number) + (halves[j + 1] as number) * 0x1_0000_0000
}
