import { describe, expect, it } from 'vitest'
import type { Program } from '../program/ast.ts'
import { snapshotsFor } from './snapshot-policy.ts'

const program: Program = { body: Array.from({ length: 4 }, () => ({ kind: 'pass' as const })) }

describe('snapshot policies', () => {
  it('always look at the end', () => {
    for (const policy of ['as-given', 'at-the-end', 'after-each'] as const) {
      expect(snapshotsFor(policy, program, [0]).at(-1)).toBe(3)
    }
  })

  it('drop given statements that are gone, without naming one twice', () => {
    expect(snapshotsFor('as-given', program, [1, 3, 7, 20])).toEqual([1, 3])
  })
})
