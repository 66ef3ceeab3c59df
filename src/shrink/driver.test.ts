import fc from 'fast-check'
import { expect, test } from 'vitest'
import { generateProgram } from '../generate/generate.ts'
import { arbitraryProgram, randomProgram } from '../program/arbitrary-program.test-support.ts'
import type { Program } from '../program/ast.ts'
import { nodeCount } from '../program/edit.ts'
import { parseProgram } from '../program/parse/parse.ts'
import { printProgram } from '../program/print.ts'
import { topLevel, walk } from '../program/shape.ts'
import { validateProgram } from '../program/validate.ts'
import { shrinkAttempts } from './attempts.ts'
import { type FirstToFail, shrink } from './driver.ts'
import { isSmaller, measureOf } from './measure.ts'
import { renameForReading } from './passes/rename.ts'

const PLENTY = { attempts: 20_000 }

/** Asks about one attempt after the other. */
function each(fails: (attempt: Program) => boolean): FirstToFail {
  return async (attempts) => attempts.findIndex(fails)
}

function program(text: string): Program {
  const result = parseProgram(text)
  if (!result.ok) throw new Error(result.problems.map(({ line, message }) => `${line}: ${message}`).join('\n'))
  return result.program
}

async function shrunk(text: string, fails: (attempt: Program) => boolean): Promise<string> {
  const result = await shrink(program(text), each(fails), PLENTY)
  expect(result.ended).toBe('smallest')
  return printProgram(result.program)
}

function mentions(attempt: Program, ...patterns: readonly RegExp[]): boolean {
  const text = printProgram(attempt)
  return patterns.every((pattern) => pattern.test(text))
}

test('a program that fails whatever it holds shrinks to nothing', async () => {
  expect(await shrunk('class A:\n    pass\na = A()\nwhile a:\n    a = None\n', () => true)).toBe('')
})

test('a program whose every change heals it stays as it is', async () => {
  const given = program('x = [1]\n')
  const result = await shrink(given, async () => -1, PLENTY)
  expect(result.program).toBe(given)
  expect(result).toMatchObject({ accepted: 0, ended: 'smallest' })
})

test('a resurrection hidden among other things is laid bare', async () => {
  const noisy = `
class Other:
    __slots__ = ('p', 'q')
    def go(self, n=3):
        return [n, self]
class Phoenix:
    limit = 3
    def __init__(self, name, size=2):
        self.name = name
        self.size = size
    def __del__(self):
        global kept, seen
        if self.size > 1:
            for i in range(10):
                seen = i
            kept = self
kept = None
items = []
for i in range(5):
    items.append(Other())
bird = Phoenix('tweety', 12)
bird.friend = bird
del bird
print(gc.collect(), len(items))
items = None
`
  const text = await shrunk(noisy, (attempt) =>
    mentions(
      attempt,
      /class \w+:\n( .*\n)*? {4}def __del__\((\w+)\):\n(.*\n)*? +global (\w+)\n(.*\n)*? +\4 = \2\n/,
      /gc\.collect\(\)/,
    ),
  )
  expect(text).toBe(
    ['class A:', '    def __del__(self):', '        global a', '        a = self', 'gc.collect()', ''].join('\n'),
  )
})

