import { describe, expect, it } from 'vitest'
import type { SemanticsId } from '../semantics/semantics.ts'
import { bool, broken, entered, finalized, int, judgeText, made, printed, type Seen } from './observe.test-support.ts'

function rules(text: string, seen: readonly Seen[], id?: SemanticsId): string[] {
  return broken(judgeText(text, seen, id).verdict)
}

const KEY = `class K:
    def __init__(self, n):
        self.n = n
    def __eq__(self, other):
        box.clear()
        return self.n == other.n
    def __hash__(self):
        return 1
    def __del__(self):
        print(self.n)
`
const two: Seen[] = [[], [], [made(8, 'K')], [made(16, 'K')]]
const text = `${KEY}box = []\na = K(1)\nb = K(2)\n`

describe('an `__eq__` that empties the list that is searched', () => {
  const emptied = `${text}box.append(K(3))\n2 in box\n`

  it('keeps the item that it is asked of until it returns', () => {
    const seen = [...two, [made(24, 'K')]]
    const raising: Seen = { events: [entered('__eq__'), finalized(24, 'K'), printed('3')], raised: 'AttributeError' }
    expect(rules(emptied, [...seen, raising])).toEqual([])
    const early: Seen = { events: [finalized(24, 'K'), printed('3'), entered('__eq__')], raised: 'AttributeError' }
    expect(rules(emptied, [...seen, early])).not.toEqual([])
  })

  it('ends the search', () => {
    const searched = `${text}box.append(a)\nbox.append(b)\nK(2) in box\n`
    const asked = [made(24, 'K'), entered('__eq__'), finalized(24, 'K'), printed('2')]
    expect(rules(searched, [...two, [], [], { events: asked, value: bool(false) }])).toEqual([])
    const again = [made(24, 'K'), entered('__eq__'), entered('__eq__'), finalized(24, 'K'), printed('2')]
    expect(rules(searched, [...two, [], [], { events: again, value: bool(true) }])).not.toEqual([])
  })
})

describe('a lookup among keys of one hash', () => {
  it('hashes first, then asks the key that is there', () => {
    const stored = `${text}d = {}\nd[a] = 1\nd[b] = 2\nlen(d)\n`
    const all: Seen[] = [...two, [], [entered('__hash__')], [entered('__hash__'), entered('__eq__')]]
    expect(rules(stored, [...all, { events: [], value: int(2) }])).toEqual([])
    expect(rules(stored, [...all, { events: [], value: int(1) }])).toEqual(['program-result'])
    expect(rules(stored, [...two, [], [entered('__hash__')], [entered('__hash__')]])).not.toEqual([])
  })

  it('asks nothing of the key itself', () => {
    const stored = `${text}s = {a}\na in s\n`
    const hashed: Seen[] = [...two, [entered('__hash__')]]
    expect(rules(stored, [...hashed, { events: [entered('__hash__')], value: bool(true) }])).toEqual([])
  })

  it('needs an int for a hash', () => {
    const bad = 'class K:\n    def __hash__(self):\n        return 1.5\nd = {K(): 1}\n'
    expect(rules(bad, [[], { events: [entered('__hash__')], raised: 'TypeError' }])).toEqual([])
    expect(rules(bad, [[], [entered('__hash__')]])).toEqual(['program-result'])
  })

  it('asks a tuple for its hash once from 3.14 on', () => {
    const tuple = `${text}t = (a,)\nd = {t: 1}\nt in d\n`
    const once: Seen[] = [...two, [], [entered('__hash__')], { events: [], value: bool(true) }]
    const twice: Seen[] = [...once.slice(0, -1), { events: [entered('__hash__')], value: bool(true) }]
    expect(rules(tuple, twice, '3.13')).toEqual([])
    expect(rules(tuple, once, '3.13')).not.toEqual([])
    expect(rules(tuple, once, '3.14')).toEqual([])
    expect(rules(tuple, twice, '3.14')).not.toEqual([])
  })
})

describe('who is asked whether two are equal', () => {
  const named = `class N:
    def __init__(self, n):
        self.n = n
    def __eq__(self, other):
        print(self.n)
        return False
a = N('a')
b = N('b')
b in [a]
`
  const alive: Seen[] = [[], [made(8, 'N')], [made(16, 'N')]]
  const first = (who: string): Seen => ({ events: [entered('__eq__'), printed(who)], value: bool(false) })

  it('is the item from 3.9 on, what is looked for before that', () => {
    expect(rules(named, [...alive, first('a')], '3.12')).toEqual([])
    expect(rules(named, [...alive, first('b')], '3.12')).toEqual(['program-result'])
    expect(rules(named, [...alive, first('b')], '3.8')).toEqual([])
  })
})
