/** Whatever a program does to the engine is an outcome; the engine works on. */
import { describe, expect, it } from 'vitest'
import { type Case, DEFAULT_LIMITS } from '../../observation/case.ts'
import { caseOfText, type Subject } from './subject.contract.ts'

export function describeOutcomes(subject: Subject): void {
  describe('outcomes', () => {
    const well = caseOfText('a = 1\na + 1\n')

    it('tells when memory runs out, and where', async () => {
      const results = await subject.engine.run([
        well,
        caseOfText('a = 1\nb = [bytes(2000000000), bytes(2000000000), bytes(2000000000)]\na\n', {
          limits: { ...DEFAULT_LIMITS, memoryBytes: 2 ** 28 },
        }),
        well,
      ])
      expect(results.map(({ outcome }) => outcome.kind)).toEqual(['finished', 'out-of-memory', 'finished'])
      expect(results[1]?.outcome).toEqual({ kind: 'out-of-memory', statement: 1 })
      expect(results[2]?.statements[1]?.value).toEqual({ kind: 'int', value: 2 })
    }, 60_000)

    it('tells when a program hangs, and where; cases before and after are whole', async () => {
      const endless = caseOfText(`print('before')\nwhile True:\n    pass\n1\n`, {
        limits: { ...DEFAULT_LIMITS, timeMs: 400 },
      })
      const results = await subject.engine.run([well, endless, well])
      expect(results.map(({ outcome }) => outcome.kind)).toEqual(['finished', 'hung', 'finished'])
      expect(results[1]?.outcome).toEqual({ kind: 'hung', statement: 1, limitMs: 400 })
      expect(results[1]?.statements[0]?.events).toEqual([{ kind: 'printed', text: 'before' }])
      expect(results[2]?.statements[1]?.value).toEqual({ kind: 'int', value: 2 })
    }, 60_000)

    it('answers calls that overlap, and calls without cases', async () => {
      const many = new Array<Case>(200).fill(well)
      const [first, second, third] = await Promise.all([
        subject.engine.run(many),
        subject.engine.run([]),
        subject.engine.run([well]),
      ])
      expect(first).toHaveLength(200)
      expect(second).toEqual([])
      expect(third?.[0]?.statements[1]?.value).toEqual({ kind: 'int', value: 2 })
    })
  })
}
