/** Random literals for the property tests: the edges of every kind, and any finite float. */
import type { Prng } from '../base/prng.ts'
import type { Expression } from './ast.ts'

const INTS = [
  0,
  1,
  -1,
  257,
  2 ** 52,
  -(2 ** 52),
  2 ** 53 - 1,
  1 - 2 ** 53,
  2n ** 53n,
  -(2n ** 53n),
  2n ** 64n - 1n,
  -(10n ** 60n),
]
const FLOATS = [
  0, -0, 0.1, -1.5, 1e16, 123456789012345680, 1e-4, 1e-5, 5e-324, -1.7976931348623157e308, 1e22, 9999999999999998,
]
const TEXTS = [
  '',
  'a',
  "'",
  '"',
  '\'"',
  '\\',
  '\\n',
  '\n\r\t',
  '\0',
  '\x7f\x80\xff',
  'é',
  '\ufeffx',
  '\u2028',
  '😀',
  '{x}',
  '#',
  '\x0c',
  "'''",
  '\\u',
]

export function randomLiteral(prng: Prng): Expression {
  switch (prng.below(8)) {
    case 0:
      return { kind: 'none' }
    case 1:
      return { kind: 'bool', value: prng.percent(50) }
    case 2:
      return { kind: 'int', value: prng.pick(INTS) }
    case 3:
      return { kind: 'int', value: prng.between(-5, 300) }
    case 4:
      return { kind: 'float', value: prng.pick(FLOATS) }
    case 5:
      return { kind: 'float', value: anyFloat(prng) }
    case 6:
      return { kind: 'str', value: prng.pick(TEXTS) + prng.pick(TEXTS) }
    default:
      return { kind: 'bytes', value: prng.pick(TEXTS.filter((text) => /^[\0-\xff]*$/.test(text))) }
  }
}

function anyFloat(prng: Prng): number {
  const value = new Float64Array(new Uint32Array([prng.next(), prng.next()]).buffer)[0] as number
  return Number.isFinite(value) ? value : 1
}
