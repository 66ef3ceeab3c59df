import { describe, expect, it } from 'vitest'
import { ShadowMap } from './shadow-map.ts'

const POOL = 2 ** 16

function witness(): ShadowMap {
  const shadow = new ShadowMap(2 ** 20, 16384)
  shadow.poolOpened(POOL, 3)
  shadow.allocated(POOL + 48, 64)
  return shadow
}

const named = (shadow: ShadowMap) => shadow.complaints.map(({ invariant }) => invariant)

describe('the witness', () => {
  it('is silent about blocks on their raster', () => {
    const shadow = witness()
    shadow.allocated(POOL + 112, 50)
    shadow.allocated(32, 5000)
    shadow.freed(POOL + 112, 64)
    shadow.allocated(POOL + 112, 64)
    expect(shadow.complaints).toEqual([])
    expect(shadow.liveBlocks).toBe(3)
    expect(shadow.balance().length).toBe(3)
  })

  it.each<[string, (shadow: ShadowMap) => void]>([
    ['block-aligned', (shadow) => shadow.allocated(40, 600)],
    ['own-size-class', (shadow) => shadow.allocated(POOL + 112, 32)],
    ['own-size-class', (shadow) => shadow.allocated(POOL + 128, 64)],
    ['own-size-class', (shadow) => shadow.poolOpened(POOL, 4)],
    ['no-overlap', (shadow) => shadow.allocated(POOL + 48, 64)],
    ['no-overlap', (shadow) => shadow.allocated(POOL - 1024, 5000)],
    ['freed-once', (shadow) => shadow.freed(POOL + 112, 64)],
    ['large-to-raw', (shadow) => shadow.allocated(POOL + 112, 513)],
    ['large-to-raw', (shadow) => shadow.allocated(POOL + 112, 0)],
  ])('names %s', (invariant, act) => {
    const shadow = witness()
    act(shadow)
    expect(named(shadow)).toContain(invariant)
  })

  it('goes back to a mark', () => {
    const shadow = witness()
    const mark = shadow.mark()
    shadow.freed(POOL + 48, 64)
    shadow.allocated(POOL + 112, 64)
    shadow.reset(mark)
    shadow.allocated(POOL + 112, 64)
    shadow.freed(POOL + 48, 64)
    expect(shadow.complaints).toEqual([])
  })
})
