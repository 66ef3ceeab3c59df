/** Programs about the collector, each with what CPython prints for it; by version where they differ (facts 1.5, 2, 3.1). */
import { describe, expect, test } from 'vitest'
import { linesOf } from '../frame/run-text.test-support.ts'

const CLASSES = `
class P:
    pass
class S:
    __slots__ = ('a', 'b', '__weakref__')
class D:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print(self.n)
`
const run = (id: string, text: string): string[] => linesOf(id, `${CLASSES}${text}`)
const ALL = ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13.0', '3.13', '3.14.0', '3.14', '3.15']
const EARLY = ['3.8', '3.9', '3.10']

describe('gc.collect()', () => {
  for (const id of ALL) {
    const early = EARLY.includes(id)
    test(`gives the size of what was unreachable, in ${id}`, () => {
      expect(run(id, 'x = P()\nx.me = x\ndel x\nprint(gc.collect())')).toEqual([early ? '2' : '1'])
      expect(run(id, 'x = S()\nx.a = x\ndel x\nprint(gc.collect())\nprint(gc.collect())')).toEqual(['1', '0'])
      expect(run(id, 'l = []\nt = (l,)\nl.append(t)\ndel l, t\nprint(gc.collect())')).toEqual(['2'])
    })

    test(`runs finalizers in the order of the list, in ${id}`, () => {
      const text = `
a = D(0)
b = D(1)
c = D(2)
a.next = c
c.next = b
b.next = a
del a, b, c
print(gc.collect())`
      expect(run(id, text)).toEqual(['0', '1', '2', early ? '6' : '3'])
    })

    test(`calls back before finalizers, newest weakref first, in ${id}`, () => {
      const text = `
def first(r):
    print('first')
def second(r):
    print('second')
a = D(7)
a.me = a
w = weakref.ref(a, first)
v = weakref.ref(a, second)
del a
n = gc.collect()
print(w() is None, v() is None)`
      expect(run(id, text)).toEqual(['second', 'first', '7', 'True True'])
    })

    test(`keeps what a finalizer saves, once, in ${id}`, () => {
      const text = `
saved = []
class R:
    def __del__(self):
        saved.append(self)
r = R()
r.me = r
del r
print(gc.collect())
print(len(saved))
saved.clear()
print(gc.collect())
print(len(saved))`
      expect(run(id, text)).toEqual(['0', '1', early ? '2' : '1', '0'])
    })
  }

  test('raises ValueError for a generation that does not exist, and gives 0 inside of a collection', () => {
    expect(run('3.12', 'gc.collect(3)')).toEqual(['!ValueError'])
    expect(run('3.12', 'gc.collect(-1)')).toEqual(['!ValueError'])
    expect(run('3.12', 'gc.get_objects(3)')).toEqual(['!ValueError'])
    const text = `
class N:
    def __del__(self):
        print(gc.collect())
n = N()
n.me = n
del n
print(gc.collect())`
    expect(run('3.12', text)).toEqual(['0', '1'])
  })
})

describe('the gc module', () => {
  test('sets and shows thresholds, debug flags and whether it is enabled', () => {
    const text = `
gc.set_threshold(5, 6)
print(gc.get_threshold())
gc.set_debug(gc.DEBUG_SAVEALL)
print(gc.get_debug())
gc.set_debug(0)
gc.enable()
print(gc.isenabled())
gc.disable()
print(gc.isenabled())`
    expect(run('3.12', text)).toEqual(['(5, 6, 10)', '32', 'True', 'False'])
  })

  test('keeps in gc.garbage what would have been freed, with DEBUG_SAVEALL', () => {
    const text = `
gc.set_debug(gc.DEBUG_SAVEALL)
x = S()
x.a = x
del x
print(gc.collect())
print(len(gc.garbage))
gc.set_debug(0)
gc.garbage.clear()
print(gc.collect())`
    expect(run('3.12', text)).toEqual(['1', '1', '1'])
  })

  test('says what is tracked', () => {
    const text = `
print(gc.is_tracked([]), gc.is_tracked({}), gc.is_tracked(5), gc.is_tracked(P()))`
    expect(run('3.12', text)).toEqual(['True False False True'])
    expect(run('3.14', text)).toEqual(['True True False True'])
  })

  test('freezes', () => {
    const text = `
x = S()
x.a = x
gc.freeze()
del x
print(gc.collect())
gc.unfreeze()
print(gc.collect())`
    expect(run('3.12', text)).toEqual(['0', '1'])
  })
})
