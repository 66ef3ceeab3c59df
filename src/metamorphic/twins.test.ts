import { describe, expect, it } from 'vitest'
import { present } from '../base/assert.ts'
import { openEngine } from '../engines/registry.ts'
import { generateProgram } from '../generate/generate.ts'
import { type Case, plainCase } from '../observation/case.ts'
import type { Program } from '../program/ast.ts'
import { parseProgram } from '../program/parse/parse.ts'
import { printProgram } from '../program/print.ts'
import { validateProgram } from '../program/validate.ts'
import { scheduleFree } from './schedule-free.ts'
import { twinsOf } from './twins.ts'

function programOf(text: string): Program {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed))
  return parsed.program
}

const caseOf = (text: string): Case => {
  const program = programOf(text)
  return plainCase(program, [program.body.length - 1])
}

/** `change: text` of each twin of that rule. */
function twinTexts(text: string, rule: string): Record<string, string> {
  const twins = twinsOf(caseOf(text)).filter((twin) => twin.rule === rule)
  return Object.fromEntries(twins.map((twin) => [twin.change, printProgram(twin.case.program)]))
}

describe('twins', () => {
  it('rename variables and nothing else, so that names keep their order and none is taken', () => {
    const text = `class N:
    def m(self, b):
        return b
def f0(b):
    global a
    a = b
f = N()
f.b = f0
a = [len(x) for x in ('ab', 'c')]
`
    expect(twinTexts(text, 'name-independent')).toEqual({
      'with its variables renamed': `class N:
    def m(self, b00):
        return b00
def f0(b00):
    global a00
    a00 = b00
f00 = N()
f00.b = f0
a00 = [len(x00) for x00 in ('ab', 'c')]
`,
    })
  })

  it('leave the names alone where addresses order elements', () => {
    expect(twinTexts('a = {1}\n', 'name-independent')).toEqual({})
  })

  it('move collections, and end with one', () => {
    const text = `def f():
    gc.collect(1)
a = f()
gc.collect()
`
    const { 'with more collections': more, ...others } = twinTexts(text, 'schedule-independent')
    expect(others).toEqual({
      'without collections before the last': `def f():
    pass
a = f()
pass
gc.collect()
`,
      'with collections at every allocation': `${text}gc.collect()\n`,
      'with a collection behind every statement': `def f():
    gc.collect(1)
gc.collect(2)
a = f()
gc.collect(2)
gc.collect()
gc.collect(2)
gc.collect()
`,
    })
    expect(more?.endsWith('gc.collect()\n')).toBe(true)
  })

  it('exchange neighbours that bind different names to literals', () => {
    const text = `a = []
b = (1, 'x')
b = None
c = a
`
    expect(twinTexts(text, 'order-independent')).toEqual({
      'with independent neighbours exchanged': `b = (1, 'x')
a = []
b = None
c = a
gc.collect()
`,
    })
  })

  it('are none of a program that has nothing to rename and nothing to collect', () => {
    expect(twinsOf(caseOf('r = weakref.ref(sys)\n')).map(({ rule }) => rule)).toEqual(['name-independent'])
  })

  it('show the same on an engine that is right', async () => {
    const engine = await openEngine('simulation@3.12')
    for (let i = 0; i < 25; i++) {
      const program = generateProgram(11, i, { level: 2 })
      for (const { original, case: twin, linesOf, change } of twinsOf(plainCase(program, [program.body.length - 1]))) {
        const [seen, shown] = await engine.run([original, twin])
        const expected = linesOf(present(seen, 'one a case'), 'original')
        expect(linesOf(present(shown, 'one a case'), 'twin'), change).toEqual(expected)
        expect(expected.length).toBeGreaterThan(1)
      }
    }
    await engine.close()
  })
})

describe('what is free of the schedule', () => {
  it.each([
    ['a = []\ngc.collect()\n', 'a = []\ngc.collect()\n'],
    ['class A:\n    def __del__(self):\n        pass\na = A()\n', 'class A:\n    pass\na = A()\n'],
    ['a = gc.collect()\nb = 1\n', 'b = 1\n'],
    ['if weakref.ref:\n    a = 1\nelse:\n    b = 2\nc = 3\n', 'c = 3\n'],
    ['def f():\n    try:\n        yield 1\n    finally:\n        a = 2\nb = f()\n', 'def f():\n    pass\nb = f()\n'],
    ['def f(a):\n    b = {a}\n    return a\nc = f(1)\n', 'def f(a):\n    return a\nc = f(1)\n'],
    ['def f(a):\n    while a:\n        a = id(a) - 1\nf(1)\n', 'def f(a):\n    pass\nf(1)\n'],
    ['b = id(a)\nc = 1\nwhile b < c:\n    b = b + 1\n', 'c = 1\n'],
    ['a = 1\nwhile a < 3:\n    a = a + 1\n', 'a = 1\nwhile a < 3:\n    a = a + 1\n'],
  ])('%j → %j', (text, free) => {
    expect(printProgram(present(scheduleFree(programOf(text)), 'something is left'))).toBe(free)
  })

  it('is nothing where everything tells', () => {
    expect(scheduleFree(programOf('sys.getrefcount(None)\n'))).toBeUndefined()
  })

  it('is valid, and most of a random program', () => {
    let before = 0
    let after = 0
    for (let i = 0; i < 300; i++) {
      const program = generateProgram(12, i, { level: 2 })
      const free = scheduleFree(program)
      before += program.body.length
      if (free === undefined) continue
      after += free.body.length
      expect(validateProgram(free)).toEqual([])
    }
    expect(after / before).toBeGreaterThan(0.3)
  })
})
