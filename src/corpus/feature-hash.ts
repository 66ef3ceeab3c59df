/** The small arithmetic of features: hashes of numbers and texts, and buckets that make near numbers equal. */

/** A 32-bit hash of all numbers and their order. */
export function mix(a: number, b: number, c = 0, d = 0, e = 0): number {
  let hash = 0x9e3779b1
  hash = Math.imul(hash ^ a, 0x85ebca6b)
  hash = Math.imul((hash ^ (hash >>> 15)) + b, 0xc2b2ae35)
  hash = Math.imul((hash ^ (hash >>> 13)) + c, 0x27d4eb2f)
  hash = Math.imul((hash ^ (hash >>> 16)) + d, 0x165667b1)
  hash = Math.imul((hash ^ (hash >>> 14)) + e, 0x9e3779b1)
  return (hash ^ (hash >>> 15)) >>> 0
}

const hashes = new Map<string, number>()
/** Texts that are hashed are kinds and names of types, of which there are few. */
const HASHES_MAX = 4_096

export function textHash(text: string): number {
  const known = hashes.get(text)
  if (known !== undefined) return known
  let hash = 7
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) >>> 0
  if (hashes.size < HASHES_MAX) hashes.set(text, hash)
  return hash
}

/** 0, 1, 2, then 3–4, 5–8, 9–16, … up to 33 and more. */
export function bucket(count: number): number {
  if (count <= 2) return count
  return count > 32 ? 8 : 34 - Math.clz32(count - 1)
}
