import { describe, expect, it } from 'vitest'
import { DIALECTS } from '../dialect.ts'
import { endProgram, startProgram } from '../frame/program.ts'
import { linesOf, machineOf } from '../frame/run-text.test-support.ts'
import { collect } from '../gc/collect.ts'
import { dictGetInterned, newDict } from './dict.ts'
import { instanceDict, newInstance } from './instance.ts'
import { setInstanceAttribute } from './instance-attributes.ts'
import { decref } from './refcount.ts'
import { getSizeof } from './sizeof.ts'
import { intern } from './str.ts'
import { newClass } from './type-object.ts'

const IDS = DIALECTS.map(({ semantics }) => semantics.id)

/** Without the values of statements, which tests of other files look at. */
const printed = (id: string, text: string): string[] => linesOf(id, text).filter((line) => !line.startsWith('='))

describe.each(IDS)('instances of %s', (id) => {
  const m = machineOf(id)
  const minor = m.dialect.version[1]

  function withClass(run: (type: number) => void): void {
    startProgram(m)
    const name = intern(m, 'C')
    const namespace = newDict(m)
    const type = newClass(m, name, namespace, m.emptyTuple)
    decref(m, namespace)
    run(type)
    decref(m, type)
    decref(m, name)
    collect(m, 2)
    endProgram(m, [])
  }

  it('leaves no block behind', () => {
    withClass(() => {})
    const before = m.objects.allocatedBlocks
    withClass((type) => {
      const attribute = intern(m, 'a')
      for (let i = 0; i < 40; i++) {
        const o = newInstance(m, type)
        setInstanceAttribute(m, o, attribute, o)
        if (i % 3 === 0) instanceDict(m, o)
        decref(m, o)
      }
      decref(m, attribute)
    })
    expect(m.objects.allocatedBlocks).toBe(before)
  })

  it('tells the size of an instance as this version does', () => {
    withClass((type) => {
      const o = newInstance(m, type)
      expect(getSizeof(m, o)).toBe(minor === 11 ? 56 : 48)
      decref(m, o)
    })
  })

  it('finds in its dict what was stored before and after the dict was made', () => {
    withClass((type) => {
      const o = newInstance(m, type)
      const a = intern(m, 'a')
      const b = intern(m, 'b')
      setInstanceAttribute(m, o, a, m.True)
      const dict = instanceDict(m, o)
      setInstanceAttribute(m, o, b, m.None)
      expect(dictGetInterned(m, dict, a)).toBe(m.True)
      expect(dictGetInterned(m, dict, b)).toBe(m.None)
      decref(m, o)
      decref(m, a)
      decref(m, b)
    })
  })

  it('counts one more object for a class over its budget of names (3.11+), and up to 3.10 always', () => {
    const lines = printed(
      id,
      `
class P:
    pass
hold = []
for i in range(27):
    p = P()
    p.a = 1
    hold.append(p)
p = P()
p.a = p
p.b = 1
del p
print(gc.collect())
p = P()
p.a = p
p.c = 1
p.d = 1
del p
print(gc.collect())
`,
    )
    expect(lines).toEqual(minor <= 10 ? ['2', '2'] : ['1', '2'])
  })

  it('releases attributes in its own order up to 3.10, in that of the class since', () => {
    const lines = printed(
      id,
      `
class D:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print(self.n)
class Q:
    pass
y = Q()
y.a = 1
y.b = 2
x = Q()
x.b = D('b')
x.a = D('a')
del x
`,
    )
    expect(lines).toEqual(minor <= 10 ? ['b', 'a'] : ['a', 'b'])
  })

  it('resurrects, and runs a finalizer once', () => {
    const lines = printed(
      id,
      `
class R:
    def __del__(self):
        global kept
        kept = self
        print('again')
r = R()
del r
w = weakref.ref(kept)
del kept
print(w() is None)
`,
    )
    expect(lines).toEqual(['again', 'True'])
  })
})
