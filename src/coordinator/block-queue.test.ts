import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Block, BlockQueue } from './block-queue.ts'

describe('the block queue', () => {
  it('hands out every index exactly once until it is completed, whatever comes back', () => {
    const steps = fc.array(fc.record({ which: fc.nat(9), keep: fc.nat(12) }), { maxLength: 400 })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 9 }),
        steps,
        (programs, blockSize, script) => {
          const queue = new BlockQueue(5, 5 + programs)
          const out: Block[] = []
          const completed = new Set<number>()
          const finish = (block: Block, done: number) => {
            for (let i = block.first; i < block.first + done; i++) {
              expect(completed.has(i)).toBe(false)
              completed.add(i)
            }
            queue.complete(block.first, done)
            queue.giveBack(block.first + done, block.count - done)
          }
          for (const { which, keep } of script) {
            const taken = which % 2 === 0 ? queue.take(blockSize) : undefined
            if (taken !== undefined) out.push(taken)
            else if (out.length > 0) {
              const block = out.splice(which % out.length, 1)[0] as Block
              finish(block, Math.min(keep, block.count))
            }
            const expected = Array.from({ length: programs }, (_, i) => i + 5).find((i) => !completed.has(i))
            expect(queue.settled).toBe(expected ?? 5 + programs)
          }
          for (const block of out) finish(block, block.count)
          for (let block = queue.take(blockSize); block !== undefined; block = queue.take(blockSize))
            finish(block, block.count)
          expect(completed.size).toBe(programs)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('never ends without an end', () => {
    const queue = new BlockQueue(0, Number.POSITIVE_INFINITY)
    expect(queue.take(256)).toEqual({ first: 0, count: 256 })
    expect(queue.take(256)).toEqual({ first: 256, count: 256 })
  })

  it('hands out what was given back before anything new', () => {
    const queue = new BlockQueue(0, 100)
    queue.take(10)
    queue.giveBack(3, 7)
    expect(queue.take(10)).toEqual({ first: 3, count: 7 })
    expect(queue.take(10)).toEqual({ first: 10, count: 10 })
  })
})
