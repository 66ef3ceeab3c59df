/** Answers to a case's probes. */
import { describe, expect, it } from 'vitest'
import { probeOfText, type Subject } from './subject.contract.ts'

export function describeProbes(subject: Subject): void {
  describe('probes', () => {
    it('answers with values, counts, generations and handles', async () => {
      const probes = [
        probeOfText(1, 'refcount', 'a'),
        probeOfText(1, 'refcount', 'b[0]'),
        probeOfText(1, 'generation', 'a'),
        probeOfText(1, 'generation', '5'),
        probeOfText(1, 'value', 'len(b)'),
        probeOfText(1, 'value', 'None'),
        probeOfText(1, 'value', 'missing'),
        probeOfText(3, 'handle', 'a'),
        probeOfText(3, 'generation', 'a'),
      ]
      const { statements } = await subject.runText('a = []\nb = [a, a]\ngc.collect()\nid(a)\n', { probes })
      expect(statements[1]?.probes).toEqual([
        { kind: 'refcount', count: 3 },
        { kind: 'refcount', count: 3 },
        { kind: 'generation', generation: 0 },
        { kind: 'generation', generation: 'untracked' },
        { kind: 'value', value: { kind: 'int', value: 2 } },
        { kind: 'value', value: { kind: 'none' } },
        { kind: 'raised', type: 'NameError' },
      ])
      const handle = statements[3]?.value
      expect(statements[3]?.probes).toEqual([
        { kind: 'handle', object: handle?.kind === 'int' ? handle.value : 0 },
        { kind: 'generation', generation: 2 },
      ])
    })
  })
}
