/**
 * A map from positive numbers up to 2^53 (addresses, mostly) to small integers, in typed arrays: open addressing with
 * linear probing, emptied in constant time. A `Map` with such keys allocates and hashes a heap number at every look-up.
 */
const FREE = 0
const GONE = -1

export class NumberTable {
  private keys = new Float64Array(64)
  private values = new Int32Array(64)
  /** An entry counts only when its stamp is the current one. */
  private stamps = new Int32Array(64)
  private stamp = 1
  private used = 0

  clear(): void {
    this.stamp++
    this.used = 0
  }

  /** The value of `key`, or -1. */
  get(key: number): number {
    const { keys, stamps, stamp } = this
    const mask = keys.length - 1
    for (let at = slot(key, mask); stamps[at] === stamp; at = (at + 1) & mask) {
      if (keys[at] === key) return this.values[at] as number
    }
    return -1
  }

  has(key: number): boolean {
    return this.get(key) !== -1
  }

  /** `value` from 0 on. */
  set(key: number, value: number): void {
    if (this.used * 2 >= this.keys.length) this.grow()
    const { keys, stamps, stamp } = this
    const mask = keys.length - 1
    let at = slot(key, mask)
    while (stamps[at] === stamp && keys[at] !== key) at = (at + 1) & mask
    if (stamps[at] !== stamp) this.used++
    keys[at] = key
    this.values[at] = value
    stamps[at] = stamp
  }

  delete(key: number): void {
    const { keys, stamps, stamp } = this
    const mask = keys.length - 1
    for (let at = slot(key, mask); stamps[at] === stamp; at = (at + 1) & mask) {
      if (keys[at] === key) keys[at] = GONE
    }
  }

  private grow(): void {
    const { keys, values, stamps, stamp } = this
    this.keys = new Float64Array(keys.length * 2)
    this.values = new Int32Array(keys.length * 2)
    this.stamps = new Int32Array(keys.length * 2)
    this.used = 0
    this.stamp = 1
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at] as number
      if (stamps[at] === stamp && key !== FREE && key !== GONE) this.set(key, values[at] as number)
    }
  }
}

/** Addresses are multiples of 8 or 16, and their high halves differ too. */
function slot(key: number, mask: number): number {
  const low = key >>> 3
  return (low ^ (low >>> 7) ^ (low >>> 15)) & mask
}
