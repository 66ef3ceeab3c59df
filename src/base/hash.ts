/** FNV-1a, 32 bits: a checksum against damage and a short name for bytes. Not for security. */
export function fnv1a(bytes: Uint8Array, start = 0, end: number = bytes.length): number {
  let hash = 0x811c9dc5
  for (let i = start; i < end; i++) {
    hash ^= bytes[i] as number
    hash = Math.imul(hash, 0x01000193)
  }
  return hash >>> 0
}
