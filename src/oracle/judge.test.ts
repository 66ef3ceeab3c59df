import { describe, expect, it } from 'vitest'
import type { SemanticsId } from '../semantics/semantics.ts'
import {
  bool,
  broken,
  entered,
  finalized,
  int,
  judgeText,
  made,
  printed,
  type Seen,
  unraisable,
} from './observe.test-support.ts'

const NOISY = `class N:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print(self.n)
`

function rules(text: string, seen: readonly Seen[], id?: SemanticsId): string[] {
  return broken(judgeText(text, seen, id).verdict)
}

describe('a death by reference count', () => {
  const text = `${NOISY}a = N(1)\ndel a\n`
  const alive: Seen[] = [[], [made(8, 'N')]]

  it('agrees when the finalizer runs in the statement that drops the last reference', () => {
    expect(rules(text, [...alive, [finalized(8, 'N'), printed('1')]])).toEqual([])
  })

  it('is missed when it does not happen at once', () => {
    expect(rules(text, [...alive, []])).toEqual(['zero-dies-now'])
  })

  it('must not happen while a name holds the object', () => {
    expect(rules(`${NOISY}a = N(1)\nb = a\n`, [...alive, [finalized(8, 'N'), printed('1')]])).toEqual([
      'live-object-kept',
    ])
  })

  it('finalizes once', () => {
    expect(rules(text, [...alive, [finalized(8, 'N'), printed('1'), finalized(8, 'N')]])).not.toEqual([])
  })

  it('shows what the finalizer prints', () => {
    expect(rules(text, [...alive, [finalized(8, 'N'), printed('2')]])).toEqual(['program-result'])
  })
})

describe('the order of a cascade', () => {
  const text = `${NOISY}l = [N(1), N(2)]\ndel l\n`
  const before: Seen[] = [[], [made(8, 'N'), made(16, 'N')]]

  it('releases a list from its end', () => {
    expect(rules(text, [...before, [finalized(16, 'N'), printed('2'), finalized(8, 'N'), printed('1')]])).toEqual([])
  })

  it('is broken when two finalizers are swapped', () => {
    expect(rules(text, [...before, [finalized(8, 'N'), printed('1'), finalized(16, 'N'), printed('2')]])).toEqual([
      'release-order',
    ])
  })

  it('of locals turns round in 3.14', () => {
    const call = `${NOISY}def f():\n    p = N(1)\n    q = N(2)\nf()\n`
    const births = [made(8, 'N'), made(16, 'N')]
    const forward = [finalized(8, 'N'), printed('1'), finalized(16, 'N'), printed('2')]
    const backward = [finalized(16, 'N'), printed('2'), finalized(8, 'N'), printed('1')]
    expect(rules(call, [[], [], [...births, ...forward]], '3.12')).toEqual([])
    expect(rules(call, [[], [], [...births, ...backward]], '3.12')).toEqual(['release-order'])
    expect(rules(call, [[], [], [...births, ...backward]], '3.14')).toEqual([])
  })
})

describe('a collection', () => {
  const text = `${NOISY}a = N(1)\na.x = a\ndel a\ngc.collect()\n`
  const before: Seen[] = [[], [made(8, 'N')], [], []]
  const end = [finalized(8, 'N'), printed('1')]

  it('finalizes a cycle and counts it', () => {
    expect(rules(text, [...before, { events: end, value: int(1) }])).toEqual([])
  })

  it('counts the dict of the instance too up to 3.10', () => {
    expect(rules(text, [...before, { events: end, value: int(1) }], '3.10')).toEqual(['collect-count'])
    expect(rules(text, [...before, { events: end, value: int(2) }], '3.10')).toEqual([])
  })

  it('must not leave the cycle', () => {
    expect(rules(text, [...before, { events: [], value: int(0) }])).toEqual(['cycle-reclaimed'])
  })

  it('of the youngest generation is judged as partial', () => {
    expect(rules(text.replace('collect()', 'collect(0)'), [...before, { events: [], value: int(0) }])).toEqual([
      'partial-collection',
    ])
  })

  it('leaves the order of finalizers in one unreachable set to the engine', () => {
    const pair = `${NOISY}a = N(1)\nb = N(2)\na.x = b\nb.x = a\ndel a\ndel b\ngc.collect()\n`
    const start: Seen[] = [[], [made(8, 'N')], [made(16, 'N')], [], [], [], []]
    const one = [finalized(8, 'N'), printed('1')]
    const two = [finalized(16, 'N'), printed('2')]
    expect(rules(pair, [...start, { events: [...one, ...two], value: int(2) }])).toEqual([])
    expect(rules(pair, [...start, { events: [...two, ...one], value: int(2) }])).toEqual([])
  })

  it('counts nothing of what a finalizer resurrects', () => {
    const phoenix = `class P:\n    def __init__(self):\n        self.me = self\n    def __del__(self):\n        global kept\n        kept = self\nP()\ngc.collect()\ndel kept\ngc.collect()\n`
    const value = { kind: 'object', type: 'P', object: 8 } as unknown as NonNullable<
      Exclude<Seen, readonly unknown[]>['value']
    >
    const start: Seen[] = [[], { events: [made(8, 'P')], value }, { events: [finalized(8, 'P')], value: int(0) }, []]
    expect(rules(phoenix, [...start, { value: int(1) }])).toEqual([])
    expect(rules(phoenix, [...start, { events: [finalized(8, 'P')], value: int(1) }])).toEqual([
      'finalizer-at-most-once',
    ])
  })
})

