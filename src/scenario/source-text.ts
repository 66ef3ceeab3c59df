/**
 * The text of a scenario file: bytes → text within the size limit, and offset → line and column, from which every
 * problem of the file is made.
 */
import type { ScenarioProblem } from './problem.ts'

/** A scenario is written by a person: more is a mistake or an attack. */
export const FILE_BYTES_MAX = 1024 * 1024

export class SourceText {
  readonly file: string
  readonly text: string
  private readonly lineStarts: readonly number[]

  constructor(file: string, text: string) {
    this.file = file
    this.text = text
    const starts = [0]
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
    this.lineStarts = starts
  }

  /** Index of the line that holds an offset. */
  private lineOf(offset: number): number {
    let low = 0
    let high = this.lineStarts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.lineStarts[middle] as number) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }

  /** A problem from offset `start` up to `end`, cut at the end of the line where it starts. */
  problem(start: number, end: number, message: string, hint?: string): ScenarioProblem {
    const line = this.lineOf(start)
    const from = this.lineStarts[line] as number
    const to = this.lineStarts[line + 1] ?? this.text.length + 1
    const lineText = this.text.slice(from, to - 1).replace(/\r$/, '')
    const characters = (offset: number): number => [...lineText.slice(0, offset - from)].length
    const column = characters(start) + 1
    const endColumn = Math.max(column + 1, characters(end) + 1)
    return { file: this.file, line: line + 1, column, endColumn, message, hint, lineText }
  }
}

/** The text of a file (without a byte order mark), or why it can have none. */
export function readSource(file: string, source: string | Uint8Array): SourceText | ScenarioProblem {
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : source
  if (bytes.length > FILE_BYTES_MAX) {
    const message = `the file has ${bytes.length} bytes; a scenario has at most ${FILE_BYTES_MAX} (1 MiB)`
    return new SourceText(file, '').problem(0, 1, message, 'split it into several scenarios')
  }
  if (typeof source === 'string') return new SourceText(file, source.replace(/^\uFEFF/, ''))
  try {
    return new SourceText(file, new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return firstBadByte(file, bytes)
  }
}

/** A lenient decoder writes U+FFFD for a bad byte, so the first byte that does not encode back is the bad one. */
function firstBadByte(file: string, bytes: Uint8Array): ScenarioProblem {
  const lenient = new TextDecoder('utf-8', { ignoreBOM: true })
  const text = lenient.decode(bytes)
  const back = new TextEncoder().encode(text)
  let at = 0
  while (at < bytes.length && bytes[at] === back[at]) at++
  const offset = lenient.decode(bytes.subarray(0, at)).length
  const byte =
    at < bytes.length ? `byte 0x${(bytes[at] as number).toString(16).padStart(2, '0')}` : 'the last character'
  return new SourceText(file, text).problem(offset, offset + 1, `${byte} is not UTF-8`, 'save the file as UTF-8')
}
