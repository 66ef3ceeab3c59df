import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Op } from './opcodes.ts'

test('the evaluation loop has one case for each operation, under its number', () => {
  const source = readFileSync(new URL('./eval.ts', import.meta.url), 'utf8')
  const cases = [...source.matchAll(/case (\d+):(?: \{)?\s*\/\/ (\w+)/g)].map(([, number, name]) => [
    name,
    Number(number),
  ])
  expect(Object.fromEntries(cases)).toEqual(Op)
  expect(cases).toHaveLength(Object.keys(Op).length)
})
