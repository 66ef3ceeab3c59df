/**
 * Number and string literals as Python's tokenizer reads them. The grammar only finds where they begin and end; every
 * rule about what stands in between is here.
 */
import type { BytesLiteral, FloatLiteral, IntLiteral, StrLiteral } from '../ast.ts'
import { INT_DIGITS_MAX } from '../limits.ts'

/** What is wrong, where in the literal's text it begins and ends, and what would be right. */
export interface LiteralProblem {
  readonly problem: string
  readonly hint: string
  readonly from: number
  readonly to: number
}

const DIGITS = '[0-9](?:_?[0-9])*'
const DECIMAL_INT = /^(?:0(?:_?0)*|[1-9](?:_?[0-9])*)$/
const BASED_INT = /^0(?:[xX](?:_?[0-9a-fA-F])+|[oO](?:_?[0-7])+|[bB](?:_?[01])+)$/
const FLOAT = new RegExp(
  `^(?:${DIGITS}\\.(?:${DIGITS})?(?:[eE][+-]?${DIGITS})?|\\.${DIGITS}(?:[eE][+-]?${DIGITS})?|${DIGITS}[eE][+-]?${DIGITS})$`,
)

/** The value of a number's text, without a sign; `negative` gives the literal `-text`. */
export function readNumber(text: string, negative: boolean): IntLiteral | FloatLiteral | LiteralProblem {
  const wrong = (problem: string, hint: string): LiteralProblem => ({ problem, hint, from: 0, to: text.length })
  if (/[jJ]$/.test(text) && !/^0[xX]/.test(text))
    return wrong('complex numbers are not in the heap language', 'use an int or a float')
  const plain = text.replaceAll('_', '')
  if (DECIMAL_INT.test(text) || BASED_INT.test(text)) {
    if (plain.length > INT_DIGITS_MAX)
      return wrong(`an int literal has at most ${INT_DIGITS_MAX} digits`, 'multiply smaller ones')
    const size = BigInt(plain)
    const value = negative ? -size : size
    const small = Number(value)
    return { kind: 'int', value: Number.isSafeInteger(small) ? small : value }
  }
  if (FLOAT.test(text)) {
    const value = Number(plain)
    if (!Number.isFinite(value))
      return wrong('this float is too large: it would be infinite', 'the largest is 1.7976931348623157e+308')
    return { kind: 'float', value: negative ? -value : value }
  }
  if (/^0[0-9_]+$/.test(text))
    return wrong('Python refuses leading zeros in an int', `write ${plain.replace(/^0+/, '') || '0'}, or 0o… for octal`)
  return wrong(`\`${text}\` is not a number`, 'underscores stand between digits only, and a point has digits around it')
}

/** The value of one string or bytes literal with its prefix and quotes. */
export function readString(text: string): StrLiteral | BytesLiteral | LiteralProblem {
  const match = /^([a-zA-Z]*)('''|"""|'|")/.exec(text)
  const prefix = (match?.[1] ?? '').toLowerCase()
  const quotes = match?.[2] ?? "'"
  const start = prefix.length + quotes.length
  if (text.length < start + quotes.length || !text.endsWith(quotes)) {
    return { problem: 'this string never ends', hint: `close it with ${quotes}`, from: 0, to: text.length }
  }
  const body = text.slice(start, -quotes.length)
  const bytes = prefix.includes('b')
  const foreign = bytes ? /[^\0-\x7f]/u.exec(body) : null
  if (foreign !== null) {
    return {
      problem: `\`${foreign[0]}\` cannot stand in bytes`,
      hint: 'write its bytes as \\x…',
      from: start + foreign.index,
      to: start + foreign.index + foreign[0].length,
    }
  }
  const value = prefix.includes('r') ? body : unescaped(body, bytes, start)
  if (typeof value !== 'string') return value
  return bytes ? { kind: 'bytes', value } : { kind: 'str', value }
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(\n|[\\'"abfnrtv])|([\s\S]?))/gu

function unescaped(body: string, bytes: boolean, start: number): string | LiteralProblem {
  let bad: LiteralProblem | undefined
  const value = body.replace(ESCAPE, (whole: string, ...groups: unknown[]) => {
    const [octal, hex, four, eight, simple] = groups as (string | undefined)[]
    const at = start + (groups[6] as number)
    const wrong = (problem: string, hint: string): string => {
      bad ??= { problem, hint, from: at, to: at + whole.length }
      return ''
    }
    if (simple !== undefined) return SIMPLE_ESCAPES[simple] as string
    const digits = octal ?? hex ?? (bytes ? undefined : (four ?? eight))
    if (digits === undefined)
      return wrong(`\`${whole}\` is not an escape that ${bytes ? 'bytes' : 'strings'} know`, unknownHint(whole))
    const code = Number.parseInt(digits, octal === undefined ? 16 : 8)
    if (octal !== undefined && code > 0o377)
      return wrong(`\`${whole}\` is larger than a byte`, 'octal escapes end at \\377')
    if (code > 0x10ffff) return wrong(`\`${whole}\` is no character`, 'characters end at \\U0010ffff')
    if (code >= 0xd800 && code <= 0xdfff)
      return wrong(`\`${whole}\` is half of a character`, 'write the whole character as \\U…')
    return String.fromCodePoint(code)
  })
  return bad ?? value
}

function unknownHint(whole: string): string {
  switch (whole[1]) {
    case 'N':
      return 'write the character by number, as \\u… or \\U…'
    case 'x':
    case 'u':
    case 'U':
      return 'strings know \\x with 2 digits, \\u with 4 and \\U with 8; bytes know \\x only'
    default:
      return 'double the backslash, or put r before the quotes'
  }
}
