import { describe, expect, it } from 'vitest'
import { fillCampaign } from './campaign.ts'

const here = { cores: 8, seed: 42 }

describe('filling a campaign in', () => {
  it('runs pyodide for a minute on every core when nothing is said', () => {
    expect(fillCampaign({}, here)).toMatchObject({
      engines: ['pyodide'],
      seed: 42,
      workers: 8,
      timeMs: 60_000,
      programs: Number.POSITIVE_INFINITY,
      maxUndecidedPercent: 5,
    })
  })

  it('sets no time where the number of programs ends it', () => {
    expect(fillCampaign({ programs: 10 }, here).timeMs).toBe(Number.POSITIVE_INFINITY)
    expect(fillCampaign({ programs: 10, timeMs: 5 }, here).timeMs).toBe(5)
  })

  it('gives every worker of a small campaign something to do', () => {
    const { largestBlock, workers } = fillCampaign({ programs: 100, workers: 4 }, here)
    expect(Math.ceil(100 / largestBlock)).toBeGreaterThanOrEqual(workers)
  })

  it('names an engine once', () => {
    expect(fillCampaign({ engines: ['cpython', 'pyodide', 'cpython'] }, here).engines).toEqual(['cpython', 'pyodide'])
  })
})
