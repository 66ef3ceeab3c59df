import { expect, it } from 'vitest'
import { Prng } from '../base/prng.ts'
import { estimateDiscovery } from './estimate.ts'
import { FeatureCounts } from './feature-map.ts'

/** Programs that draw 5 of 400 features, some of them rare. */
function draw(programs: number, prng: Prng): FeatureCounts {
  const counts = new FeatureCounts()
  for (let i = 0; i < programs; i++) {
    const features = new Set(Array.from({ length: 5 }, () => Math.floor(400 * (prng.below(1000) / 1000) ** 2)))
    counts.addProgram(Uint32Array.from(features))
  }
  return counts
}

it('comes near to what is really left, when programs are drawn alike', () => {
  const counts = draw(150, new Prng(3))
  const { undiscovered, nextThousand } = estimateDiscovery(150, counts.seenIn(1), counts.seenIn(2))
  const left = 400 - counts.distinct
  expect(undiscovered).toBeGreaterThan(left * 0.5)
  expect(undiscovered).toBeLessThan(left * 2)
  expect(nextThousand).toBeGreaterThan(0)
})

it('says that nothing is left when every feature was seen often, and nothing at all before the first program', () => {
  expect(estimateDiscovery(1000, 0, 0)).toEqual({ undiscovered: 0, nextThousand: 0 })
  expect(estimateDiscovery(0, 0, 0)).toEqual({ undiscovered: 0, nextThousand: 0 })
})
