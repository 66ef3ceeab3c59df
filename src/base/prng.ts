/**
 * The only source of randomness: sfc32 (Doty-Humphrey, PractRand), seeded through splitmix32. Uses 32-bit integer
 * operations alone, so that one seed gives one sequence on every machine. Splittable: `forCase(seed, index)` derives
 * independent streams without drawing from each other.
 */

function splitmix32(state: number): () => number {
  let s = state | 0
  return () => {
    s = (s + 0x9e3779b9) | 0
    let z = s ^ (s >>> 16)
    z = Math.imul(z, 0x21f0aaad)
    z ^= z >>> 15
    z = Math.imul(z, 0x735a2d97)
    return z ^ (z >>> 15)
  }
}

export class Prng {
  private a: number
  private b: number
  private c: number
  private counter = 1

  /** A stream that depends on all numbers of `path`, each taken modulo 2^53, and on their order. */
  constructor(...path: readonly number[]) {
    let mixed = 0x6a09e667
    for (const part of path) {
      mixed = splitmix32(mixed ^ (part >>> 0))()
      mixed = splitmix32(mixed ^ (Math.floor(part / 0x1_0000_0000) >>> 0))()
    }
    const draw = splitmix32(mixed)
    this.a = draw()
    this.b = draw()
    this.c = draw()
    for (let i = 0; i < 12; i++) this.next()
  }

  /** The next 32 random bits as an unsigned integer. */
  next(): number {
    const t = (((this.a + this.b) | 0) + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (this.c << 21) | (this.c >>> 11)
    this.c = (this.c + t) | 0
    return t >>> 0
  }

  /** A whole number in [0, limit); limit from 1 to 2^32. Its bias, below limit / 2^32, is accepted. */
  below(limit: number): number {
    return Math.floor((this.next() / 0x1_0000_0000) * limit)
  }

  /** A whole number in [low, high], both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1)
  }

  /** True `percent` times in a hundred. */
  percent(percent: number): boolean {
    return this.below(100) < percent
  }

  /** One item of a non-empty list. */
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T
  }

  /** A new stream that is independent of what this one draws later. */
  split(): Prng {
    return new Prng(this.next(), this.next())
  }
}
