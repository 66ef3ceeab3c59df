import { describe, expect, it } from 'vitest'
import { WATCH_NOTHING } from '../observation/case.ts'
import { TallySheet } from '../task/tally-sheet.ts'
import type { Track } from './campaign-state.ts'
import { Lane, Round, roundSize } from './round.ts'

const track = (engine: string): Track => ({
  choice: { engine },
  every: 1,
  sheet: new TallySheet(),
  blockSize: 4,
  fullOrYoung: false,
  abilities: { watches: false, refuses: false },
  lossesInARow: 0,
})
const programs = (count: number) => Array.from({ length: count }, (_, i) => 100 + i)
const suspect = (index: number) => ({
  index,
  case: { program: new Uint8Array(), snapshots: [], gc: 'disabled' as const, watch: WATCH_NOTHING },
  violations: [],
})
const nothing = { tally: new TallySheet().tally, suspects: [] }

describe('the size of rounds', () => {
  it('grows to its full size and stays there', () => {
    const sizes: number[] = []
    for (let done = 0; sizes.length < 7; done += sizes.at(-1) as number) sizes.push(roundSize(done))
    expect(sizes).toEqual([64, 128, 256, 512, 512, 512, 512])
  })

  it('comes back to the same ends after a round that the budget cut', () => {
    expect(roundSize(100)).toBe(92)
    expect(roundSize(1000)).toBe(472)
    expect(1000 + roundSize(1000)).toBe(1472)
  })
})

describe('a round', () => {
  it('ends when every program of every engine is done, and not before', async () => {
    const lanes = [new Lane(track('a'), programs(6)), new Lane(track('b'), programs(3))]
    const round = new Round(lanes)
    let ended = false
    void round.ended.then(() => {
      ended = true
    })
    for (let job = round.take(0, false); job !== undefined; job = round.take(0, false)) {
      await Promise.resolve()
      expect(ended).toBe(false)
      job.lane.keep(job.block, job.block.count, nothing)
      round.blockIsBack()
    }
    await round.ended
    expect(round.isComplete).toBe(true)
  })

  it('has its suspects in order of program, whatever order they came in', () => {
    const lane = new Lane(track('a'), programs(8))
    const blocks = [lane.queue.take(4), lane.queue.take(4)]
    for (const block of blocks.reverse()) {
      if (block === undefined) throw new Error('two blocks')
      lane.keep(block, 4, { ...nothing, suspects: [suspect(103 + block.first), suspect(100 + block.first)] })
    }
    expect(lane.suspects.map((each) => each.suspect.index)).toEqual([100, 103, 104, 107])
  })

  it('waits for the blocks that are out when it is given up, and hands out no more', async () => {
    const round = new Round([new Lane(track('a'), programs(20))])
    expect(round.take(0, false)).toBeDefined()
    round.giveUp()
    expect(round.take(0, false)).toBeUndefined()
    round.blockIsBack()
    await round.ended
    expect(round.isComplete).toBe(false)
  })
})
