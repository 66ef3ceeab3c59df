import fc from 'fast-check'
import { expect, it } from 'vitest'
import { NumberTable } from './number-table.ts'

const key = fc.oneof(
  fc.integer({ min: 1, max: 64 }).map((n) => n * 16),
  fc.integer({ min: 1, max: 2 ** 47 }),
)
const step = fc.oneof(
  fc.record({ do: fc.constant('set' as const), key, value: fc.nat(1000) }),
  fc.record({ do: fc.constant('delete' as const), key, value: fc.constant(0) }),
  fc.record({ do: fc.constant('clear' as const), key, value: fc.constant(0) }),
)

it('behaves like a Map, step by step', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const table = new NumberTable()
      const model = new Map<number, number>()
      for (const one of steps) {
        if (one.do === 'set') {
          table.set(one.key, one.value)
          model.set(one.key, one.value)
        } else if (one.do === 'delete') {
          table.delete(one.key)
          model.delete(one.key)
        } else if (steps.length % 3 === 0) {
          table.clear()
          model.clear()
        }
        for (const { key: k } of steps) {
          expect(table.get(k)).toBe(model.get(k) ?? -1)
          expect(table.has(k)).toBe(model.has(k))
        }
      }
    }),
    { numRuns: 60 },
  )
})
