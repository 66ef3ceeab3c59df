import { describe, expect, test } from 'vitest'
import { parseExpression, parseProgram } from './parse.ts'
import { formatProblem } from './problem.ts'
import { REFUSALS, REFUSED_NODES, REFUSED_OPERATORS } from './refusal.ts'

/** What is written, where the caret stands, what is said, and a word of what is offered instead. */
type Row = readonly [text: string, place: string, message: string, hint: string]

const OUTSIDE: readonly Row[] = [
  ['@d\ndef f():\n    pass', '1:1', 'decorator', 'call the decorator'],
  ['match x:\n    case 1:\n        pass', '1:1', '`match`', '`elif`'],
  ['match(x)[\n    1]: # why\n    case 1:\n        pass', '1:1', '`match`', '`elif`'],
  ['type X = int', '1:1', '`type` statement', 'types'],
  ['x += 1', '1:1', 'augmented assignment', '`x = x + y`'],
  ['x = 1 if y else 2', '1:5', 'conditional expression', '`if` statement'],
  ['(x := 1)', '1:2', '`:=`', 'statement of its own'],
  ['f(x := 1)', '1:3', '`:=`', 'statement of its own'],
  ['await x', '1:1', '`await`', 'call a function'],
  ['async def f():\n    pass', '1:1', '`async`', 'leave it out'],
  ['async for x in y:\n    pass', '1:1', '`async`', 'leave it out'],
  ["f'{x}'", '1:1', 'f-string', '`str(x)`'],
  ["'a' f'{x}'", '1:5', 'f-string', '`str(x)`'],
  ["t'x'", '1:2', 't-string', '`str(x)`'],
  ['x = ...', '1:5', '`...`', '`None`'],
  ['x: int = 1', '1:2', 'annotation', 'leave it out'],
  ['x: int', '1:2', 'annotation', 'leave it out'],
  ['def f(a: int):\n    pass', '1:8', 'annotation', 'leave it out'],
  ['def f() -> int:\n    pass', '1:9', 'annotation', 'leave it out'],
  ['def f[T](x):\n    pass', '1:6', 'type parameter', 'leave it out'],
  ['x = [*a]', '1:6', 'star', 'one by one'],
  ['x = *a, b', '1:5', 'star', 'one by one'],
  ['*a, b = x', '1:1', 'star', 'one by one'],
  ['{**a}', '1:2', 'star', 'one by one'],
  ['f(*a)', '1:3', 'star argument', 'by position'],
  ['f(**a)', '1:3', 'star argument', 'by position'],
  ['f(b, a=1)', '1:6', 'keyword argument', 'by position'],
  ['def f(*a):\n    pass', '1:7', 'star parameter', 'lists or dicts'],
  ['def f(**a):\n    pass', '1:7', 'star parameter', 'lists or dicts'],
  ['def f(a, *, b):\n    pass', '1:10', 'star parameter', 'lists or dicts'],
  ['def f(a, /, b):\n    pass', '1:10', '`/` among parameters', 'leave it out'],
  ['a[1:2]', '1:2', 'slice', 'one item'],
  ['a < b < c', '1:7', 'chained comparison', '`a < b and b < c`'],
  ['for x in y:\n    pass\nelse:\n    pass', '3:1', '`else` on a loop', '`break`'],
  ['while x:\n    pass\nelse:\n    pass', '3:1', '`else` on a loop', '`break`'],
  ['import gc as g', '1:8', '`import … as`', 'own name'],
  ['from gc import collect', '1:1', '`from … import`', '`gc.collect()`'],
  ['import os', '1:8', 'module `os`', '`weakref`'],
  ['import gc, os.path', '1:12', 'module `os.path`', '`weakref`'],
  ['import (gc)', '1:1', 'parentheses after `import`', 'leave the parentheses out'],
  ['-x', '1:1', 'minus', '`0 - x`'],
  ['x = --1', '1:5', 'minus', '`0 - x`'],
  ['+x', '1:1', 'plus', 'leave it out'],
  ['~x', '1:1', '`~`', '`0 - x - 1`'],
  ['a / b', '1:3', '`/`', '`+`, `-` and `*`'],
  ['a // b', '1:3', '`//`', '`+`, `-` and `*`'],
  ['a % b', '1:3', '`%`', '`+`, `-` and `*`'],
  ['a ** b', '1:3', '`**`', 'multiply'],
  ['a @ b', '1:3', '`@`', '`+`, `-` and `*`'],
  ['a & b', '1:3', '`&`', '`and`'],
  ['a | b', '1:3', '`|`', '`or`'],
  ['a ^ b', '1:3', '`^`', '`!=`'],
  ['a << b', '1:3', '`<<`', 'multiply'],
  ['a >> b', '1:3', '`>>`', '`+`, `-` and `*`'],
  ['a <> b', '1:3', '`<>`', '`!=`'],
  ['() = x', '1:1', 'empty tuple of targets', 'at least one'],
  ['[a, b] = x', '1:1', 'list of targets', '`(a, b)`'],
  ['def f():\n    yield from x', '2:5', '`yield from`', 'for x in y'],
  ['def f():\n    x = yield from y', '2:9', '`yield from`', 'for x in y'],
  ['x = lambda: (yield)', '1:14', '`yield` in a lambda', '`def`'],
  ['lambda *a: 1', '1:8', 'star parameter', 'lists or dicts'],
  ['class A(B, metaclass=C):\n    pass', '1:12', 'keyword behind the base classes', 'leave it out'],
  ['class A(*b):\n    pass', '1:9', 'star', 'one by one'],
  ['try:\n    a\nexcept* E:\n    b', '3:1', '`except*`', 'except E'],
  ['try:\n    a\nexcept A, B:\n    b', '3:8', 'without parentheses', '(A, B)'],
  ['raise E, x', '1:1', '`raise` with a comma', 'raise E(x)'],
  ['with (a as b, c):\n    d', '1:6', 'list in parentheses behind `with`', 'leave the parentheses out'],
  ['with (a, b):\n    c', '1:6', 'list in parentheses behind `with`', 'two pairs'],
  ['with lambda: x:\n    c', '1:6', 'bare lambda', 'parentheses'],
  ['async with a:\n    b', '1:1', '`async`', 'leave it out'],
  ['[x async for x in y]', '1:4', '`async`', 'leave it out'],
  ['[*x for x in y]', '1:2', 'star', 'one by one'],
  ['f(a, x for x in y)', '1:3', 'generator expression beside other arguments', 'parentheses around it'],
  ['1j', '1:1', 'complex', 'float'],
  ['print x', '1:7', '`print` is not a statement', '`print(x)`'],
  ["exec 'x'", '1:1', '`exec` is not among the built-ins', 'bind the name first'],
  ['open(1)', '1:1', '`open` is not among the built-ins', 'bind the name first'],
  ['x = super()', '1:5', '`super` is not among the built-ins', 'base class itself'],
  ['class A:\n    def __len__(self):\n        pass', '2:9', '`__len__` is not in the heap language', '`__init__'],
  ['class A:\n    __call__ = f', '2:5', '`__call__` is not in the heap language', 'plain name'],
  ['A.__bool__ = f', '1:3', '`__bool__` is not in the heap language', 'plain name'],
  ['weakref.WeakMethod(a)', '1:9', '`weakref.WeakMethod` is not in the heap language', 'WeakSet'],
  ['sys.exit()', '1:5', '`sys.exit` is not in the heap language', 'getrefcount'],
  ['__hs_x = 1', '1:1', 'reserved', 'another name'],
  ['a.__hs = 1', '1:3', 'reserved', 'another name'],
  ['a.__b = 1', '1:3', 'renames `__b`', 'one underscore'],
  ['__class__', '1:1', 'meaning of its own', 'another name'],
  ['é = 1', '1:1', '`é` stands outside a string', 'ASCII'],
]