test('arguments, parameters and literals that do not matter go', async () => {
  const text = await shrunk(
    "def make(first, second, third=[1, 2]):\n    return {second: [first, third]}\nvalue = make('some text', 12345, None)\nweakref.ref(value)\n",
    (attempt) => mentions(attempt, /def (\w+)\(.*\):\n +return \{.*\n(.*\n)*.*\b\1\(.*\n/, /weakref\.ref\(/),
  )
  expect(text).toBe('def f():\n    return {}\nf()\nweakref.ref()\n')
})

test('a loop that matters only once is unrolled, one that matters is short', async () => {
  const once = await shrunk('for i in range(100):\n    if i == 7:\n        break\n    gc.collect()\n', (attempt) =>
    mentions(attempt, /gc\.collect\(/),
  )
  expect(once).toBe('gc.collect()\n')
  const often = await shrunk('for i in range(100):\n    x = [i]\n    gc.collect()\n', (attempt) => {
    const turns = /for \w+ in range\((\d+)\):\n {4}gc\.collect\(/.exec(
      printProgram(attempt).replace(/\n {4}x.*/, ''),
    )?.[1]
    return Number(turns ?? 0) > 5
  })
  expect(often).toBe('for a in range(6):\n    gc.collect()\n')
})

test('every kept step is smaller, valid and still fails, and the same run gives the same steps', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryProgram(12), fc.integer({ min: 2, max: 9 }), async (given, modulus) => {
      const steps: string[][] = []
      for (let round = 0; round < 2; round++) {
        const kept: string[] = []
        let last = given
        const answer = (attempt: Program): boolean => {
          expect(validateProgram(attempt)).toEqual([])
          expect(isSmaller(measureOf(attempt), measureOf(last))).toBe(true)
          const fails = nodeCount(attempt) % modulus !== 0
          if (fails) {
            last = attempt
            kept.push(printProgram(attempt))
          }
          return fails
        }
        const result = await shrink(given, each(answer), { attempts: 300 })
        expect(result.program).toBe(last)
        expect(result.accepted).toBe(kept.length)
        expect(result.attempts).toBeLessThanOrEqual(300)
        steps.push(kept)
      }
      expect(steps[0]).toEqual(steps[1])
    }),
    { numRuns: 60 },
  )
})

test('no program is tried twice, and the budget is kept and said to be spent', async () => {
  const tried: string[] = []
  const given = randomProgram(11, 40)
  const result = await shrink(
    given,
    each((attempt) => tried.push(printProgram(attempt)) % 7 === 0),
    { attempts: 50 },
  )
  expect(new Set(tried).size).toBe(tried.length)
  expect(result).toMatchObject({ attempts: 50, accepted: 7, ended: 'attempts' })
})

test('attempts are valid, smaller and different', () => {
  fc.assert(
    fc.property(arbitraryProgram(10), (given) => {
      const size = measureOf(given)
      const texts = new Set([printProgram(given)])
      let count = 0
      for (const attempt of shrinkAttempts(given)) {
        expect(validateProgram(attempt)).toEqual([])
        expect(isSmaller(measureOf(attempt), size)).toBe(true)
        expect(texts.has(printProgram(attempt))).toBe(false)
        texts.add(printProgram(attempt))
        if (++count > 400) break
      }
      expect(given.body.length === 0 || count > 0).toBe(true)
    }),
    { numRuns: 30 },
  )
})

test('the first attempt is the empty program, and the last ones change one leaf', () => {
  const given = program('x = [1, 2]\ny = x\n')
  const texts = [...shrinkAttempts(given)].map(printProgram)
  expect(texts[0]).toBe('')
  expect(texts).toContain('x = [1, 2]\n')
  expect(texts).toContain('x = [1, 1]\ny = x\n')
  expect(texts).toContain('y = [1, 2]\n')
  expect(texts.at(-1)).toBe('a = [1, 2]\nb = a\n')
})

test('two needles in a large program are found within a stated number of attempts', async () => {
  const noise = randomProgram(5, 120)
  const needles = program('class Needle:\n    pass\nx = Needle()\nx.self = x\ngc.freeze()\n')
  const given: Program = { body: [...needles.body.slice(0, 1), ...noise.body, ...needles.body.slice(1)] }
  const result = await shrink(
    given,
    each((attempt) => mentions(attempt, /\.self = /, /gc\.freeze\(\)/)),
    PLENTY,
  )
  expect([...walk(topLevel(result.program))].filter(({ role }) => role === 'statement')).toHaveLength(2)
  expect(result.attempts).toBeLessThan(400)
})

test('asking about many attempts at once comes to the same steps', async () => {
  const given = randomProgram(23, 30)
  const fails = (attempt: Program) => nodeCount(attempt) % 3 !== 0
  const results = []
  for (const batch of [1, 3, 8]) {
    const { program: small, accepted } = await shrink(given, each(fails), { attempts: 5_000, batch })
    results.push({ text: printProgram(small), accepted })
  }
  expect(results[0]?.accepted).toBeGreaterThan(3)
  expect(results[1]).toEqual(results[0])
  expect(results[2]).toEqual(results[0])
})

test('a shrink that was stopped says why, and goes on from what it left', async () => {
  const given = generateProgram(31, 1, { statements: 60 })
  const fails = each((attempt) => mentions(attempt, /gc\.collect\(/))
  const whole = await shrink(given, fails, PLENTY)
  let asked = 0
  const half = await shrink(given, fails, { ...PLENTY, stop: () => (++asked > 3 ? 'time' : undefined) })
  expect(half.ended).toBe('time')
  expect(half.attempts).toBeLessThan(whole.attempts)
  const rest = await shrink(half.program, fails, PLENTY)
  expect(rest.ended).toBe('smallest')
  expect(printProgram(rest.program)).toBe(printProgram(whole.program))
})

test('two classes, a chain of calls and a counting loop become one, none and a plain loop', async () => {
  const text = await shrunk(
    `
class A:
    def __init__(self, other):
        self.other = other
class B:
    pass
def link(first, second):
    first.next = second
    return first
i = 0
a = B()
while i < 3:
    b = A(a)
    link(a, b)
    i = i + 1
gc.collect()
`,
    (attempt) =>
      mentions(
        attempt,
        /for \w+ in range\(3\)|while [a-z] < 3:[\s\S]* \+ 1\n/,
        /[a-z]\.next = /,
        /class/,
        /gc\.collect/,
        /\b[A-Z]\(\)/,
      ),
  )
  expect(text.match(/class /g)).toHaveLength(1)
  expect(text).not.toMatch(/def |while/)
  expect(text).toMatch(/for \w+ in range\(/)
})

test('a cycle through something far becomes one through something near', async () => {
  const text = await shrunk('class A:\n    pass\na = A()\nA.x = a\ndel A\ndel a\ngc.collect()\n', (attempt) => {
    const lines = printProgram(attempt)
    const far = /([A-Z])\.x = ([a-z])\n[\s\S]*del \1\n[\s\S]*del \2\n[\s\S]*gc\.collect\(\)/.test(lines)
    const near = /([a-z])\.x = \1\n[\s\S]*del \1\n[\s\S]*gc\.collect\(\)/.test(lines)
    return (far || near) && /class [A-Z]/.test(lines)
  })
  expect(text).toBe('class A:\n    pass\na = None\na.x = a\ndel a\ngc.collect()\n')
})

test.each([
  'try:\n    a = 1\nexcept ValueError as e:\n    gc.collect()\nfinally:\n    b = 2\n',
  'try:\n    a = 1\nfinally:\n    gc.collect()\n',
  'with iter() as a, gc.collect() as (b, c):\n    print(b)\n',
  'def f(x):\n    y = x\n    def g():\n        nonlocal y\n        y = [gc.collect(), y]\n    return g\n',
  'class A(gc.collect()):\n    pass\n',
  'try:\n    pass\nexcept gc.collect():\n    pass\n',
  'def f():\n    yield gc.collect()\n    yield 2\n',
  'class A:\n    pass\nclass B(A, list):\n    x = [gc.collect() for y in A if y for z in y]\n',
  'x = {1: 2 for y in gc.collect() if y}\n',
  'raise KeyError(gc.collect()) from ValueError\n',
  'f = lambda x, y=1: [x, gc.collect()]\n',
])('%j is cut down to the call in it', async (text) => {
  expect(await shrunk(text, (attempt) => mentions(attempt, /gc\.collect\(\)/))).toBe('gc.collect()\n')
})

test('new names reach handlers, nonlocal, lambdas and comprehensions', () => {
  const given = program(
    'def outer(value):\n    def inner():\n        nonlocal value\n        try:\n            value = [item for item in value]\n        except KeyError as error:\n            value = lambda other: (other, error)\n    return inner\n',
  )
  const [renamed] = renameForReading.cuts(given)
  expect(printProgram(renamed?.() as Program)).toBe(
    'def f(a):\n    def g():\n        nonlocal a\n        try:\n            a = [b for b in a]\n        except KeyError as c:\n            a = lambda d: (d, c)\n    return g\n',
  )
})

test('three of a kind become a loop, whatever else each of them was made with', async () => {
  const made = /^( *)(\w+) = A\(\)\n(?:\1.*\n)*?\1\2\.x = \2\n/gm
  const count = (attempt: Program) => {
    const text = printProgram(attempt)
    const turns = /^for \w+ in range\((\d+)\):$/m.exec(text)?.[1]
    const inside = [...text.matchAll(made)].filter(([, indent]) => indent !== '').length
    return [...text.matchAll(made)].length - inside + inside * Number(turns ?? 0)
  }
  const text = await shrunk(
    'class A:\n    pass\na = A()\na.x = a\nb = A()\nc = [b]\nb.y = c\nb.x = b\na = None\nc = A()\nc.z = 5\nc.x = c\ngc.collect()\n',
    (attempt) => count(attempt) >= 3 && mentions(attempt, /^class A/m, /^gc\.collect\(\)/m),
  )
  expect(text).toBe('class A:\n    pass\nfor a in range(3):\n    a = A()\n    a.x = a\ngc.collect()\n')
})

test('a loop that is there turns more often', async () => {
  const turns = (text: string) =>
    [...text.matchAll(/range\((\d+)\):\n {4}gc\.collect\(\)/g)].reduce((sum, [, count]) => sum + Number(count), 0)
  const text = await shrunk(
    'for a in range(2):\n    gc.collect()\nb = 1\nfor c in range(3):\n    gc.collect()\n',
    (attempt) => turns(printProgram(attempt)) >= 5,
  )
  expect(text).toBe('for a in range(5):\n    gc.collect()\n')
})

test('many references become one list', async () => {
  const text = await shrunk(
    'class A:\n    pass\na = A()\na.x = a\nb = {}\nb["k"] = a\nc = (a, 1)\nd = c[0]\n',
    (attempt) => {
      const [, name] = /^(\w+) = A\(\)$/m.exec(printProgram(attempt)) ?? []
      const uses = printProgram(attempt).match(new RegExp(`\\b${name}\\b(?! = |\\.)`, 'g')) ?? []
      return name !== undefined && uses.length >= 3
    },
  )
  expect(text).toBe('class A:\n    pass\na = A()\n[a, a, a]\n')
})

test('an instance without a name gets one where its class loses what makes it', async () => {
  const text = await shrunk(
    'class A:\n    def __init__(self):\n        self.x = self\n        self.y = [1, 2]\nfor b in [1]:\n    A()\ngc.collect()\n',
    (attempt) => {
      const text = printProgram(attempt)
      const isByClass = /__init__\(self\):\n(?: +.*\n)*? +self\.x = self\n/.test(text) && /^ *A\(\)$/m.test(text)
      return (
        mentions(attempt, /^gc\.collect\(\)$/m) && (isByClass || /(\w+) = A\(\)\n(?:.*\n)*? *\1\.x = \1\n/.test(text))
      )
    },
  )
  expect(text).toBe('class A:\n    pass\na = A()\na.x = a\ngc.collect()\n')
})
