/** What happens is reported completely and in order. */
import { describe, expect, it } from 'vitest'
import { eventsOf, NODE, type Subject, story } from './subject.contract.ts'

export function describeEvents(subject: Subject): void {
  describe('events', () => {
    it('reports initializers, finalizers, prints and entered functions in the order in which they happen', async () => {
      const text = `${NODE}def on_death(reference):\n    print('called')\na = Node('A')\nw = weakref.ref(a, on_death)\nprint('before')\na = None\nprint('after')\n`
      expect(story(await subject.runText(text))).toEqual([
        'initialized Node',
        'printed before',
        'finalized Node',
        'printed A',
        'entered on_death',
        'printed called',
        'printed after',
      ])
    })

    it('names the object of an initializer and of its finalizer alike', async () => {
      const events = eventsOf(await subject.runText(`${NODE}a = Node(1)\nid(a)\ndel a\n`))
      const [first, second] = events.flatMap((event) =>
        event.kind === 'initialized' || event.kind === 'finalized' ? [event.object] : [],
      )
      expect(first).toBe(second)
      expect(first).toBeGreaterThan(0)
    })

    it('reports each line of printed text, whatever characters it has', async () => {
      const text = `print('a\\nb')\nprint('\\x00\\x02\\xff', '\\U0010ffff\\uf8ff')\nprint()\nprint('x', 1, None)\n`
      expect(story(await subject.runText(text))).toEqual([
        'printed a',
        'printed b',
        'printed \x00\x02\xff \u{10ffff}\uf8ff',
        'printed ',
        'printed x 1 None',
      ])
    })

    it('enters functions that can be called with one argument, but not methods and others', async () => {
      const text =
        'def one(x):\n    pass\ndef two(x, y):\n    pass\ndef some(x, y=1):\n    pass\ndef none():\n    pass\n' +
        'class C:\n    def method(self):\n        def inner(z):\n            pass\n        inner(1)\none(1)\ntwo(1, 2)\nsome(1)\nnone()\nC().method()\n'
      expect(story(await subject.runText(text))).toEqual(['entered one', 'entered some', 'entered inner'])
    })

    it('reports an exception in a finalizer by its type', async () => {
      const text = 'class C:\n    def __del__(self):\n        [][0]\nc = C()\ndel c\nprint(1)\n'
      expect(story(await subject.runText(text))).toEqual(['finalized C', 'unraisable IndexError', 'printed 1'])
    })

    it('lists who lives in the youngest generation before a collection', async () => {
      const { statements } = await subject.runText(
        `${NODE}a = Node(1)\nb = Node(2)\nid(a)\nid(b)\ngc.collect()\ngc.collect()\n`,
      )
      const [a, b] = [statements[3]?.value, statements[4]?.value].map((value) =>
        value?.kind === 'int' ? Number(value.value) : 0,
      )
      expect(statements[5]?.events).toEqual([{ kind: 'census', objects: [a, b] }])
      expect(statements[6]?.events).toEqual([{ kind: 'census', objects: [] }])
    })

    it('lists them also before a call of a function that collects', async () => {
      const { statements } = await subject.runText(
        'def tidy():\n    gc.collect()\nclass C:\n    pass\nc = C()\ntidy()\n',
      )
      expect(statements[3]?.events.map((event) => event.kind)).toEqual(['census'])
    })
  })
}
