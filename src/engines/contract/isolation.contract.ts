/** Nothing of one case shows in the next. */
import { describe, expect, it } from 'vitest'
import type { Observations } from '../../observation/observations.ts'
import { caseOfText, NODE, type Subject, story } from './subject.contract.ts'

export function describeIsolation(subject: Subject): void {
  describe('isolation', () => {
    const witness =
      'len(gc.get_objects())\ngc.get_freeze_count()\nlen(gc.garbage)\nlen(gc.callbacks)\ngc.get_debug()\nsys.getrecursionlimit()\ngc.get_threshold()\ngc.isenabled()\ngc.get_count()\ngc.collect()\n' +
      'class C:\n    def __del__(self):\n        [][0]\nC()\nkept\ngc.collect()\n'
    const rude: Readonly<Record<string, string>> = {
      'that leave cycles': `${NODE}a = Node(1)\na.me = a\n`,
      'that freeze': `${NODE}a = Node(1)\na.me = a\ngc.freeze()\n`,
      'that freeze and drop': 'l = []\nl.append(l)\ngc.freeze()\ndel l\n',
      'that thaw': 'gc.unfreeze()\nl = []\n',
      'that keep garbage': 'gc.set_debug(gc.DEBUG_SAVEALL)\nl = []\nl.append(l)\ndel l\ngc.collect()\n',
      'that fill gc.garbage': 'gc.garbage.append([])\n',
      'that resurrect':
        'class P:\n    def __del__(self):\n        global kept\n        kept = self\np = P()\np = None\n',
      'that resurrect at the end':
        'class P:\n    def __del__(self):\n        global kept\n        kept = self\np = P()\np.me = p\n',
      'that make objects for ever':
        'class P:\n    def __del__(self):\n        global kept\n        kept = P()\np = P()\n',
      'that add callbacks': 'def note(phase, about):\n    pass\ngc.callbacks.append(note)\n',
      'that change settings': 'gc.enable()\ngc.set_threshold(1, 2, 3)\nsys.setrecursionlimit(500)\n',
      'that allow little recursion': 'sys.setrecursionlimit(30)\ndef f():\n    f()\nf()\n',
      'that set the hook': 'def hook(report):\n    pass\nsys.unraisablehook = hook\n',
      'that print half a line and raise': "print('x')\nmissing\n",
      'that collect automatically': 'l = []\nl.append(l)\n',
    }

    it.each(Object.keys(rude))('is not broken by programs %s', async (kind) => {
      const clean = await subject.runText(witness)
      const item = caseOfText(
        rude[kind] ?? '',
        kind === 'that collect automatically' ? { gc: 'every-allocation', watchCollections: true } : {},
      )
      const [first, second] = await subject.engine.run([item, caseOfText(witness)])
      expect(first?.outcome).toEqual({ kind: 'finished' })
      const comparable = (observations: Observations | undefined): unknown =>
        observations?.statements.map(({ value, raised }) => ({
          value: value?.kind === 'object' ? value.type : value,
          raised,
        }))
      expect(comparable(second)).toEqual(comparable(clean))
      expect(second === undefined ? [] : story(second)).toEqual(story(clean))
    })

    it('leaves room for attributes of weak containers', async ({ skip }) => {
      skip(subject.engine.description.capabilities.level < 3, 'has no weak containers')
      const many =
        'box = [weakref.WeakSet() for i in range(40)]\nfor s in box:\n    s.p = 1\n    s.q = 1\n    s.r = 1\n'
      const one = 's = weakref.WeakSet()\nlen(gc.get_referents(s))\ns.w = 1\nlen(gc.get_referents(s))\n'
      const [, after] = await subject.engine.run([caseOfText(many), caseOfText(one)])
      const [, before, , later] = after?.statements.map(({ value }) => (value?.kind === 'int' ? value.value : -1)) ?? []
      // A dict of its own (always to 3.10) would stand for all of them.
      expect(later).toBeGreaterThanOrEqual(before as number)
    })
  })
}
