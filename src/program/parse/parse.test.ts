import { expect, test } from 'vitest'
import { printExpression, printProgram } from '../print.ts'
import { parseExpression, parseProgram } from './parse.ts'
import { formatProblem } from './problem.ts'

function reprinted(text: string): string {
  const result = parseProgram(text)
  return result.ok ? printProgram(result.program) : result.problems.map(formatProblem).join('\n')
}

test.each([
  ['a; b;\nc', 'a\nb\nc\n'],
  ['# x\n\nif a: b; c # d\n', 'if a:\n    b\n    c\n'],
  ['if a:\n\t# x\n\tb\n# y\n\tc\nelse:\n d', 'if a:\n    b\n    c\nelse:\n    d\n'],
  ['if a:\n  b\nelif c:\n  d\nelif e: f\nelse:\n  g', 'if a:\n    b\nelif c:\n    d\nelif e:\n    f\nelse:\n    g\n'],
  ['x, y = a, = b', '(x, y) = (a,) = b\n'],
  ['(x), (y) = (1), ', '(x, y) = (1,)\n'],
  ['for a, b in c, d: pass', 'for (a, b) in (c, d):\n    pass\n'],
  ['del (a, b), c', 'del (a, b), c\n'],
  ['def f(a, b = 1,):\n  return a, b', 'def f(a, b=1):\n    return (a, b)\n'],
  ['class A(): x = 1', 'class A:\n    x = 1\n'],
  ['a[1, 2]; a[b,]', 'a[(1, 2)]\na[(b,)]\n'],
  ['x = (\n  1 +\n  2\n)\ny = 1 + \\\n  2', 'x = 1 + 2\ny = 1 + 2\n'],
  ['print = print\nprint, type, match, case\nprint [0]', 'print = print\n(print, type, match, case)\nprint[0]\n'],
  [
    'match = type\nmatch[\n    {a:\n    b}]\ncase(\n    a)\ntype is a',
    'match = type\nmatch[{a: b}]\ncase(a)\ntype is a\n',
  ],
  ['a\r\nif b:\r\n  c\rd', 'a\nif b:\n    c\nd\n'],
  ['', ''],
  ['"doc"\n', "'doc'\n"],
  ['def f():\n  global a, b\n  a = 1', 'def f():\n    global a, b\n    a = 1\n'],
])('%j is read as Python reads it', (text, printed) => {
  expect(reprinted(text)).toBe(printed)
})

test.each([
  ['not a and b', 'not a and b'],
  ['not (a and b)', 'not (a and b)'],
  ['a and not b or not c == d', 'a and not b or not c == d'],
  ['a or b and c', 'a or b and c'],
  ['(a or b) and c', '(a or b) and c'],
  ['a is not b', 'a is not b'],
  ['a is (not b)', 'a is (not b)'],
  ['a not in b', 'a not in b'],
  ['a - (b - c) - d', 'a - (b - c) - d'],
  ['- 1 * 2 - -3', '-1 * 2 - -3'],
  ['(-1).x', '(-1).x'],
  ['-0', '0'],
  ['0x_ff + 0o17 + 0b1_1 + 1_000 + 00', '255 + 15 + 3 + 1000 + 0'],
  ['9007199254740993', '9007199254740993'],
  ['1_0.5e-1_0 + .5 + 1e3 + -0.0', '1.05e-09 + 0.5 + 1000.0 + -0.0'],
  ['1.5.real + 0x1.real + 1 .real', '(1.5).real + (1).real + (1).real'],
  [`'a' "b" r'\\n' u'c'`, "'ab\\\\nc'"],
  [`b'a' rb'\\x' Rb"c" BR'd'`, "b'a\\\\xcd'"],
  ["'''a\n'b''' \"\"\"c\\\nd\"\"\"", '"a\\n\'bcd"'],
  [
    "'\\a\\b\\f\\n\\r\\t\\v\\\\\\'\\\"\\0\\12\\101\\x41\\u0041\\U0001f600'",
    "'\\x07\\x08\\x0c\\n\\r\\t\\x0b\\\\\\'\"\\x00\\nAA A\\U0001f600'".replace('AA A', 'AAA'),
  ],
  ["'é😀'", "'\\xe9\\U0001f600'"],
  ['{}, {1: 2,}, {1,}, [1,], (), (1,)', '({}, {1: 2}, {1}, [1], (), (1,))'],
  ['  a  # why\n', 'a'],
  ['(\na\n)', 'a'],
])('the expression %j is read as Python reads it', (text, printed) => {
  const result = parseExpression(text)
  expect(result.ok ? printExpression(result.expression) : result.problems.map(formatProblem)).toBe(printed)
})

test('places are offsets into the text as it came and lines as the caller counts', () => {
  const text = 'a\r\nif b:\r\n    c\r\n'
  const result = parseProgram(text, { firstLine: 5 })
  if (!result.ok) throw new Error('refused')
  const [, second] = result.program.body
  const span = result.positions.get(second as object)
  expect(span).toEqual({ from: 3, to: 15, line: 6, column: 1 })
  expect(text.slice(3, 15)).toBe('if b:\r\n    c')
})
