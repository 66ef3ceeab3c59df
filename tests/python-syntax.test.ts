/**
 * Real interpreters read what we print as the programs that we mean, and take whatever we take. Always in Pyodide, besides
 * in the `python3` of the PATH and the interpreters of HEAPSMITH_PYTHONS.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { beforeAll, describe, expect, test } from 'vitest'
import { Prng } from '../src/base/prng.ts'
import { randomProgram } from '../src/program/arbitrary-program.test-support.ts'
import type { Program } from '../src/program/ast.ts'
import { parseProgram } from '../src/program/parse/parse.ts'
import { formatProblem } from '../src/program/parse/problem.ts'
import { printProgram } from '../src/program/print.ts'
import { topLevel, walk } from '../src/program/shape.ts'
import { GIVEN_PYTHONS } from './real-engines.test-support.ts'

/** For each text: the error's type or `ok`, and the text that Python makes of its own tree (3.9+). */
type Answer = readonly [result: string, again: string | null]
type Compile = (texts: readonly string[]) => Promise<readonly Answer[]>

const SCRIPT = `
import ast, json, sys, warnings
warnings.simplefilter('ignore')
sys.setrecursionlimit(5000)
def answer(text):
    try:
        compile(text, 'program', 'exec', 0, True)
        return 'ok', ast.unparse(ast.parse(text)) if hasattr(ast, 'unparse') else None
    except BaseException as error:
        return repr(error), None
def answers(texts):
    return json.dumps([answer(text) for text in json.loads(texts)])
`

interface Pyodide {
  runPython(code: string): unknown
  readonly globals: { get(name: string): (texts: string) => string }
}

async function inPyodide(): Promise<Compile> {
  const { loadPyodide } = (await import('pyodide-3.14')) as unknown as { loadPyodide(): Promise<Pyodide> }
  const pyodide = await loadPyodide()
  pyodide.runPython(SCRIPT)
  const answers = pyodide.globals.get('answers')
  return async (texts) => JSON.parse(answers(JSON.stringify(texts)))
}

function inProcess(path: string): Compile {
  return async (texts) =>
    JSON.parse(
      execFileSync(path, ['-c', `${SCRIPT}\nprint(answers(sys.stdin.read()))`], {
        input: JSON.stringify(texts),
        maxBuffer: 2 ** 28,
        env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
      }).toString(),
    )
}

const onPath = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 8))']).status === 0
const natives = onPath ? ['python3', ...GIVEN_PYTHONS] : GIVEN_PYTHONS
const SUBJECTS: readonly (readonly [name: string, open: () => Promise<Compile>])[] = [
  ['Pyodide 3.14', inPyodide],
  ...natives.map((path) => [path, async () => inProcess(path)] as const),
]

const PROGRAMS = Array.from({ length: 250 }, (_, seed) => randomProgram(seed, 2 + (seed % 16)))

/** Python's own text of these is ambiguous, or takes parentheses away that we ask for. */
function hasOddContext(program: Program): boolean {
  return [...walk(topLevel(program))].some(
    ({ node }) =>
      node.kind === 'with' && node.items.some(({ context }) => context.kind === 'tuple' || context.kind === 'lambda'),
  )
}

/** Texts near to Python: words, signs and lines of good programs left out, doubled and exchanged. */
function damaged(text: string, prng: Prng): string {
  const tokens = text.match(/\w+|\n *|[^\w\n]/g) ?? []
  for (let i = prng.between(1, 3); i > 0 && tokens.length > 1; i--) {
    const at = prng.below(tokens.length)
    const other = tokens[prng.below(tokens.length)] as string
    tokens.splice(at, prng.below(2), ...(prng.percent(60) ? [other] : []))
  }
  return tokens.join('')
}

