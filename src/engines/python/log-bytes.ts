/**
 * A cursor over the harness's log. Numbers are little endian. Reading past the end gives zeros, because the log of a
 * process that died may end in the middle of a record; `atEnd` tells.
 */

/** Invalid bytes (lone surrogates, which a program may print) become U+FFFD. */
const decoder = new TextDecoder()
const TWO_32 = 0x1_0000_0000

export class LogBytes {
  readonly bytes: Uint8Array
  position: number
  readonly end: number
  private readonly view: DataView

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes
    this.position = start
    this.end = end
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get atEnd(): boolean {
    return this.position >= this.end
  }

  skip(length: number): void {
    this.position += length
  }

  byte(): number {
    return this.bytes[this.position++] ?? 0
  }

  u16(): number {
    const at = this.position
    this.position = at + 2
    return (this.bytes[at] ?? 0) | ((this.bytes[at + 1] ?? 0) << 8)
  }

  u32(): number {
    const at = this.position
    this.position = at + 4
    return this.lowAt(at)
  }

  /** A pointer: below 2^53. */
  u64(): number {
    const at = this.position
    this.position = at + 8
    return this.wordAt(at, 8)
  }

  f64(): number {
    const at = this.position
    this.position = at + 8
    return at + 8 <= this.view.byteLength ? this.view.getFloat64(at, true) : 0
  }

  /** The lower half of the word at `at`. */
  lowAt(at: number): number {
    return at + 4 <= this.view.byteLength ? this.view.getUint32(at, true) : 0
  }

  highAt(at: number, wordBytes: 4 | 8): number {
    return wordBytes === 8 ? this.lowAt(at + 4) : 0
  }

  wordAt(at: number, wordBytes: 4 | 8): number {
    return this.lowAt(at) + this.highAt(at, wordBytes) * TWO_32
  }

  text(length: number): string {
    const at = this.position
    this.position = at + length
    return decoder.decode(this.bytes.subarray(at, at + length))
  }

  /** Short text without other characters; faster than a decoder. */
  ascii(length: number): string {
    const stop = this.position + length
    let text = ''
    for (let i = this.position; i < stop; i++) text += String.fromCharCode(this.bytes[i] ?? 0)
    this.position = stop
    return text
  }

  latin1(length: number): string {
    const at = this.position
    this.position = at + length
    return Buffer.from(
      this.bytes.buffer,
      this.bytes.byteOffset + at,
      Math.max(0, Math.min(length, this.end - at)),
    ).toString('latin1')
  }

  /** Text up to a line end, which is skipped. */
  line(): string {
    const at = this.position
    const found = this.bytes.indexOf(10, at)
    const stop = found < 0 || found > this.end ? this.end : found
    const text = this.ascii(stop - at)
    this.position = stop + 1
    return text
  }

  /** Text that `print` wrote: up to the next byte that cannot be text. */
  printed(): string {
    const at = this.position
    const { bytes, end } = this
    let stop = at
    let isAscii = true
    for (; stop < end && (bytes[stop] as number) < 0xf8; stop++) if ((bytes[stop] as number) >= 0x80) isAscii = false
    return isAscii && stop - at < 64 ? this.ascii(stop - at) : this.text(stop - at)
  }
}
