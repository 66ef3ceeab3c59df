import { describe, expect, it } from 'vitest'
import type { SemanticsId } from '../../semantics/semantics.ts'
import { broken, finalized, int, judgeText, made, printed, type Seen } from '../observe.test-support.ts'

function rules(text: string, seen: readonly Seen[], id?: SemanticsId): string[] {
  return broken(judgeText(text, seen, id).verdict)
}

const NOISY = `class N:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print(self.n)
`
const says = (handle: number, n: number) => [finalized(handle, 'N'), printed(String(n))]

describe('an instance of a subclass of list', () => {
  const text = `${NOISY}class L(list):\n    pass\nx = L([N(1), N(2)])\nx.y = N(3)\ndel x\n`
  const before: Seen[] = [[], [], [made(8, 'N'), made(16, 'N')], [made(24, 'N')]]

  it('gives up its attributes, then its items from the last on', () => {
    expect(rules(text, [...before, [...says(24, 3), ...says(16, 2), ...says(8, 1)]])).toEqual([])
    expect(rules(text, [...before, [...says(16, 2), ...says(8, 1), ...says(24, 3)]])).toEqual(['release-order'])
  })

  it('dies whole', () => {
    expect(rules(text, [...before, [...says(24, 3), ...says(16, 2)]])).toEqual(['zero-dies-now'])
  })

  it('is finalized with its items in it', () => {
    const loud = `class L(list):\n    def __del__(self):\n        print(len(self))\nx = L([1, 2])\ndel x\n`
    expect(rules(loud, [[], [], [finalized(8, 'L'), printed('2')]])).toEqual([])
    expect(rules(loud, [[], [], [finalized(8, 'L'), printed('0')]])).toEqual(['program-result'])
  })
})

describe('a dropped class', () => {
  it('counts what its built-in base makes it have', () => {
    const count = (base: string, n: number, id: SemanticsId): string[] =>
      rules(`class C(${base}):\n    pass\ndel C\ngc.collect()\n`, [[], [], { events: [], value: int(n) }], id)
    expect(count('list', 6, '3.12')).toEqual([])
    expect(count('list', 5, '3.12')).toEqual(['collect-count'])
    expect(count('set', 5, '3.12')).toEqual([])
    expect(count('tuple', 5, '3.12')).toEqual([])
    expect(count('Exception', 5, '3.12')).toEqual([])
  })

  it('may be made by a call of type', () => {
    const text = `T = type('T', (list,), {'m': len})\nT.t = T()\ndel T\ngc.collect()\n`
    expect(rules(text, [[], [], [], { events: [], value: int(7) }])).toEqual([])
    expect(rules(text, [[], [], [], { events: [], value: int(0) }])).toEqual(['collect-count'])
  })
})

describe('bases', () => {
  const raises: Seen = { events: [], raised: 'TypeError' }

  it('of two layouts do not go together', () => {
    expect(rules('class C(list, dict):\n    pass\n', [raises])).toEqual([])
    expect(rules('class C(list, dict):\n    pass\n', [[]])).toEqual(['program-result'])
  })

  it('that grow leave no room for slots', () => {
    expect(rules("class C(tuple):\n    __slots__ = ('x',)\n", [raises])).toEqual([])
    expect(rules("class C(list):\n    __slots__ = ('x',)\n", [raises])).toEqual(['program-result'])
  })
})

describe('an exception of a class of the program', () => {
  const text = `${NOISY}class E(Exception):\n    pass\ntry:\n    raise E(N(1))\nexcept LookupError:\n    pass\n`

  it('is caught by what it derives from, and dies with its arguments', () => {
    const caught = text.replace('LookupError', 'Exception')
    expect(rules(caught, [[], [], [made(8, 'N'), ...says(8, 1)]])).toEqual([])
    expect(rules(text, [[], [], { events: [made(8, 'N'), ...says(8, 1)], raised: 'E' }])).toEqual([])
    expect(rules(text, [[], [], [made(8, 'N'), ...says(8, 1)]])).toEqual(['program-result'])
  })
})
