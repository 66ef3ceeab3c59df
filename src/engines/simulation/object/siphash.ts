/**
 * SipHash over bytes in memory, with the key 0 as under PYTHONHASHSEED=0 (Python/pyhash.c): SipHash-2-4 up to 3.10,
 * SipHash-1-3 from 3.11 on. Words are pairs of 32-bit halves.
 */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'

let v0l = 0
let v0h = 0
let v1l = 0
let v1h = 0
let v2l = 0
let v2h = 0
let v3l = 0
let v3h = 0

function sipRound(): void {
  // v0 += v1; v1 = rotl(v1, 13) ^ v0; v0 = rotl(v0, 32)
  let low = (v0l + v1l) | 0
  let high = (v0h + v1h + (low >>> 0 < v1l >>> 0 ? 1 : 0)) | 0
  let spare = (v1l << 13) | (v1h >>> 19)
  v1h = ((v1h << 13) | (v1l >>> 19)) ^ high
  v1l = spare ^ low
  v0l = high
  v0h = low
  // v2 += v3; v3 = rotl(v3, 16) ^ v2
  low = (v2l + v3l) | 0
  high = (v2h + v3h + (low >>> 0 < v3l >>> 0 ? 1 : 0)) | 0
  v2l = low
  v2h = high
  spare = (v3l << 16) | (v3h >>> 16)
  v3h = ((v3h << 16) | (v3l >>> 16)) ^ high
  v3l = spare ^ low
  // v0 += v3; v3 = rotl(v3, 21) ^ v0
  low = (v0l + v3l) | 0
  high = (v0h + v3h + (low >>> 0 < v3l >>> 0 ? 1 : 0)) | 0
  v0l = low
  v0h = high
  spare = (v3l << 21) | (v3h >>> 11)
  v3h = ((v3h << 21) | (v3l >>> 11)) ^ high
  v3l = spare ^ low
  // v2 += v1; v1 = rotl(v1, 17) ^ v2; v2 = rotl(v2, 32)
  low = (v2l + v1l) | 0
  high = (v2h + v1h + (low >>> 0 < v1l >>> 0 ? 1 : 0)) | 0
  spare = (v1l << 17) | (v1h >>> 15)
  v1h = ((v1h << 17) | (v1l >>> 15)) ^ high
  v1l = spare ^ low
  v2l = high
  v2h = low
}

/** The hash of `sizeBytes` bytes from `at` on, into m.hashLow and m.hashHigh; never −1. */
export function hashBytes(m: Machine, at: Address, sizeBytes: number): void {
  if (sizeBytes === 0) {
    m.hashLow = 0
    m.hashHigh = 0
    return
  }
  const { u8 } = m
  const rounds = m.dialect.sipRounds
  v0l = 0x70736575
  v0h = 0x736f6d65
  v1l = 0x6e646f6d
  v1h = 0x646f7261
  v2l = 0x6e657261
  v2h = 0x6c796765
  v3l = 0x79746573
  v3h = 0x74656462
  let i = at
  for (const end = at + (sizeBytes & ~7); i < end; i += 8) {
    const low = word(u8, i)
    const high = word(u8, i + 4)
    v3l ^= low
    v3h ^= high
    for (let round = 0; round < rounds; round++) sipRound()
    v0l ^= low
    v0h ^= high
  }
  let low = 0
  let high = (sizeBytes & 0xff) << 24
  for (let rest = 0; rest < (sizeBytes & 7); rest++) {
    const byte = u8[i + rest] as number
    if (rest < 4) low |= byte << (8 * rest)
    else high |= byte << (8 * (rest - 4))
  }
  v3l ^= low
  v3h ^= high
  for (let round = 0; round < rounds; round++) sipRound()
  v0l ^= low
  v0h ^= high
  v2l ^= 0xff
  for (let round = 0; round < rounds + 2; round++) sipRound()
  m.hashLow = v0l ^ v1l ^ v2l ^ v3l
  m.hashHigh = v0h ^ v1h ^ v2h ^ v3h
  if (m.hashLow === -1 && m.hashHigh === -1) m.hashLow = -2
}

function word(u8: Uint8Array, at: Address): number {
  return (
    (u8[at] as number) | ((u8[at + 1] as number) << 8) | ((u8[at + 2] as number) << 16) | ((u8[at + 3] as number) << 24)
  )
}
