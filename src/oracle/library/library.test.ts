import { describe, expect, it } from 'vitest'
import { parseProgram } from '../../program/parse/parse.ts'
import type { SemanticsId } from '../../semantics/semantics.ts'
import { castActors } from '../actors.ts'
import { Machine } from '../interpret/machine.ts'
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
  semanticsOf,
} from '../observe.test-support.ts'
import type { Witness } from '../witness.ts'
import { World } from '../world.ts'
import { libraryText } from './text.ts'

function rules(text: string, seen: readonly Seen[], id?: SemanticsId): string[] {
  return broken(judgeText(text, seen, id).verdict)
}

const NOISY = `class N:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print(self.n)
`

it('is heap language in every version', () => {
  for (const isGuarded of [true, false])
    for (const lateRemovalRaises of [true, false])
      expect(parseProgram(libraryText({ isGuarded, lateRemovalRaises }))).toMatchObject({ ok: true })
})

it('is there before memory runs out: making a class of it asks for none that a case refuses', () => {
  const world = new World(semanticsOf('3.12'), {} as Witness)
  world.actors = castActors(new Machine(world))
  world.grants = 0
  expect(world.actors.libraryClass('WeakSet').name).toBe('WeakSet')
  expect(world.grants).toBe(0)
})

describe('a weak container', () => {
  it('holds its values weakly, and their keys until they die', () => {
    const text = `${NOISY}d = weakref.WeakValueDictionary()\nn = N(1)\nd[N(2)] = n\ndel n\nlen(d)\n`
    const before: Seen[] = [[], [], [made(8, 'N')], [made(16, 'N')]]
    const gone: Seen = [finalized(8, 'N'), printed('1'), finalized(16, 'N'), printed('2')]
    expect(rules(text, [...before, gone, { events: [], value: int(0) }])).toEqual([])
    expect(rules(text, [...before, gone, { events: [], value: int(1) }])).not.toEqual([])
    expect(rules(text, [...before, [finalized(8, 'N'), printed('1')]])).toEqual(['zero-dies-now'])
  })

  it('holds what it maps weak keys to, also a key among it: that is no leak', () => {
    const text = `${NOISY}d = weakref.WeakKeyDictionary()\nn = N(1)\nd[n] = [n]\ndel n\ngc.collect()\nlen(d)\n`
    const before: Seen[] = [[], [], [made(8, 'N')], [], [], { events: [], value: int(0) }]
    expect(rules(text, [...before, { events: [], value: int(1) }])).toEqual([])
    const killed: Seen[] = [...before.slice(0, 5), { events: [finalized(8, 'N'), printed('1')], value: int(1) }]
    expect(rules(text, killed)).not.toEqual([])
  })

  it('removes at once from 3.14 on, after the iteration before', () => {
    const text = `class N:
    pass
n = N()
d = weakref.WeakValueDictionary({1: n})
for k in d.keys():
    del n
    print(len(d.data))
`
    const seen = (left: string): Seen[] => [[], [], [], [printed(left)]]
    expect(rules(text, seen('1'), '3.13')).toEqual([])
    expect(rules(text, seen('0'), '3.13')).not.toEqual([])
    expect(rules(text, seen('0'), '3.14')).toEqual([])
  })
})

describe('weakref.finalize', () => {
  const text = `${NOISY}def told(x):
    print(x)
n = N(1)
f = weakref.finalize(n, told, 'told')
del n
f.alive
`
  const before: Seen[] = [[], [], [made(8, 'N')], []]

  it('calls after the object’s own finalizer, once', () => {
    const call: Seen = [finalized(8, 'N'), printed('1'), entered('told'), printed('told')]
    expect(rules(text, [...before, call, { events: [], value: bool(false) }])).toEqual([])
    expect(rules(text, [...before, call, { events: [], value: bool(true) }])).not.toEqual([])
    const first: Seen = [entered('told'), printed('told'), finalized(8, 'N'), printed('1')]
    expect(rules(text, [...before, first])).not.toEqual([])
    const twice: Seen = [finalized(8, 'N'), printed('1'), entered('told'), printed('told'), entered('told')]
    expect(rules(text, [...before, twice])).not.toEqual([])
  })

  it('calls never once it is detached', () => {
    const detached = `${NOISY}n = N(1)\nf = weakref.finalize(n, print, 2)\nx = f.detach()\ndel x, n\n`
    const seen: Seen[] = [[], [made(8, 'N')], [], []]
    expect(rules(detached, [...seen, [finalized(8, 'N'), printed('1')]])).toEqual([])
    expect(rules(detached, [...seen, [finalized(8, 'N'), printed('1'), printed('2')]])).not.toEqual([])
  })
})

describe('a proxy', () => {
  const text = `${NOISY}n = N(1)\np = weakref.proxy(n)\np.n\ndel n\np.n\n`
  const before: Seen[] = [[], [made(8, 'N')], [], { events: [], value: int(1) }, [finalized(8, 'N'), printed('1')]]

  it('stands for its object while that lives', () => {
    expect(rules(text, [...before, { events: [], raised: 'ReferenceError' }])).toEqual([])
    expect(rules(text, [...before, { events: [], value: int(1) }])).toEqual(['program-result'])
  })
})
