import { describe, expect, it } from 'vitest'
import type { Facts } from './facts.ts'
import { SEMANTICS } from './records.ts'
import { selectSemantics } from './select.ts'
import type { Semantics } from './semantics.ts'

function factsOf(semantics: Semantics, version: readonly [number, number, number]): Facts {
  return { ...semantics, implementation: 'CPython', version, pointerBits: 64, thresholds: semantics.defaultThresholds }
}

describe('selectSemantics', () => {
  it.each(SEMANTICS.map((semantics) => [semantics.id, semantics] as const))(
    'finds %s by what its probes show',
    (_id, semantics) => {
      const minor = Number(semantics.id.split('.')[1])
      expect(selectSemantics(factsOf(semantics, [3, minor, 0])).id).toBe(semantics.id)
    },
  )

  it('goes by behaviour, not by the version that an interpreter claims', () => {
    const v39 = SEMANTICS.find((semantics) => semantics.id === '3.9') as Semantics
    expect(selectSemantics(factsOf(v39, [3, 13, 0])).id).toBe('3.9')
  })

  it('says what differs from the nearest dialect where none fits', () => {
    const v312 = SEMANTICS.find((semantics) => semantics.id === '3.12') as Semantics
    expect(() => selectSemantics({ ...factsOf(v312, [3, 12, 1]), smallIntMax: 4096 })).toThrow(
      /3\.1[12].*smallIntMax is 4096, not 256/,
    )
  })

  it('tells any two dialects apart by a probe, or they differ in nothing but the version', () => {
    for (const one of SEMANTICS) {
      for (const other of SEMANTICS) {
        if (one === other) continue
        const minor = Number(one.id.split('.')[1])
        expect(selectSemantics(factsOf(one, [3, minor, 0])).id).not.toBe(other.id)
      }
    }
  })
})
