import { describe, expect, it } from 'vitest'
import { fillCampaign } from './campaign.ts'

const here = { cores: 8, seed: 42 }

describe('filling a campaign in', () => {
  it('runs the simulation, with Pyodide on a share, for a minute on every core when nothing is said', () => {
    expect(fillCampaign({}, here)).toMatchObject({
      engines: [
        { id: 'simulation@3.12', every: 1 },
        { id: 'pyodide@3.12', every: 7 },
      ],
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
    const engines = ['cpython', 'pyodide', 'cpython'].map((id) => ({ id, every: 1 }))
    expect(fillCampaign({ engines }, here).engines.map(({ id }) => id)).toEqual(['cpython', 'pyodide'])
  })

  it('refuses a first engine that would leave programs out', () => {
    expect(() => fillCampaign({ engines: [{ id: 'pyodide', every: 2 }] }, here)).toThrow('must run every program')
  })
})
