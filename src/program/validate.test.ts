import { expect, test } from 'vitest'
import type { Expression, Program, Statement } from './ast.ts'
import { BLOCK_DEPTH_MAX, EXPRESSION_DEPTH_MAX, STATEMENT_DEPTH_MAX } from './limits.ts'
import { parseProgram } from './parse/parse.ts'
import { printProgram } from './print.ts'
import { validateExpression, validateProgram } from './validate.ts'

const NONE: Expression = { kind: 'none' }
const X: Expression = { kind: 'name', name: 'x' }
const PASS: Statement = { kind: 'pass' }

function reasons(...body: readonly Statement[]): string[] {
  return validateProgram({ body }).map(({ path, message }) => `${path.join('.')}: ${message}`)
}

test.each<[Statement, RegExp]>([
  [{ kind: 'class', name: 'A', bases: [], body: [] }, /^body.0: a block must not be empty/],
  [
    { kind: 'if', test: X, body: [{ kind: 'while', test: X, body: [] }], orelse: [] },
    /^body.0.body.0: a block must not be empty/,
  ],
  [{ kind: 'def', name: 'class', parameters: [], body: [PASS] }, /^body.0: `class` is a keyword/],
  [
    { kind: 'def', name: 'f', parameters: [{ name: 'a' }, { name: 'a' }], body: [PASS] },
    /^body.0.parameters.1: two parameters/,
  ],
  [
    { kind: 'def', name: 'f', parameters: [{ name: 'a', default: NONE }, { name: 'b' }], body: [PASS] },
    /^body.0.parameters.1: a parameter without/,
  ],
  [{ kind: 'break' }, /^body.0: `break` stands outside/],
  [{ kind: 'return' }, /^body.0: `return` stands outside/],
  [{ kind: 'global', names: ['x'] }, /^body.0: `global` stands outside/],
  [{ kind: 'assign', targets: [], value: X }, /^body.0: `assign` has no target/],
  [{ kind: 'delete', targets: [] }, /^body.0: `delete` has no target/],
  [{ kind: 'delete', targets: [{ kind: 'targets', items: [] }] }, /^body.0.targets.0: a tuple of targets/],
  [{ kind: 'import', modules: [] }, /^body.0: only some modules/],
  [{ kind: 'import', modules: ['os' as 'gc'] }, /^body.0: only some modules/],
  [{ kind: 'expression', value: { kind: 'name', name: 'a b' } }, /^body.0.value: `a b` is not an ASCII name/],
  [{ kind: 'expression', value: { kind: 'name', name: '__hs' } }, /^body.0.value: names that begin with `__hs`/],
  [{ kind: 'expression', value: { kind: 'attribute', object: X, name: 'None' } }, /^body.0.value: `None` is a keyword/],
  [{ kind: 'expression', value: { kind: 'set', items: [] } }, /^body.0.value: a set display/],
  [
    { kind: 'expression', value: { kind: 'compare', operator: '<>' as '<', left: X, right: X } },
    /^body.0.value: unknown operator/,
  ],
])('%j is invalid, with its place', (statement, reason) => {
  expect(reasons(statement).join('; ')).toMatch(reason)
})

test.each<[Expression]>([
  [{ kind: 'int', value: 2 ** 53 }],
  [{ kind: 'int', value: 5n }],
  [{ kind: 'int', value: 0.5 }],
  [{ kind: 'int', value: -0 }],
  [{ kind: 'int', value: 10n ** 4300n }],
  [{ kind: 'float', value: Number.NaN }],
  [{ kind: 'float', value: Number.POSITIVE_INFINITY }],
  [{ kind: 'str', value: 'a\ud800' }],
  [{ kind: 'bytes', value: '\u0100' }],
])('the literal in row %# is invalid', (literal) => {
  expect(validateExpression(literal)).toHaveLength(1)
})

function nestedBlocks(depth: number): Program {
  let body: readonly Statement[] = [PASS]
  for (let level = 0; level < depth; level++)
    body = [{ kind: level % 2 === 0 ? 'while' : 'for', target: X, iterable: X, test: X, body } as Statement]
  return { body }
}

function elifChain(depth: number): Program {
  let orelse: readonly Statement[] = []
  for (let level = 0; level < depth; level++) orelse = [{ kind: 'if', test: X, body: [PASS], orelse }]
  return { body: orelse }
}

function nestedLists(depth: number): Program {
  let value: Expression = NONE
  for (let level = 1; level < depth; level++) value = { kind: 'list', items: [value] }
  return { body: [{ kind: 'expression', value }] }
}

test.each([
  ['blocks', nestedBlocks, BLOCK_DEPTH_MAX],
  ['elif', elifChain, STATEMENT_DEPTH_MAX - 1],
  ['expressions', nestedLists, EXPRESSION_DEPTH_MAX],
] as const)('%s inside each other are valid and readable up to the limit, and not beyond', (_, build, limit) => {
  expect(validateProgram(build(limit))).toEqual([])
  expect(parseProgram(printProgram(build(limit))).ok).toBe(true)
  expect(validateProgram(build(limit + 1))).toHaveLength(1)
  expect(parseProgram(printProgram(build(limit + 1))).ok).toBe(false)
  expect(validateProgram(build(5000))).not.toEqual([])
})
