/**
 * Growing byte writer and bounds-checked byte reader: the base of every binary format of ours. Integers are LEB128
 * varints (zigzag for signed ones), text is UTF-8 with a length in front, floats are IEEE 754 little endian.
 */

/** The bytes are not what a format promises: cut short, altered, or of another format. */
export class DamagedBytes extends Error {
  override name = 'DamagedBytes'
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export class ByteWriter {
  private buffer = new Uint8Array(256)
  private length = 0

  private reserve(more: number): void {
    if (this.length + more <= this.buffer.length) return
    const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.length + more))
    larger.set(this.buffer.subarray(0, this.length))
    this.buffer = larger
  }

  byte(value: number): void {
    this.reserve(1)
    this.buffer[this.length++] = value
  }

  bytes(value: Uint8Array): void {
    this.unsigned(value.length)
    this.reserve(value.length)
    this.buffer.set(value, this.length)
    this.length += value.length
  }

  /** A whole number from 0 to 2^53 - 1. */
  unsigned(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80)
      rest = Math.floor(rest / 0x80)
    }
    this.byte(rest)
  }

  /** A whole number of at most 52 bits and a sign. */
  signed(value: number): void {
    this.unsigned(value >= 0 ? value * 2 : -value * 2 - 1)
  }

  float(value: number): void {
    this.reserve(8)
    new DataView(this.buffer.buffer).setFloat64(this.length, value, true)
    this.length += 8
  }

  text(value: string): void {
    this.bytes(encoder.encode(value))
  }

  /** How many, then each. */
  list<T>(items: readonly T[], write: (item: T) => void): void {
    this.unsigned(items.length)
    for (const item of items) write(item)
  }

  /** A copy of what was written so far. */
  finish(): Uint8Array {
    return this.buffer.slice(0, this.length)
  }
}

export class ByteReader {
  private position = 0
  private readonly data: Uint8Array

  constructor(data: Uint8Array) {
    this.data = data
  }

  get offset(): number {
    return this.position
  }

  get atEnd(): boolean {
    return this.position === this.data.length
  }

  byte(): number {
    const value = this.data[this.position]
    if (value === undefined) throw new DamagedBytes(`ends early, at byte ${this.position}`)
    this.position++
    return value
  }

  bytes(): Uint8Array {
    const length = this.unsigned()
    const start = this.position
    if (start + length > this.data.length)
      throw new DamagedBytes(`ends early: ${length} bytes promised at byte ${start}`)
    this.position += length
    return this.data.subarray(start, start + length)
  }

  unsigned(): number {
    let value = 0
    let scale = 1
    for (;;) {
      const part = this.byte()
      value += (part & 0x7f) * scale
      if (!(value <= Number.MAX_SAFE_INTEGER) || scale > Number.MAX_SAFE_INTEGER)
        throw new DamagedBytes(`number too large at byte ${this.position}`)
      if (part < 0x80) return value
      scale *= 0x80
    }
  }

  signed(): number {
    const zigzag = this.unsigned()
    return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2
  }

  float(): number {
    const start = this.position
    if (start + 8 > this.data.length) throw new DamagedBytes(`ends early: a float at byte ${start}`)
    this.position += 8
    return new DataView(this.data.buffer, this.data.byteOffset + start, 8).getFloat64(0, true)
  }

  text(): string {
    const raw = this.bytes()
    try {
      return decoder.decode(raw)
    } catch {
      throw new DamagedBytes(`text before byte ${this.position} is not UTF-8`)
    }
  }

  /** Each item takes a byte at least, so a count that promises too much runs into the end of the bytes. */
  list<T>(read: () => T): T[] {
    const items: T[] = []
    for (let left = this.unsigned(); left > 0; left--) items.push(read())
    return items
  }
}
