import { describe, expect, it } from 'vitest'
import { parseProgram } from '../../program/parse/parse.ts'
import { statementsThatMayCollect } from './may-collect.ts'
import { traitsOf } from './statement-traits.ts'

function answers(text: string): string {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message)
  return statementsThatMayCollect(parsed.program.body.map(traitsOf))
    .map((may) => (may ? 'y' : 'n'))
    .join('')
}

describe('statementsThatMayCollect', () => {
  it('is what says so', () => {
    expect(answers('a = 1\ngc.collect()\nx = gc.collect\nprint(a)\n')).toBe('nyyn')
  })

  it('is what mentions a function that may, through others, too', () => {
    expect(answers('def f():\n    gc.collect()\ndef g():\n    f()\na = 1\ng()\nh = f\n')).toBe('yynyy')
  })

  it('is what makes an object whose initializer may, or calls a method that may', () => {
    expect(
      answers(
        'class C:\n    def __init__(self):\n        gc.collect()\n    def tidy(self):\n        gc.collect()\nc = C()\na = 1\nc.tidy()\n',
      ),
    ).toBe('yyny')
  })

  it('is everything where a finalizer or a callback may', () => {
    expect(answers('class C:\n    def __del__(self):\n        gc.collect()\na = 1\n')).toBe('yy')
    expect(answers('def f(r):\n    gc.collect()\na = set()\nw = weakref.ref(a, f)\na = None\n')).toBe('yyyy')
  })
})

describe('traitsOf', () => {
  const traits = (text: string): ReturnType<typeof traitsOf> => {
    const parsed = parseProgram(text)
    if (!parsed.ok || parsed.program.body[0] === undefined) throw new Error('it parses')
    return traitsOf(parsed.program.body[0])
  }

  it.each([
    'gc.freeze()',
    'gc.callbacks.append(f)',
    'x = gc',
    'x = [sys]',
    'sys.unraisablehook = f',
    'def f():\n    gc.set_threshold(1)',
  ])('sees traces left by %s', (text) => {
    expect(traits(`${text}\n`).leavesTraces).toBe(true)
  })

  it.each([
    'gc.collect()',
    'a = weakref.ref(b)',
    'import gc',
    'sys.getrefcount(a)',
    'gc = 1',
    'for gc in [1]:\n    pass',
  ])('sees none left by %s', (text) => {
    expect(traits(`${text}\n`).leavesTraces).toBe(false)
  })

  it('sees default values, also in methods', () => {
    expect(traits('class C:\n    def m(self, x=1):\n        pass\n').hasDefaults).toBe(true)
    expect(traits('class C:\n    def m(self, x):\n        pass\n').hasDefaults).toBe(false)
  })
})
