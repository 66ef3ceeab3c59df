/** Scenario files with random damage: loading never throws, and whatever it reports lies in the file. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadScenario } from './load.ts'
import { formatScenarioProblem } from './problem.ts'

const GOOD = `title: A ring
why: >-
  Folded
  text
python: ">=3.9 <3.14"
needs: [refcounts]
steps:
  - run: |
      class Node:
          pass
      a = Node()
      a.me = a
    expect: {refcounts: {a: 2}, values: {"a.me is a": true}}
  - run: 'del a'
    expect:
      - python: ">=3.9"
        dead: {in_order: [Node#1]}
        value: [1, 1.5, null, 'x', Node#1]
`

const SCRAPS = [
  '{',
  '}',
  '[',
  ']',
  ': ',
  '- ',
  '\n',
  '  ',
  '"',
  "'",
  '|',
  '>',
  ' #',
  '&a ',
  '*a',
  '!x ',
  '\t',
  '$',
  '😀',
  '\r\n',
  '? ',
  '<<: ',
  '---\n',
  '\0',
  '%',
  '@',
  '\\',
  ',',
  'expect',
  'python',
  '(',
  'lambda',
  '1',
  'null',
  '.inf',
]

const damage = fc.record({ at: fc.nat(), length: fc.nat({ max: 6 }), scrap: fc.constantFrom('', ...SCRAPS) })

test('a damaged file is loaded or refused, and every problem has its place in it', () => {
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 5 }), (damages) => {
      const text = damages.reduce((whole, { at, length, scrap }) => {
        const start = at % (whole.length + 1)
        return whole.slice(0, start) + scrap + whole.slice(start + length)
      }, GOOD)
      const loaded = loadScenario(text, 'x.yaml')
      if (loaded.ok) return
      const lines = text.split('\n').map((line) => line.replace(/\r$/, ''))
      expect(loaded.problems.length).toBeGreaterThan(0)
      for (const problem of loaded.problems) {
        expect(problem.lineText).toBe(lines[problem.line - 1])
        expect(problem.column).toBeGreaterThan(0)
        expect(problem.column).toBeLessThanOrEqual([...problem.lineText].length + 1)
        expect(problem.endColumn).toBeGreaterThan(problem.column)
        expect(formatScenarioProblem(problem)).toContain(`x.yaml:${problem.line}:${problem.column}: `)
      }
    }),
    { numRuns: 1000 },
  )
})
