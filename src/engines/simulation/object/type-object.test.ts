import { describe, expect, it } from 'vitest'
import { DIALECTS } from '../dialect.ts'
import { linesOf } from '../frame/run-text.test-support.ts'

const printed = (id: string, text: string): string[] => linesOf(id, text).filter((line) => !line.startsWith('='))

/** Measured; 3.14 and 3.15 from the facts. */
const CLASS_BYTES: Readonly<Record<number, number>> = {
  8: 1064,
  9: 1064,
  10: 1072,
  11: 1688,
  12: 1704,
  13: 1712,
  14: 1720,
  15: 1728,
}

const STATIC_BYTES: Readonly<Record<number, number>> = {
  8: 416,
  9: 408,
  10: 408,
  11: 424,
  12: 432,
  13: 416,
  14: 416,
  15: 416,
}

describe.each(DIALECTS.map(({ semantics, version }) => [semantics.id, semantics, version[1]] as const))(
  'classes of %s',
  (id, semantics, minor) => {
    it('have as many references as this version gives them, and one more for each slot', () => {
      const lines = printed(
        id,
        `
class C:
    pass
class S:
    __slots__ = ('a', 'b')
print(sys.getrefcount(C), sys.getrefcount(S))
`,
      )
      expect(lines).toEqual([`${semantics.classReferences + 1} 5`])
    })

    it('cost as many objects as this version says when they are dropped', () => {
      const lines = printed(
        id,
        `
def f():
    class Q:
        pass
f()
print(gc.collect())
def g():
    class Q:
        __slots__ = ('n',)
g()
print(gc.collect())
`,
      )
      expect(lines[0]).toBe(String(semantics.classCollectCount))
      expect(lines[1]).toBe(semantics.incrementalCollector || minor === 15 ? lines[1] : '5')
    })

    it('tell their size', () => {
      expect(printed(id, 'class C:\n    pass\nprint(sys.getsizeof(C))\n')).toEqual([String(CLASS_BYTES[minor])])
      expect(printed(id, 'print(sys.getsizeof(int))\n')).toEqual([String(STATIC_BYTES[minor])])
    })

    it('are made part by part in the order of this version', () => {
      const text = `
def names(l):
    r = ''
    for o in l:
        r = r + type(o).__name__ + ' '
    return r
gc.collect()
gc.freeze()
class E:
    pass
print(names(gc.get_objects(0)))
`
      const [line] = printed(id, text)
      const parts = (line ?? '').trim().replace('ReferenceType', 'weakref').split(' ')
      if (minor <= 9) {
        expect(parts).toEqual('tuple type getset_descriptor dict getset_descriptor tuple weakref'.split(' '))
      } else if (minor <= 13) {
        expect(parts).toEqual('tuple type tuple getset_descriptor dict getset_descriptor weakref'.split(' '))
      } else expect(parts[parts.length - 1]).toBe('weakref')
    })

    it('refuse slots that cannot be', () => {
      const lines = printed(
        id,
        `
class A:
    __slots__ = ('m',)
    def m(self):
        pass
class B:
    __slots__ = (1,)
`,
      )
      expect(lines).toEqual(['!ValueError', '!TypeError'])
    })
  },
)
