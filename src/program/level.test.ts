import { expect, test } from 'vitest'
import type { Expression, Statement } from './ast.ts'
import { aboveLevel, needOf } from './level.ts'

const X: Expression = { kind: 'name', name: 'x' }
const PASS: Statement = { kind: 'pass' }

function value(expression: Expression): Statement {
  return { kind: 'expression', value: expression }
}

function classWith(bases: readonly string[], body: Statement = PASS): Statement {
  return { kind: 'class', name: 'C', bases: bases.map((name) => ({ kind: 'name', name })), body: [body] }
}

function def(name: string, body: readonly Statement[]): Statement {
  return { kind: 'def', name, parameters: [], body }
}

test.each<[Statement, 1 | 2 | 3, string]>([
  [classWith([]), 1, 'nothing'],
  [classWith([], def('__del__', [PASS])), 1, 'nothing'],
  [def('f', [def('g', [value(X)])]), 1, 'nothing'],
  [classWith(['object']), 2, 'a base class'],
  [classWith(['Node']), 2, 'a base class'],
  [classWith(['Node', 'list']), 3, 'a built-in base class'],
  [classWith(['Exception']), 3, 'a built-in base class'],
  [classWith([], def('__exit__', [PASS])), 2, '`__exit__`'],
  [classWith([], def('__eq__', [PASS])), 3, '`__eq__`'],
  [
    classWith([], { kind: 'assign', targets: [{ kind: 'name', name: '__hash__' }], value: { kind: 'none' } }),
    3,
    '`__hash__`',
  ],
  [{ kind: 'assign', targets: [{ kind: 'attribute', object: X, name: '__iter__' }], value: X }, 2, '`__iter__`'],
  [value({ kind: 'attribute', object: X, name: '__eq__' }), 1, 'nothing'],
  [value({ kind: 'attribute', object: { kind: 'name', name: 'weakref' }, name: 'ref' }), 1, 'nothing'],
  [value({ kind: 'attribute', object: { kind: 'name', name: 'weakref' }, name: 'WeakSet' }), 3, '`weakref.WeakSet`'],
  [value({ kind: 'name', name: 'GeneratorExit' }), 2, '`GeneratorExit`'],
  [value({ kind: 'call', function: { kind: 'name', name: 'type' }, arguments: [X] }), 1, 'nothing'],
  [
    value({ kind: 'call', function: { kind: 'name', name: 'type' }, arguments: [X, X, X] }),
    3,
    'a class made by a call of `type`',
  ],
  [value({ kind: 'lambda', parameters: [], body: X }), 2, '`lambda`'],
  [{ kind: 'if', test: X, body: [{ kind: 'raise' }], orelse: [] }, 2, '`raise`'],
  [
    def('f', [{ kind: 'assign', targets: [{ kind: 'name', name: 'x' }], value: X }, def('g', [value(X)])]),
    2,
    'a closure',
  ],
])('%j needs its level', (statement, level, construct) => {
  expect(needOf({ body: [PASS, statement] })).toEqual({ level, construct })
})

test('what lies above a level has a reason, what does not has none', () => {
  const program = { body: [classWith(['list'])] }
  expect(aboveLevel(program, 2)).toBe('a built-in base class belongs to level 3 of the language')
  expect(aboveLevel(program, 3)).toBeUndefined()
})
