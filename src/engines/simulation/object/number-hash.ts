/**
 * Hashes of numbers: the value modulo 2^61 − 1, so that equal numbers of different types agree (Python/pyhash.c
 * _Py_HashDouble, long_hash).
 */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { hashPointer } from './protocol.ts'

const MODULUS = 2n ** 61n - 1n
const HASH_OF_INFINITY = 314159

/** An integer that a double holds exactly and whose magnitude is below 2^53. */
export function hashSafeInteger(m: Machine, value: number): void {
  if (value === -1) value = -2
  m.hashLow = value | 0
  m.hashHigh = Math.floor(value / 4294967296) | 0
}

export function hashBigInteger(m: Machine, value: bigint): void {
  const magnitude = (value < 0n ? -value : value) % MODULUS
  setHash(m, value < 0n ? -magnitude : magnitude)
}

function setHash(m: Machine, hash: bigint): void {
  if (hash === -1n) hash = -2n
  m.hashLow = Number(BigInt.asIntN(32, hash))
  m.hashHigh = Number(BigInt.asIntN(32, hash >> 32n))
}

export function hashDouble(m: Machine, o: Address, value: number): void {
  if (Number.isSafeInteger(value)) hashSafeInteger(m, value)
  else if (Number.isNaN(value)) {
    if (m.dialect.nanHashesByAddress) hashPointer(m, o)
    else hashSafeInteger(m, 0)
  } else if (!Number.isFinite(value)) hashSafeInteger(m, value > 0 ? HASH_OF_INFINITY : -HASH_OF_INFINITY)
  else hashFraction(m, value)
}

/** A power of two shifts the 61 bits around: the fraction is an integer times 2^−n. */
function hashFraction(m: Machine, value: number): void {
  let mantissa = Math.abs(value)
  let exponent = 0
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2
    exponent--
  }
  const shift = BigInt(((exponent % 61) + 61) % 61)
  const magnitude = ((BigInt(mantissa) % MODULUS) << shift) % MODULUS
  setHash(m, value < 0 ? -magnitude : magnitude)
}