describe('a nest of tuples of atoms at a dead ring', () => {
  const start = `class A:
    pass
def nest():
    t = ()
    for i in range(3):
        t = (t, i)
    return t
gc.set_debug(gc.DEBUG_SAVEALL)
a = A()
a.me = a
a.nest = nest()
`
  const text = `${start}del a\ngc.collect()\nlen(gc.garbage)\n`
  const seen = (saved: number): Seen[] => [[], [], [], [], [], [], [], { value: int(saved) }, { value: int(saved) }]

  it('is saved with all its levels, but goes before the search in 3.14.0', () => {
    expect(rules(text, seen(4), '3.12')).toEqual([])
    expect(rules(text, seen(4), '3.14')).toEqual([])
    expect(rules(text, seen(1), '3.14.0')).toEqual([])
    expect(rules(text, seen(4), '3.14.0')).toEqual(['collect-count'])
  })

  it('is undecided where it survived a collection that may have untracked inner tuples', () => {
    const later = `${start}gc.collect()\ndel a\ngc.collect()\nlen(gc.garbage)\n`
    const end = (saved: number): Seen[] => [...seen(0).slice(0, 6), { value: int(0) }, [], ...seen(saved).slice(7)]
    expect(rules(later, end(3), '3.12')).toEqual(['undecided'])
    expect(rules(later, end(1), '3.14.0')).toEqual([])
    expect(rules(later, end(2), '3.14.0')).toEqual(['collect-count'])
  })
})

describe('weak references', () => {
  const text = `class A:\n    pass\ndef gone(ref):\n    print(ref() is None)\na = A()\nr = weakref.ref(a, gone)\ndel a\nr() is None\n`
  const before: Seen[] = [[], [], [], []]
  const call = [entered('gone'), printed('True')]

  it('call back once, when they already read None', () => {
    expect(rules(text, [...before, call, { value: bool(true) }])).toEqual([])
  })

  it('must call back', () => {
    expect(rules(text, [...before, [], { value: bool(true) }])).toEqual(['callback-exactly-once'])
  })

  it('must not call back twice', () => {
    expect(rules(text, [...before, [...call, ...call], { value: bool(true) }])).not.toEqual([])
  })

  it('are dead with their object', () => {
    expect(rules(text, [...before, call, { value: bool(false) }])).toEqual(['weakref-dead-with-object'])
  })

  it('that are trash themselves never call back', () => {
    const trash = `class A:\n    pass\ndef gone(ref):\n    print(1)\na = A()\na.me = a\na.r = weakref.ref(a, gone)\ndel a\ngc.collect()\n`
    const start: Seen[] = [[], [], [], [], [], []]
    expect(rules(trash, [...start, { value: int(2) }])).toEqual([])
    expect(rules(trash, [...start, { events: [entered('gone'), printed('1')], value: int(2) }])).toEqual([
      'callback-of-trash-suppressed',
    ])
  })
})

describe('errors', () => {
  const text = `class A:\n    def __init__(self):\n        pass\n    def __del__(self):\n        nothing_here\na = A()\ndel a\n`

  it('in a finalizer are reported and change nothing else', () => {
    const before: Seen[] = [[], [made(8, 'A')]]
    expect(rules(text, [...before, [finalized(8, 'A'), unraisable('NameError')]])).toEqual([])
    expect(rules(text, [...before, [finalized(8, 'A')]])).toEqual(['finalizer-error-reported'])
    expect(rules(text, [...before, [finalized(8, 'A'), unraisable('TypeError')]])).toEqual(['finalizer-error-reported'])
  })

  it('end a statement with their type', () => {
    expect(rules('[][0]\n', [{ raised: 'IndexError' }])).toEqual([])
    expect(rules('[][0]\n', [{ raised: 'KeyError' }])).toEqual(['program-result'])
    expect(rules('[][0]\n', [[]])).toEqual(['program-result'])
  })
})

describe('what cannot be told', () => {
  it('is undecided, not agreed', () => {
    expect(rules('s = {1, 2, 3}\nfor i in s:\n    print(i)\n', [[], [printed('1')]])).toEqual(['undecided'])
  })

  it('is said with the statement and a reason', () => {
    expect(judgeText('gc.enable()\n', [[]]).verdict).toMatchObject({
      kind: 'undecided',
      statement: 0,
      reason: 'automatic collection',
    })
  })

  it('takes no part of a value that the language does not fix', () => {
    expect(rules('id(gc)\n', [{ value: int(4711) }])).toEqual([])
  })
})

describe('the story', () => {
  it('names objects by type and order of creation', () => {
    const { story } = judgeText(`${NOISY}l = [N(1), N(2)]\ndel l\n`, [
      [],
      [made(8, 'N'), made(16, 'N')],
      [finalized(16, 'N'), printed('2'), finalized(8, 'N'), printed('1')],
    ])
    expect(story.statements[2]).toMatchObject({ finalized: ['N#2', 'N#1'], printed: ['2', '1'] })
    expect(story.labels).toContain('list#1')
  })

  it('says from where on its labels are unsure', () => {
    const { story } = judgeText(`${NOISY}a = N(1)\ndel a\n1\n`, [[], [made(8, 'N')], [], { value: int(1) }])
    expect(story.statements[1]?.unsure).toBeUndefined()
    expect(story.statements[3]?.unsure).toMatch(/N#1/)
  })
})