const NOT_PYTHON: readonly string[] = [
  'nonlocal x',
  'def f():\n    nonlocal x',
  'x = 1\ndef f():\n    nonlocal x',
  'def f(x):\n    nonlocal x',
  'def f(x):\n    def g():\n        x = 1\n        nonlocal x',
  'def f(x):\n    def g():\n        global x\n        nonlocal x',
  'def f(x):\n    class A:\n        y = 1\n    def g():\n        nonlocal y',
  'def f():\n    [x for x in y]\n    def g():\n        nonlocal x',
  'yield',
  'yield 1',
  'class A:\n    yield 1',
  'def f():\n    class A:\n        yield 1',
  'def f():\n    [(yield) for x in y]',
  'def f():\n    [x for x in y for z in (yield)]',
  'def f():\n    (x for x in y if (yield))',
  'def f():\n    g(yield)',
  'def f():\n    return yield',
  'def f():\n    x = 1 + yield',
  'def f():\n    if yield 1:\n        pass',
  'try:\n    pass',
  'try:\n    pass\nelse:\n    pass',
  'try:\n    pass\nelse:\n    pass\nfinally:\n    pass',
  'try:\n    pass\nfinally:\n    pass\nexcept:\n    pass',
  'try:\n    pass\nexcept:\n    pass\nexcept A:\n    pass',
  'try:\n    pass\nexcept A:\n    pass\nelse:\n    pass\nelse:\n    pass',
  'try:\n    pass\nexcept as e:\n    pass',
  'try:\n    pass\nexcept A as e.f:\n    pass',
  'try:\n    pass\nexcept A as (e, f):\n    pass',
  'raise from x',
  'raise x from',
  'with:\n    pass',
  'with a as 1:\n    pass',
  'with a as f():\n    pass',
  'with a as b or c:\n    pass',
  'with a or (b as c):\n    pass',
  'with a as b as c:\n    pass',
  '[x for x y]',
  '[x for 1 in y]',
  '[x for f() in y]',
  '[x if x for x in y]',
  '[for x in y]',
  '{x: y for x}',
  '[x for x in y else z]',
  '[x for x in y, z]',
  'f(a, x for x in y)',
  'f(x for x in y, a)',
  'class A(x for x in y):\n    pass',
  'lambda x, x: 1',
  'lambda x=1, y: 1',
  'lambda: return',
  'lambda: x = 1',
  'x = lambda',
  '(lambda: 1) = x',
  'def f():\n    (yield) = x',
  '[x for x in y] = z',
  'del (x for x in y)',
]

describe.each(SUBJECTS)('%s', (_, open) => {
  let compile: Compile
  beforeAll(async () => {
    compile = await open()
  }, 60_000)

  test('takes every program that we print', async () => {
    const answers = await compile(PROGRAMS.map(printProgram))
    expect(answers.map(([result]) => result).filter((result) => result !== 'ok')).toEqual([])
  }, 60_000)

  test('reads what we print as the program that we mean', async () => {
    const programs = PROGRAMS.filter((program) => !hasOddContext(program))
    expect(programs.length).toBeGreaterThan(150)
    const answers = await compile(programs.map(printProgram))
    for (const [index, [, again]] of answers.entries()) {
      if (again === null) continue
      const parsed = parseProgram(again)
      if (!parsed.ok) throw new Error(parsed.problems.map(formatProblem).join('\n'))
      expect(parsed.program).toEqual(programs[index])
    }
  }, 60_000)

  test('takes every text that we take', async () => {
    const prng = new Prng(1)
    const texts = Array.from({ length: 2000 }, () => damaged(printProgram(randomProgram(prng.below(1 << 30), 3)), prng))
    const taken = texts.filter((text) => parseProgram(text).ok)
    expect(taken.length).toBeGreaterThan(200)
    expect(taken.length).toBeLessThan(1900)
    const answers = await compile(taken)
    const refused = taken.flatMap((text, i) => (answers[i]?.[0] === 'ok' ? [] : [`${answers[i]?.[0]}\n${text}`]))
    expect(refused).toEqual([])
  }, 60_000)

  test('refuses what is no Python, as we do', async () => {
    const answers = await compile(NOT_PYTHON)
    expect(NOT_PYTHON.filter((_text, i) => answers[i]?.[0] === 'ok')).toEqual([])
    expect(NOT_PYTHON.filter((text) => parseProgram(text).ok)).toEqual([])
  })
})
