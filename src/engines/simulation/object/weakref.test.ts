import { describe, expect, it } from 'vitest'
import { DIALECTS } from '../dialect.ts'
import { linesOf } from '../frame/run-text.test-support.ts'

const printed = (id: string, text: string): string[] => linesOf(id, text).filter((line) => !line.startsWith('='))

describe.each(DIALECTS.map(({ semantics }) => semantics.id))('weak references of %s', (id) => {
  it('share the one without a callback, which is first; the others stand newest first', () => {
    const lines = printed(
      id,
      `
class C:
    pass
def cb(w):
    print(w is first, w() is None)
x = C()
first = weakref.ref(x, cb)
plain = weakref.ref(x)
second = weakref.ref(x, cb)
print(weakref.ref(x) is plain, weakref.getweakrefcount(x))
for w in weakref.getweakrefs(x):
    print(w is plain, w is first, w is second)
del w
del x
`,
    )
    expect(lines).toEqual([
      'True 3',
      'True False False',
      'False False True',
      'False True False',
      'False True',
      'True True',
    ])
  })

  it('are dead before any callback runs, and errors of callbacks are unraisable', () => {
    const lines = printed(
      id,
      `
class C:
    pass
def cb(w):
    print(plain() is None)
    nope
x = C()
plain = weakref.ref(x)
w = weakref.ref(x, cb)
del x
print(plain == w, plain == plain)
{w: 1}
`,
    )
    expect(lines).toEqual(['True', '~NameError', 'False True', '!TypeError'])
  })

  it('cannot be made to atoms and containers', () => {
    expect(printed(id, 'weakref.ref(1)\nweakref.ref([])\nweakref.ref({1})\n')).toEqual(['!TypeError', '!TypeError'])
  })

  it('know of each class one, which `object` holds', () => {
    expect(printed(id, 'class C:\n    pass\nprint(weakref.getweakrefcount(C))\n')).toEqual(['1'])
  })
})
