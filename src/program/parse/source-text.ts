/**
 * The text under the parser. Line ends are made `\n` first, as Python does; offsets given to the outside are those of
 * the text as it came. The grammar reads a masked copy of equal length (see `mask.ts`), in which the last line has an end.
 */
import { masked } from './mask.ts'
import type { Problem, Span } from './problem.ts'

export interface SourceOptions {
  /** Named in problems. */
  readonly file?: string
  /** The number of the text's first line; default 1. */
  readonly firstLine?: number
}

export class SourceText {
  /** With `\n` as the only line end. */
  readonly text: string
  /** Of the same length plus one line end: what the grammar reads. */
  readonly masked: string
  private readonly options: SourceOptions
  private readonly lines: readonly string[]
  /** Offsets of line starts in `text` and in the original. */
  private readonly starts: number[] = []
  private readonly originalStarts: number[] = []
  private readonly pairs = new Map<number, Uint32Array>()

  constructor(original: string, options: SourceOptions) {
    this.options = options
    let start = 0
    let originalStart = 0
    const lines: string[] = []
    for (const piece of original.split(/(\r\n|\r|\n)/)) {
      if (piece === '\r\n' || piece === '\r' || piece === '\n') {
        originalStart += piece.length
        start += 1
      } else {
        this.starts.push(start)
        this.originalStarts.push(originalStart)
        lines.push(piece)
        start += piece.length
        originalStart += piece.length
      }
    }
    this.lines = lines
    this.text = lines.join('\n')
    this.masked = `${masked(this.text)}\n`
  }

  /** Index of the line, from 0, that `offset` lies in. */
  lineIndex(offset: number): number {
    let low = 0
    let high = this.starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.starts[middle] as number) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }

  lineStart(offset: number): number {
    return this.starts[this.lineIndex(offset)] as number
  }

  /** Where the line of this index ends, before its line end. */
  lineEnd(index: number): number {
    return (this.starts[index] ?? this.text.length) + this.line(index).length
  }

  /** The line's text without its end; empty outside the text. */
  line(index: number): string {
    return this.lines[index] ?? ''
  }

  span(from: number, to: number): Span {
    const index = this.lineIndex(from)
    return {
      from: this.original(from),
      to: this.original(to),
      line: index + (this.options.firstLine ?? 1),
      column: this.column(index, from),
    }
  }

  /** A problem from `from` to `to`, cut at the end of the first line. */
  problem(from: number, to: number, message: string, hint: string): Problem {
    const index = this.lineIndex(from)
    const lineText = this.line(index)
    const end = Math.min(to, (this.starts[index] as number) + lineText.length)
    const column = this.column(index, from)
    return {
      file: this.options.file,
      line: index + (this.options.firstLine ?? 1),
      column,
      endColumn: Math.max(column + 1, this.column(index, end)),
      message,
      hint,
      lineText,
    }
  }

  private column(index: number, offset: number): number {
    const units = offset - (this.starts[index] as number)
    return units + 1 - (this.pairsBefore(index)?.[units] ?? 0)
  }

  /** How many pairs of surrogates end before each offset of a line; undefined where there is none. */
  private pairsBefore(index: number): Uint32Array | undefined {
    const known = this.pairs.get(index)
    if (known !== undefined) return known
    const line = this.line(index)
    if (!/[\ud800-\udbff][\udc00-\udfff]/.test(line)) return undefined
    const counts = new Uint32Array(line.length + 1)
    for (let at = 1; at <= line.length; at++) {
      const pair = at > 1 && (line.codePointAt(at - 2) as number) > 0xffff
      counts[at] = (counts[at - 1] as number) + (pair ? 1 : 0)
    }
    this.pairs.set(index, counts)
    return counts
  }

  private original(offset: number): number {
    const index = this.lineIndex(offset)
    return (this.originalStarts[index] as number) + offset - (this.starts[index] as number)
  }
}
