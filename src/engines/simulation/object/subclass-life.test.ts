/** Records of instances whose class derives from a built-in type, as 3.8.18 to 3.13.0 measured them. */
import { describe, expect, test } from 'vitest'
import { linesOf } from '../frame/run-text.test-support.ts'

const CLASSES = `class L(list): pass
class D(dict): pass
class S(set): pass
class T(tuple): pass
class E(Exception): pass
class N(list):
    __slots__ = ('a', 'b')
class V(StopIteration): pass
class A(AttributeError): pass
class M(L):
    __slots__ = ('z',)
`

/** Of L([1, 2, 3]), D({1: 2}), S({1}), T((1, 2, 3)), E('x'), N([1]), V(1), A(2), M([1]). */
const SIZES: Readonly<Record<string, readonly number[]>> = {
  '3.8': [96, 248, 224, 72, 88, 80, 96, 88, 88],
  '3.9': [96, 248, 224, 72, 88, 80, 96, 88, 88],
  '3.10': [104, 248, 224, 72, 88, 88, 96, 104, 96],
  '3.11': [112, 248, 232, 72, 96, 88, 104, 112, 104],
  '3.12': [104, 240, 232, 80, 104, 88, 112, 120, 96],
  '3.13.0': [104, 240, 232, 80, 104, 88, 112, 120, 96],
}

/** Of the `__dict__` of L(), E(), T() after one store into an attribute. */
const DICT_SIZES: Readonly<Record<string, readonly number[]>> = {
  '3.8': [104, 104, 104],
  '3.9': [104, 104, 104],
  '3.10': [104, 104, 104],
  '3.11': [304, 184, 184],
  '3.12': [304, 184, 304],
  '3.13.0': [304, 184, 304],
}

describe.each(Object.keys(SIZES))('instances of subclasses in %s', (id) => {
  test('are as large as in a real interpreter', () => {
    const made = ['L([1, 2, 3])', 'D({1: 2})', 'S({1})', 'T((1, 2, 3))', "E('x')", 'N([1])', 'V(1)', 'A(2)', 'M([1])']
    const text = made.map((call) => `print(sys.getsizeof(${call}))\n`).join('')
    expect(linesOf(id, CLASSES + text).map(Number)).toEqual(SIZES[id])
  })

  test('have dicts as large as in a real interpreter', () => {
    const text = ['L', 'E', 'T'].map((name) => `o = ${name}()\no.x = 1\nprint(sys.getsizeof(o.__dict__))\n`).join('')
    expect(linesOf(id, CLASSES + text).map(Number)).toEqual(DICT_SIZES[id])
  })
})

test('a class cannot derive from what lays its records out in another way', () => {
  const text = `try:
    class X(list, dict): pass
except TypeError:
    print('conflict')
try:
    class Y(range): pass
except TypeError:
    print('no base')
try:
    class Z(tuple):
        __slots__ = ('a',)
except TypeError:
    print('no slots')
`
  expect(linesOf('3.12', text)).toEqual(['conflict', 'no base', 'no slots'])
})
