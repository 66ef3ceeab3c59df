import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryProgram } from './arbitrary-program.test-support.ts'
import type { Program } from './ast.ts'
import { deleteStatement, expressionPlaces, insertStatement, replaceExpression, statementPlaces } from './edit.ts'
import { parseProgram } from './parse/parse.ts'
import { printProgram } from './print.ts'
import { renameNames, repairScope } from './repair.ts'
import { referentOf, scopesOf } from './scopes.ts'
import { validateProgram } from './validate.ts'

function program(text: string): Program {
  const result = parseProgram(text)
  if (!result.ok) throw new Error(result.problems.map(({ line, message }) => `${line}: ${message}`).join('\n'))
  return result.program
}

test('deleting any statement and repairing the names leaves a valid program in which every name means something', () => {
  fc.assert(
    fc.property(arbitraryProgram(12), fc.nat(), (given, choice) => {
      const places = statementPlaces(given)
      const place = places[choice % Math.max(1, places.length)]
      if (place === undefined) return
      const left = repairScope(deleteStatement(given, place.path))
      expect(validateProgram(left)).toEqual([])
      const scopes = scopesOf(left)
      const orphans = scopes.occurrences.filter(
        (occurrence) => occurrence.as === 'load' && referentOf(occurrence, scopes) === 'unbound',
      )
      expect(orphans.map(({ name }) => name)).toEqual([])
    }),
    { numRuns: 1000 },
  )
})

test('repairing what is whole changes nothing', () => {
  const whole = program(
    'x = 1\ndef f(a, b=x):\n    global y\n    y = a\n    return len(b)\nf(x)\ngc.collect()\nclass A:\n    p = x\n    q = p\n',
  )
  expect(repairScope(whole)).toEqual(whole)
})

test('a name that lost its binding gets one that is in scope, or None where there is none', () => {
  expect(printProgram(repairScope(program('print(a)\nb = 1\n')))).toBe('print(b)\nb = 1\n')
  expect(printProgram(repairScope(program('print(a.b)\ndel c\n')))).toBe('print(None.b)\ndel c\n')
  expect(printProgram(repairScope(program('def f(p):\n    return q\n')))).toMatch(/return (p|f)\n/)
})

test('a nonlocal that lost its owner goes, and so does one that this makes an orphan', () => {
  const given = program(
    'def f():\n    x = 1\n    y = 2\n    def g():\n        nonlocal x, y\n        def h():\n            nonlocal x\n',
  )
  const left = repairScope(deleteStatement(given, ['body', 0, 'body', 0]))
  expect(printProgram(left)).toBe(
    'def f():\n    y = 2\n    def g():\n        nonlocal y\n        def h():\n            pass\n',
  )
  expect(validateProgram(left)).toEqual([])
})

test('a name in a closure that lost its binding gets one of the functions around', () => {
  const given = program('def f(x):\n    y = 1\n    return lambda: y\n')
  const left = printProgram(repairScope(deleteStatement(given, ['body', 0, 'body', 0])))
  expect(left).toMatch(/return lambda: (x|f)\n/)
})

test('what would leave a try without handlers and finally holds pass', () => {
  const given = program('try:\n    a\nexcept b:\n    c\nelse:\n    d\nfinally:\n    e\n')
  expect(printProgram(deleteStatement(given, ['body', 0, 'finalbody', 0]))).toBe(
    'try:\n    a\nexcept b:\n    c\nelse:\n    d\n',
  )
  expect(printProgram(deleteStatement(given, ['body', 0, 'handlers', 0, 'body', 0]))).toBe(
    'try:\n    a\nexcept b:\n    pass\nelse:\n    d\nfinally:\n    e\n',
  )
  const bare = program('try:\n    a\nfinally:\n    e\n')
  expect(printProgram(deleteStatement(bare, ['body', 0, 'finalbody', 0]))).toBe('try:\n    a\nfinally:\n    pass\n')
})

test('a block that lost its last statement holds pass', () => {
  const given = program('if a:\n    b\nelse:\n    c\n')
  expect(printProgram(deleteStatement(given, ['body', 0, 'body', 0]))).toBe('if a:\n    pass\nelse:\n    c\n')
  expect(printProgram(deleteStatement(given, ['body', 0, 'orelse', 0]))).toBe('if a:\n    b\n')
  expect(printProgram(deleteStatement(given, ['body', 0]))).toBe('')
})

test('statements are put before the one at a path, or at the end', () => {
  const given = program('def f():\n    a\n')
  expect(printProgram(insertStatement(given, ['body', 0, 'body', 0], { kind: 'return' }))).toBe(
    'def f():\n    return\n    a\n',
  )
  expect(printProgram(insertStatement(given, ['body', 1], { kind: 'pass' }))).toBe('def f():\n    a\npass\n')
})

test('every expression can be replaced, and nothing else changes', () => {
  const given = program('a[b].c = {d: [e, 1]}\ndef f(p=g):\n    assert h, i\n')
  const texts = expressionPlaces(given).map(({ path }) =>
    printProgram(replaceExpression(given, path, { kind: 'none' })),
  )
  expect(texts).toHaveLength(11)
  expect(texts[0]).toBe('None.c = {d: [e, 1]}\ndef f(p=g):\n    assert h, i\n')
  expect(texts.at(-1)).toBe('a[b].c = {d: [e, 1]}\ndef f(p=g):\n    assert h, None\n')
  expect(new Set(texts).size).toBe(11)
})

test('renaming changes variables, functions and classes, and leaves attributes, methods and class variables alone', () => {
  const given = program(
    'class A:\n    x = 1\n    y = x\n    def m(self, x):\n        global g\n        g = x\n        return self.x\nx = A()\nx.m(x.x)\ndel g\n',
  )
  const names = new Map([
    ['A', 'Node'],
    ['x', 'value'],
    ['g', 'kept'],
    ['m', 'wrong'],
    ['gc', 'wrong'],
  ])
  expect(printProgram(renameNames(given, names))).toBe(
    'class Node:\n    x = 1\n    y = x\n    def m(self, value):\n        global kept\n        kept = value\n        return self.x\nvalue = Node()\nvalue.m(value.x)\ndel kept\n',
  )
})