const PYTHON: readonly Row[] = [
  ['  x = 1', '1:3', 'indented more', 'indent it by 0'],
  ['if x:\n    a\n  b', '3:3', 'indented like no block', 'indent it by 0'],
  ['if x:\na', '2:1', 'block is missing', '`pass`'],
  ['if x:\n\ta\n        b', '3:9', 'tabs and spaces are mixed', 'spaces only'],
  ['if x\n    a', '1:5', 'colon is missing', '`:`'],
  ['break', '1:1', '`break` stands outside a loop', '`while`'],
  ['for x in y:\n    def f():\n        continue', '3:9', '`continue` stands outside a loop', '`while`'],
  ['return 1', '1:1', '`return` stands outside a function', '`def`'],
  ['global x', '1:1', '`global` stands outside a function', 'global already'],
  ['class A:\n    global x', '2:5', '`global` stands outside a function', 'global already'],
  ['def f():\n    x = 1\n    global y, x', '3:15', '`x` is a parameter or used before', 'first in the function'],
  ['def f(x):\n    global x', '2:12', '`x` is a parameter or used before', 'first in the function'],
  ['def f(a, b, a):\n    pass', '1:13', 'two parameters are named `a`', 'rename'],
  ['def f(a=1, b):\n    pass', '1:12', 'without default follows', 'default too'],
  ['1 = x', '1:1', 'cannot assign to a literal', 'a name, an attribute'],
  ['f() = x', '1:1', 'cannot assign to the result of a call', 'a name, an attribute'],
  ['None = x', '1:1', 'cannot assign to `None`', 'a name, an attribute'],
  ['a, True = x', '1:4', 'cannot assign to `True`', 'a name, an attribute'],
  ['a + b = x', '1:1', 'cannot assign to the result of an operator', 'a name, an attribute'],
  ['for 1 in x:\n    pass', '1:5', 'cannot assign to a literal', 'a name, an attribute'],
  ["del 'x'", '1:5', 'cannot delete a literal', 'a name, an attribute'],
  ["x = 'abc", '1:5', 'never ends', "close it with '"],
  ["x = '''abc\ny", '1:5', 'never ends', "close it with '''"],
  ["'\\d'", '1:2', '`\\d` is not an escape', 'double the backslash'],
  ["'a\\x4'", '1:3', 'not an escape', '2 digits'],
  ["b'\\u1234'", '1:3', 'not an escape that bytes know', '\\x only'],
  ["'\\N{DASH}'", '1:2', 'not an escape', 'by number'],
  ["'\\ud800'", '1:2', 'half of a character', '\\U'],
  ["'\\777'", '1:2', 'larger than a byte', '\\377'],
  ["b'é'", '1:3', 'cannot stand in bytes', '\\x'],
  ["'a' b'b'", '1:5', 'cannot be joined', 'b prefix'],
  ['01', '1:1', 'leading zeros', 'write 1'],
  ['x = 1__0', '1:5', 'is not a number', 'underscores'],
  ['0b12', '1:1', 'is not a number', 'space'],
  ['x = 1.', '1:6', 'digit behind', '1.0'],
  ['1or x', '1:1', '`1o` is not a number', 'space'],
  ['1e999', '1:1', 'infinite', 'largest'],
  ['class = 1', '1:7', '`=` cannot stand here', '`==`'],
  ['x = for', '1:5', '`for` is a keyword', 'another name'],
  ['a.class', '1:3', '`class` is a keyword', '`class_`'],
  ['a b', '1:3', '`b` cannot stand here', 'operator'],
  ['x = (1,\ny = 2', '1:5', '`(` is never closed', '`)`'],
  ['x = 1)', '1:6', '`)` closes nothing', 'remove it'],
  ['x = \\', '1:5', 'continues nothing', 'remove it'],
  ['x = y \\\n# c\n[0]', '1:7', 'continues nothing', 'remove it'],
  ['x = $', '1:5', '`$` cannot stand here', 'missing'],
  ['a == not b', '1:6', '`not` stands inside a comparison', 'parentheses'],
  ['yield 1', '1:1', '`yield` stands outside a function', '`def`'],
  ['class A:\n    x = yield', '2:9', '`yield` stands outside a function', 'method'],
  ['def f():\n    [(yield x) for x in y]', '2:7', '`yield` stands inside a comprehension', 'loop'],
  ['nonlocal x', '1:1', '`nonlocal` stands outside a function', 'inner `def`'],
  ['def f():\n    nonlocal x', '2:14', 'no function around this one has a variable `x`', '`global`'],
  [
    'def f(x):\n    def g(x):\n        nonlocal x',
    '3:18',
    '`x` is a parameter or used before',
    'first in the function',
  ],
  ['def f(x):\n    def g():\n        global x\n        nonlocal x', '4:18', 'nonlocal and global', 'one of the two'],
  ['try:\n    a', '1:1', 'neither `except` nor `finally`', 'one of them'],
  ['try:\n    a\nelse:\n    b\nfinally:\n    c', '1:1', '`else` follows no `except`', 'handler'],
  ['try:\n    a\nexcept:\n    b\nexcept A:\n    c', '3:1', 'not the last handler', 'behind the others'],
  ['try:\n    a\nfinally:\n    b\nexcept:\n    c', '5:1', '`except` is a keyword', 'new line'],
  ['lambda x, x: 1', '1:11', 'two parameters are named `x`', 'rename'],
  ['(lambda: 1) = x', '1:2', 'cannot assign to a `lambda`', 'a name, an attribute'],
  ['[x for x in y] = z', '1:1', 'cannot assign to a comprehension', 'a name, an attribute'],
  ['with a as f():\n    b', '1:11', 'cannot assign to the result of a call', 'a name, an attribute'],
  ['a;;b', '1:3', 'two semicolons', 'remove one'],
  ['assert a, b, c', '1:1', 'at most one message', 'assert x, y'],
  ['import gc,', '1:10', 'comma at the end', 'remove it'],
  ['x = \u00a01', '1:5', 'stands outside a string', 'ASCII'],
]

