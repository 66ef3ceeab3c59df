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

  it.each([
    'f = lambda: gc.collect()\na = 1\n',
    'g = (gc.collect() for x in y)\na = 1\n',
    'def g():\n    yield gc.collect()\na = 1\n',
    'class C:\n    def __eq__(self, other):\n        gc.collect()\na = 1\n',
    'def f():\n    def g():\n        gc.collect()\n    return g\na = 1\n',
  ])('is everything where what is entered without being mentioned may: %j', (text) => {
    expect(answers(text)).toBe('yy')
  })

  it('is what makes an instance of a class whose base may', () => {
    const text = 'class A:\n    def __init__(self):\n        gc.collect()\nclass B(A):\n    pass\nb = B()\na = 1\n'
    expect(answers(text)).toBe('yyyn')
  })

  it('is not what a comprehension merely stands beside', () => {
    expect(answers('a = [gc.collect() for x in y]\nb = [x for x in y]\n')).toBe('yn')
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

  it.each([
    ['class C:\n    def m(self, x=1):\n        pass', true],
    ['class C:\n    def m(self, x):\n        pass', false],
    ['f = lambda x=1: x', true],
    ['f = lambda x: x', false],
    ['def f():\n    return lambda: f', true],
    ['def f():\n    def g():\n        pass', true],
    ['f = [lambda: x for x in y]', true],
    ['f = [x for x in y]', false],
    ['def f(x):\n    return (y for y in x)', true],
    ['s = weakref.WeakSet()', true],
  ])('sees whether functions may refer to something in %j', (text, refer) => {
    expect(traits(`${text}\n`).functionsRefer).toBe(refer)
  })
})
