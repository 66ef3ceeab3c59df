/** The harness leaves no trace in the heap that programs see. */
import { describe, expect, it } from 'vitest'
import { caseOfText, intsOf, type Subject } from './subject.contract.ts'

export function describeQuietHeap(subject: Subject): void {
  describe('a quiet heap', () => {
    it('has nothing to collect after any harmless statement', async () => {
      const harmless = [
        'pass',
        'x = 1',
        'x = [1, [2]]',
        'x = (1, (2, [3]))',
        'x = {1: {2: 3}}',
        'x = {1, 2}',
        'x = object()',
        'del x',
        'import gc, sys, weakref',
        "print('x')",
        '[1, 2, 3]',
        'missing',
        '[][1]',
        'for x in range(3):\n    pass',
        'x = 0\nwhile x < 3:\n    x = x + 1',
        'if x:\n    pass',
        'def f(x):\n    return x',
        'f([1])',
        'f(1, 2)',
        'class C:\n    def __init__(self):\n        self.x = []\n    def __del__(self):\n        pass',
        'c = C()',
        'C()',
        'c = None',
        'w = weakref.ref(f)',
        'w()',
        'x = iter([1])',
        'next(x)',
        'x = sorted([2, 1])',
        'assert 0',
        'len(gc.get_objects()) > 0',
        'gc.get_stats()[0]',
        'gc.get_count()',
        'gc.get_referrers(f)',
        'gc.get_referents(f)',
        'gc.is_tracked(f)',
        'sys.getrefcount(f)',
        'x = [f, C]',
      ]
      const text = `gc.collect()\ngc.collect()\ngc.collect()\n${harmless.map((statement) => `${statement}\ngc.collect()\n`).join('')}`
      for (const snapshots of [false, true]) {
        const observations = await subject.runText(text, { snapshots })
        const collects = observations.statements.filter(
          (_, index) => caseOfText(text).program.body[index]?.kind === 'expression',
        )
        expect(observations.outcome).toEqual({ kind: 'finished' })
        expect(
          collects
            .flatMap(({ events, value }) => (events.some((event) => event.kind === 'census') ? [value] : []))
            .every((value) => value?.kind === 'int' && value.value === 0),
        ).toBe(true)
      }
    })

    it('shows programs only their own objects', async () => {
      const { statements } = await subject.runText(
        'l = []\nlen(gc.get_objects())\ngc.get_freeze_count()\ngc.get_referrers(l)\nm = [l]\nlen(gc.get_referrers(l))\ngc.freeze()\ngc.get_freeze_count()\n',
      )
      const [objects = -1, frozen, referrers, frozenLater = -1] = intsOf({
        statements,
        outcome: { kind: 'finished' },
      })
      expect(objects).toBe(1)
      expect(frozen).toBe(0)
      expect(statements[3]?.value).toEqual({ kind: 'list', items: [] })
      expect(referrers).toBe(1)
      expect(frozenLater).toBe(2)
    })
  })
}