/** Texts with more than one problem, of which the first is expected. */
const MANY: ReadonlySet<string> = new Set(["exec 'x'"])

describe.each([
  ['outside the language', OUTSIDE],
  ['that Python refuses too', PYTHON],
] as const)('what is %s', (_, rows) => {
  test.each(rows)('%j is refused', (text, place, message, hint) => {
    const result = parseProgram(text)
    if (result.ok) throw new Error('accepted')
    const [problem] = result.problems
    if (problem === undefined) throw new Error('refused without a reason')
    if (!MANY.has(text)) expect(result.problems.map(formatProblem)).toHaveLength(1)
    expect(`${problem.line}:${problem.column}`).toBe(place)
    expect(problem.message).toContain(message)
    expect(problem.hint).toContain(hint)
  })
})

test('every refusal of the table is provoked by some row', () => {
  const said = new Set(
    [...OUTSIDE, ...PYTHON].flatMap(([text]) => {
      const result = parseProgram(text)
      return result.ok ? [] : result.problems.map((problem) => problem.message)
    }),
  )
  const known = [...Object.values(REFUSED_NODES), ...Object.values(REFUSED_OPERATORS), ...Object.values(REFUSALS)]
  const spoken = known.map(({ message }) => message).filter((message) => !said.has(message))
  expect(spoken).toEqual([])
})

