/** Automatic collection: off, on, often; and told from what a program asks for. */
import { describe, expect, it } from 'vitest'
import type { Observations } from '../../observation/observations.ts'
import { probeOfText, type Subject, story } from './subject.contract.ts'

export function describeCollections(subject: Subject): void {
  describe('automatic collection', () => {
    const churn = 'class K:\n    pass\nn = 0\nwhile n < 3000:\n    x = K()\n    x.me = x\n    n = n + 1\n'

    it('is off where the case says so', async () => {
      const observations = await subject.runText(`${churn}gc.isenabled()\n`, { watchCollections: true })
      expect(story(observations)).toEqual([])
      expect(observations.statements.at(-1)?.value).toEqual({ kind: 'bool', value: false })
    })

    it('runs with the default thresholds, and often where asked', async () => {
      const { thresholds, incrementalCollector } = subject.engine.description.facts
      const probes = [probeOfText(0, 'value', 'gc.get_threshold()')]
      const normal = await subject.runText(churn, { gc: 'enabled', watchCollections: true, probes })
      const answer = normal.statements[0]?.probes?.[0]
      expect(answer).toEqual({
        kind: 'value',
        value: { kind: 'tuple', items: thresholds.map((value) => ({ kind: 'int', value })) },
      })
      const often = await subject.runText(churn, { gc: 'every-allocation', watchCollections: true })
      const count = (observations: Observations): number =>
        story(observations).filter((event) => event.startsWith('collected')).length
      expect(count(normal)).toBeGreaterThan(0)
      expect(count(normal)).toBeLessThan(20)
      expect(count(often)).toBeGreaterThan(incrementalCollector ? count(normal) : 700)
    })

    it('does not take collections that the program asks for as automatic ones', async () => {
      const observations = await subject.runText('gc.collect()\ngc.collect(0)\nx = gc.collect\nx()\n', {
        watchCollections: true,
      })
      expect(story(observations)).toEqual([])
    })
  })
}
