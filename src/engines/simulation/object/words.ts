/**
 * Arithmetic on 64-bit words as two 32-bit halves, for hashes. A product is left in `low` and `high` of the one
 * register that all callers share, so that nothing is allocated.
 */
export const wide = { low: 0, high: 0 }

/** (aLow, aHigh) × (bLow, bHigh) modulo 2^64, into `wide`. */
export function multiply(aLow: number, aHigh: number, bLow: number, bHigh: number): void {
  const a0 = aLow & 0xffff
  const a1 = aLow >>> 16
  const b0 = bLow & 0xffff
  const b1 = bLow >>> 16
  const p00 = a0 * b0
  const p01 = a0 * b1
  const p10 = a1 * b0
  const p11 = a1 * b1
  // Each sum stays below 2^53.
  const middle = Math.floor(p00 / 65536) + (p01 & 0xffff) + (p10 & 0xffff)
  const carry = p11 + (p01 >>> 16) + (p10 >>> 16) + (middle >>> 16)
  wide.low = ((middle & 0xffff) << 16) | (p00 & 0xffff)
  wide.high = (carry + Math.imul(aLow, bHigh) + Math.imul(aHigh, bLow)) | 0
}

/** The carry out of the low words of a sum. */
export function carryOf(low: number, addend: number): number {
  return low >>> 0 < addend >>> 0 ? 1 : 0
}
