import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DamagedBytes } from '../base/bytes.ts'
import { fnv1a } from '../base/hash.ts'
import { arbitraryExpression, arbitraryProgram } from './arbitrary-program.test-support.ts'
import type { Expression, Program } from './ast.ts'
import { decodeExpression, decodeProgram } from './decode.ts'
import { encodeExpression, encodeProgram, programKey } from './encode.ts'
import { parseProgram } from './parse/parse.ts'
import { printProgram } from './print.ts'
import { validateProgram } from './validate.ts'

/** Sets the checksum right, so that damage reaches what lies behind it. */
function resealed(bytes: Uint8Array): Uint8Array {
  const end = bytes.length - 4
  if (end >= 0) new DataView(bytes.buffer, bytes.byteOffset + end, 4).setUint32(0, fnv1a(bytes, 0, end), true)
  return bytes
}

function outcome(bytes: Uint8Array): Program | DamagedBytes {
  try {
    return decodeProgram(bytes)
  } catch (error) {
    if (error instanceof DamagedBytes) return error
    throw error
  }
}

test('decoding what was encoded gives the same program', () => {
  fc.assert(
    fc.property(arbitraryProgram(18), (program) => {
      expect(decodeProgram(encodeProgram(program))).toStrictEqual(program)
    }),
    { numRuns: 2000 },
  )
})

test('decoding what was encoded gives the same expression', () => {
  fc.assert(
    fc.property(arbitraryExpression(), (expression) => {
      expect(decodeExpression(encodeExpression(expression))).toStrictEqual(expression)
    }),
    { numRuns: 2000 },
  )
})

test('every single altered byte is noticed', () => {
  fc.assert(
    fc.property(arbitraryProgram(8), fc.nat(), fc.integer({ min: 1, max: 255 }), (program, at, change) => {
      const bytes = encodeProgram(program)
      bytes[at % bytes.length] = (bytes[at % bytes.length] as number) ^ change
      expect(outcome(bytes)).toBeInstanceOf(DamagedBytes)
    }),
    { numRuns: 2000 },
  )
})

test('whatever lies behind a right checksum is a valid program or refused', () => {
  let accepted = 0
  const edit = fc.record({ at: fc.nat(), remove: fc.nat(3), insert: fc.uint8Array({ maxLength: 4 }) })
  fc.assert(
    fc.property(arbitraryProgram(6), fc.array(edit, { minLength: 1, maxLength: 3 }), (program, edits) => {
      const bytes = edits.reduce<number[]>(
        (all, { at, remove, insert }) => {
          return all.toSpliced(5 + (at % Math.max(1, all.length - 9)), remove, ...insert)
        },
        [...encodeProgram(program)],
      )
      const result = outcome(resealed(Uint8Array.from(bytes)))
      if (result instanceof DamagedBytes) return
      accepted++
      expect(validateProgram(result)).toEqual([])
    }),
    { numRuns: 5000 },
  )
  expect(accepted).toBeGreaterThan(20)
})

test('random bytes are refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      expect(outcome(bytes)).toBeInstanceOf(DamagedBytes)
    }),
  )
})

test.each<[string, (bytes: number[]) => number[], RegExp]>([
  ['cut short', (bytes) => bytes.slice(0, -1), /bytes end before/],
  ['altered', (bytes) => bytes.with(-6, 7), /code|items|end/],
  ['nothing', () => [], /too short/],
  ['of another format', (bytes) => bytes.with(0, 0), /does not begin/],
  ['of an unknown version', (bytes) => bytes.with(3, 9), /format 9 is unknown; this Heapsmith reads 1 and 2/],
  ['followed by more', (bytes) => [...bytes.slice(0, -4), 0, 0, 0, 0, 0], /behind the end/],
  ['an expression', () => [...encodeExpression({ kind: 'none' })], /expression instead/],
  ['promising too many strings', (bytes) => [...bytes.slice(0, 5), 0xff, 0xff, 0x7f, 0, 0, 0, 0], /items promised/],
  ['a number without end', (bytes) => [...bytes.slice(0, 5), ...Array<number>(300).fill(0x80), 0, 0, 0, 0, 0], /./],
])('bytes that are %s are refused with the reason', (_, damage, reason) => {
  const bytes = encodeProgram({ body: [{ kind: 'pass' }] })
  const result = outcome(resealed(Uint8Array.from(damage([...bytes]))))
  expect(result).toBeInstanceOf(DamagedBytes)
  expect((result as DamagedBytes).message).toMatch(reason)
})

test('a tree that is too deep is refused without overflowing the stack', () => {
  const deep = (depth: number): number[] => [
    0x48,
    0x53,
    0x50,
    1,
    0,
    0,
    1,
    0,
    ...Array<number>(depth).fill(27),
    5,
    0,
    0,
    0,
    0,
  ]
  expect(outcome(resealed(Uint8Array.from(deep(63))))).toHaveProperty('body')
  expect(outcome(resealed(Uint8Array.from(deep(64))))).toBeInstanceOf(DamagedBytes)
  expect(outcome(resealed(Uint8Array.from(deep(200_000))))).toBeInstanceOf(DamagedBytes)
})

test('strings keep a byte order mark, and every number its value', () => {
  const values: Expression[] = [
    { kind: 'str', value: '\ufeff' },
    { kind: 'bytes', value: '\xff\0' },
    { kind: 'float', value: -0 },
    { kind: 'int', value: 2 ** 52 },
    { kind: 'int', value: Number.MIN_SAFE_INTEGER },
    { kind: 'int', value: -(2n ** 64n) },
    { kind: 'int', value: 10n ** 4299n },
  ]
  for (const value of values) expect(decodeExpression(encodeExpression(value))).toStrictEqual(value)
})

test('the bytes of a program stay what they are', () => {
  const result = parseProgram('class A:\n    pass\na = A()\na.me = a\ndel a\ngc.collect()\n')
  if (!result.ok) throw new Error('refused')
  expect(Buffer.from(encodeProgram(result.program)).toString('hex')).toBe(
    '48535002000501410161026d6502676307636f6c6c65637405030000010d010100010400000001010100010200010201000100040100030400c09d7bd0',
  )
  expect(programKey(result.program)).toBe('096f2167f59b678b')
})

test('a program in the format of version 1 is read as what it was', () => {
  const old = Buffer.from(
    '48535001000501410161026d6502676307636f6c6c656374050300010d010100010400000001010100010200010201000100040100030400e1e5b144',
    'hex',
  )
  expect(printProgram(decodeProgram(old))).toBe('class A:\n    pass\na = A()\na.me = a\ndel a\ngc.collect()\n')
})
