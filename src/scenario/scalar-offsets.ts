/**
 * Where each character of a scalar's value stands in the YAML text, for every style of scalar: literal and folded
 * blocks, plain and quoted, over several lines. Needed to show a mistake in the Python inside at its true column.
 */
import type { Scalar } from 'yaml'

/** One offset into the YAML text for each UTF-16 unit of the value, and one more for its end. */
export function scalarOffsets(yaml: string, scalar: Scalar): readonly number[] {
  const value = typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? '')
  const [start, end] = scalar.range ?? [0, 0]
  switch (scalar.type) {
    case 'BLOCK_LITERAL':
      return literalOffsets(yaml, value, contentStart(yaml, start))
    case 'BLOCK_FOLDED':
      return foldedOffsets(yaml, value, contentStart(yaml, start), end, neverEscaped)
    case 'QUOTE_SINGLE':
      return foldedOffsets(yaml, value, start + 1, end - 1, doubledQuote)
    case 'QUOTE_DOUBLE':
      return foldedOffsets(yaml, value, start + 1, end - 1, backslashEscape)
    default:
      return foldedOffsets(yaml, value, start, end, neverEscaped)
  }
}

/** Behind the line of a block scalar's header. */
function contentStart(yaml: string, start: number): number {
  const lineEnd = yaml.indexOf('\n', start)
  return lineEnd === -1 ? yaml.length : lineEnd + 1
}

/** Lines of a literal block are lines of the file, less the indent that all share. */
function literalOffsets(yaml: string, value: string, start: number): readonly number[] {
  const lines = value.split('\n')
  const offsets: number[] = []
  const indent = literalIndent(yaml, lines, start)
  let at = start
  for (const [index, line] of lines.entries()) {
    const lineEnd = yaml.indexOf('\n', at)
    const last = lineEnd === -1 ? yaml.length : lineEnd
    for (let column = 0; column < line.length; column++) offsets.push(Math.min(at + indent + column, last))
    offsets.push(index === lines.length - 1 ? Math.min(at + indent + line.length, last) : last)
    at = Math.min(last + 1, yaml.length)
  }
  return offsets
}

function literalIndent(yaml: string, lines: readonly string[], start: number): number {
  let at = start
  for (const line of lines) {
    const lineEnd = yaml.indexOf('\n', at)
    const text = yaml.slice(at, lineEnd === -1 ? undefined : lineEnd).replace(/\r$/, '')
    if (line.trim() !== '') return text.length - line.length
    at = lineEnd + 1
  }
  return 0
}

/** Length of the escape in the text that stands for one or more characters at `at`; 0: no escape. */
type EscapeLength = (yaml: string, at: number) => number

const neverEscaped: EscapeLength = () => 0
const doubledQuote: EscapeLength = (yaml, at) => (yaml.startsWith("''", at) ? 2 : 0)
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }
const backslashEscape: EscapeLength = (yaml, at) =>
  yaml[at] === '\\' ? 2 + (HEX_DIGITS[yaml[at + 1] as string] ?? 0) : 0

const isBlank = (character: string | undefined): boolean => character !== undefined && /\s/.test(character)

/** Walks value and text side by side: everything but blanks is in both, in the same order; folding changes blanks. */
function foldedOffsets(
  yaml: string,
  value: string,
  start: number,
  end: number,
  escapeLength: EscapeLength,
): readonly number[] {
  const offsets: number[] = []
  let at = start
  for (let index = 0; index < value.length; index++) {
    while (escapeLength === backslashEscape && /^\\\r?\n/.test(yaml.slice(at, at + 3)))
      at = skipBlanks(yaml, at + 1, end)
    const length = escapeLength(yaml, at)
    const character = value[index]
    if (length > 0) {
      offsets.push(at)
      if ((value.codePointAt(index) as number) > 0xffff) {
        offsets.push(at)
        index++
      }
      at += length
    } else if (isBlank(character)) {
      offsets.push(Math.min(at, end))
      if (yaml[at] === character) at++
    } else {
      at = skipBlanks(yaml, at, end)
      if (yaml[at] !== character && escapeLength(yaml, at) > 0) {
        index--
        continue
      }
      offsets.push(Math.min(at, end))
      at++
    }
  }
  offsets.push(Math.min(at, end))
  return offsets
}

function skipBlanks(yaml: string, from: number, end: number): number {
  let at = from
  while (at < end && isBlank(yaml[at])) at++
  return at
}
