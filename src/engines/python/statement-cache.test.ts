import { describe, expect, it } from 'vitest'
import type { Statement } from '../../program/ast.ts'
import { StatementCache } from './statement-cache.ts'

const assign = (name: string): Statement => ({
  kind: 'assign',
  targets: [{ kind: 'name', name }],
  value: { kind: 'int', value: 1 },
})

describe('StatementCache', () => {
  it('gives one number to one text, and tells new texts once', () => {
    const cache = new StatementCache(10)
    const first = cache.statement(assign('a'), false)
    expect(cache.statement(assign('a'), false)).toBe(first)
    expect(cache.statement(assign('b'), false).operation).toBe(11)
    expect(cache.takeNew()).toMatchObject({ keep: 10, texts: ['a = 1\n', 'b = 1\n'] })
    expect(cache.takeNew()).toMatchObject({ keep: 12, texts: [] })
  })

  it('tells watched statements from others', () => {
    const cache = new StatementCache(0)
    const node = assign('a')
    expect(cache.statement(node, true).operation).not.toBe(cache.statement(node, false).operation)
  })

  it('begins anew when it is full, with a new table of names', () => {
    const cache = new StatementCache(5)
    const { names } = cache.takeNew()
    for (let i = 0; i < 50_010; i++) cache.statement(assign(`v${i}`), false)
    expect(cache.takeNew().keep).toBe(5)
    cache.makeRoom()
    expect(cache.statement(assign('v1'), false).operation).toBe(5)
    expect(cache.takeNew()).toMatchObject({ keep: 5, texts: ['v1 = 1\n'] })
    expect(cache.takeNew().names).not.toBe(names)
  })
})
