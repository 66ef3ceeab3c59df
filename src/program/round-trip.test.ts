import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryExpression, arbitraryProgram, randomProgram } from './arbitrary-program.test-support.ts'
import type { Program } from './ast.ts'
import { EXPRESSION_CODES, STATEMENT_CODES } from './codec-format.ts'
import { parseExpression, parseProgram } from './parse/parse.ts'
import { formatProblem } from './parse/problem.ts'
import { printExpression, printProgram, printStatement } from './print.ts'
import { topLevel, walk } from './shape.ts'
import { validateExpression, validateProgram } from './validate.ts'

function parsed(text: string): Program {
  const result = parseProgram(text)
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'))
  return result.program
}

test('parsing what was printed gives the same program', () => {
  fc.assert(
    fc.property(arbitraryProgram(18), (program) => {
      expect(validateProgram(program)).toEqual([])
      expect(parsed(printProgram(program))).toEqual(program)
    }),
    { numRuns: 2000 },
  )
})

test('parsing a printed expression gives the same expression', () => {
  fc.assert(
    fc.property(arbitraryExpression(), (expression) => {
      expect(validateExpression(expression)).toEqual([])
      expect(parseExpression(` ${printExpression(expression)}  # why\n`)).toMatchObject({ ok: true, expression })
    }),
    { numRuns: 2000 },
  )
})

test('every statement has a place, and the text there is the statement', () => {
  fc.assert(
    fc.property(arbitraryProgram(), (program) => {
      const text = printProgram(program)
      const result = parseProgram(text)
      if (!result.ok) throw new Error('unreachable')
      for (const { role, node } of walk(topLevel(result.program))) {
        const span = result.positions.get(node)
        expect(span).toBeDefined()
        if (role !== 'statement' || span === undefined) continue
        const [first] = printStatement(node).split('\n') as [string]
        const line = text.split('\n')[span.line - 1] as string
        expect(line.slice(span.column - 1).replace(/^elif/, 'if')).toBe(first)
        expect(text.slice(span.from, span.to).split('\n')[0]).toBe(line.slice(span.column - 1))
        expect(text.slice(span.to)).toMatch(/^(\n|$)/)
      }
    }),
    { numRuns: 300 },
  )
})

test('the random programs of these tests reach every kind of node', () => {
  const kinds = new Set<string>()
  for (let seed = 0; seed < 300; seed++) {
    for (const { node } of walk(topLevel(randomProgram(seed, 40)))) {
      kinds.add('operator' in node ? node.operator : node.kind)
      if (node.kind === 'bool') kinds.add(String(node.value))
    }
  }
  const codes = [...STATEMENT_CODES, ...EXPRESSION_CODES].filter(
    (code) => !/ (value|message|int|exception|from)$/.test(code),
  )
  expect([...codes].filter((code) => !kinds.has(code))).toEqual([])
})