test('all problems of a text are reported at once, in order', () => {
  const result = parseProgram('@a\nx = ...\nif x:\n    def f(p, p):\n        return -p\nbreak\ny = 01\nz = "', {
    file: 'a.yaml',
    firstLine: 10,
  })
  expect(result.ok ? [] : result.problems.map(({ line, column }) => `${line}:${column}`)).toEqual([
    '10:1',
    '11:5',
    '13:14',
    '14:16',
    '15:1',
    '16:5',
    '17:5',
  ])
})

test('a problem is printed with its line and a caret under the place', () => {
  const result = parseProgram("s = '😀'; x += 1", { file: 'a.py' })
  expect(result.ok ? [] : result.problems.map(formatProblem)).toEqual([
    [
      'a.py:1:10: an augmented assignment is not in the heap language',
      " 1 | s = '😀'; x += 1",
      '   |          ^^^^^^',
      '   = hint: write it out: `x = x + y`',
    ].join('\n'),
  ])
})

test.each([
  ['', 'one expression'],
  ['x = 1', 'one expression'],
  ['a; b', 'one expression'],
  ['a\nb', 'one expression'],
  ['1) + (2', 'closes nothing'],
  ['a +', 'the line ends too early'],
])('%j is refused as an expression', (text, message) => {
  const result = parseExpression(text)
  expect(result.ok ? '' : result.problems[0]?.message).toContain(message)
})

test('text that is nothing but depth is refused without overflowing the stack', () => {
  for (const text of [
    '('.repeat(5000),
    `${'['.repeat(3000)}${']'.repeat(3000)}`,
    `${'not '.repeat(10_000)}x`,
    `x${' + x'.repeat(20_000)}`,
    `x${'.x'.repeat(20_000)}`,
    `x${' and x'.repeat(20_000)}`,
  ]) {
    expect(parseProgram(text).ok).toBe(false)
  }
  const nested = Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}if x:\n`).join('')
  expect(parseProgram(`${nested}${' '.repeat(2000)}x`).ok).toBe(false)
  expect(parseProgram(`if x:\n  a\n${'elif x:\n  a\n'.repeat(5000)}`).ok).toBe(false)
})
