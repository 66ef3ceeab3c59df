/**
 * Programs in which comprehensions and generators come to their end, and one of how large they are, with what CPython
 * 3.8.18, 3.9.18, 3.10.13, 3.11.7, 3.12.1, 3.13.0 and 3.14.2 print; see measured-programs.test-support.ts. Long because it
 * is data.
 */
import type { MeasuredProgram } from './measured-programs.test-support.ts'

export const MEASURED_ENDS: readonly MeasuredProgram[] = [
  {
    title: 'what becomes of a comprehension goes before or after its variables',
    text: `class Noisy:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print('del', self.n)
def f1():
    r = Noisy('old')
    r = [1 for x in [Noisy('a'), Noisy('b')]]
    print('end')
f1()
def f2():
    [(x, y) for x in [Noisy('x1')] for y in [Noisy('y1')]]
    print('end')
f2()
def f3():
    r = Noisy('old')
    r = [1 for x in [Noisy('x1')] for y in [Noisy('y1')]]
    print('end')
f3()
def f4():
    x = Noisy('old')
    x = [1 for x in [Noisy('a')]]
    print('end')
f4()
def f5():
    p = Noisy('p')
    q = Noisy('q')
    p, q = 1 + len([]), [1 for x in [Noisy('a')]]
    print('end')
f5()
def f6():
    p = Noisy('p')
    q = Noisy('q')
    p, q = [2 for y in [Noisy('b')]], [1 for x in [Noisy('a')]]
    print('end')
f6()
def f7():
    [x for x in [Noisy('a')]]
    {x.n: x for x in [Noisy('c'), Noisy('d')]}
    [lambda: x for x in [Noisy('e'), Noisy('f')]]
    print('end')
f7()
for i in [1]:
    [x for x in [Noisy('m1'), Noisy('m2')]]
    print('end')
class K:
    [x for x in [Noisy('k1'), Noisy('k2')]]
    print('end')
def f8():
    p = Noisy('p')
    q = Noisy('q')
    o = Noisy('o')
    p, q, o = Noisy('n1'), Noisy('n2'), [1 for x in [Noisy('a'), Noisy('c')] for y in [Noisy('b')]]
    print('end')
f8()
def f9():
    x = Noisy('xo')
    q = Noisy('q')
    x, q = Noisy('n1'), [1 for x in [Noisy('a'), Noisy('c')]]
    print('end')
f9()
def f10():
    q = Noisy('q')
    q, = [1 for x in [Noisy('a'), Noisy('c')]],
    print('end')
f10()
`,
    lines: [
      [
        '3.8 3.9 3.10',
        'del a | del b | del old | end | del y1 | del x1 | end | del x1 | del y1 | del old | end | del a | del old | end | del a | del p | del q | end | del b | del a | del p | del q | end | del a | del c | del d | del e | del f | end | del m2 | del m1 | end | del k2 | del k1 | end | del b | del a | del c | del b | del p | del q | del o | end | del n1 | del n2 | del a | del c | del xo | del q | end | del n1 | del a | del c | del q | end',
      ],
      [
        '3.11',
        'del a | del b | del old | end | del y1 | del x1 | end | del x1 | del y1 | del old | end | del a | del old | end | del a | del q | del p | end | del b | del a | del q | del p | end | del a | del c | del d | del e | del f | end | del m2 | del m1 | end | del k2 | del k1 | end | del b | del a | del c | del b | del o | del q | del p | end | del n1 | del n2 | del a | del c | del q | del xo | end | del n1 | del a | del c | del q | end',
      ],
      [
        '3.12',
        'del a | del old | del b | end | del y1 | del x1 | end | del old | del x1 | del y1 | end | del a | del old | end | del q | del a | del p | end | del b | del q | del a | del p | end | del a | del c | del d | del e | del f | end | del m2 | del m1 | end | del k2 | del k1 | end | del b | del a | del o | del c | del b | del q | del p | end | del n1 | del n2 | del a | del q | del c | del xo | end | del n1 | del a | del c | del q | end',
      ],
      [
        '3.13.0',
        'del a | del old | del b | end | del x1 | del y1 | end | del old | del x1 | del y1 | end | del a | del old | end | del q | del a | del p | end | del b | del q | del a | del p | end | del a | del c | del d | del e | del f | end | del m1 | del m2 | end | del k1 | del k2 | end | del b | del a | del o | del c | del b | del q | del p | end | del n1 | del n2 | del a | del q | del c | del xo | end | del n1 | del a | del q | del c | end',
      ],
      [
        '3.14.0',
        'del a | del old | del b | end | del x1 | del y1 | end | del old | del x1 | del y1 | end | del a | del old | end | del q | del a | del p | end | del b | del q | del a | del p | end | del a | del c | del d | del e | del f | end | del m1 | del m2 | end | del k1 | del k2 | end | del b | del a | del o | del c | del b | del q | del p | end | del n2 | del n1 | del a | del q | del c | del xo | end | del n1 | del a | del q | del c | end',
      ],
    ],
  },
  {
    title: 'a generator that dies while it waits leaves its stack to the frame that somebody holds',
    text: `import gc
class Noisy:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print('del', self.n)
def g1():
    a = Noisy('a')
    try:
        yield 1
    finally:
        yield 2
g = g1()
next(g)
del g
print('c')
n = gc.collect()
def g2():
    a = Noisy('a')
    for x in [Noisy('l1'), Noisy('l2')]:
        try:
            yield 1
        except GeneratorExit:
            b = Noisy('b')
            yield 2
g = g2()
next(g)
del g
print('c')
n = gc.collect()
def g3():
    a = Noisy('a')
    for x in [Noisy('l1'), Noisy('l2')]:
        try:
            yield 1
        except GeneratorExit as e:
            b = Noisy('b')
            yield 2
g = g3()
next(g)
del g
print('c')
n = gc.collect()
def g4():
    a = Noisy('a')
    for x in [Noisy('l1'), Noisy('l2')]:
        try:
            yield 1
        finally:
            b = Noisy('b')
            for y in [Noisy('l3'), Noisy('l4')]:
                yield 2
g = g4()
next(g)
del g
print('c')
n = gc.collect()
def g5():
    a = Noisy('a')
    for x in [Noisy('l1'), Noisy('l2')]:
        try:
            yield 1
        except GeneratorExit as e:
            b = Noisy('b')
            e = None
            for y in [Noisy('l3'), Noisy('l4')]:
                yield [Noisy('s'), (yield 2)]
g = g5()
next(g)
del g
print('c')
n = gc.collect()
`,
    lines: [
      [
        '3.8 3.9 3.10 3.11 3.12 3.13.0',
        '=1 | ~RuntimeError | c | del a | =1 | ~RuntimeError | del a | del b | del l2 | del l1 | c | =1 | ~RuntimeError | c | del a | del l1 | del l2 | del b | =1 | ~RuntimeError | c | del a | del l1 | del l2 | del b | del l3 | del l4 | =1 | ~RuntimeError | del a | del b | del l2 | del l1 | del l4 | del l3 | del s | c',
      ],
      [
        '3.14.0',
        '=1 | ~RuntimeError | c | del a | =1 | ~RuntimeError | del l2 | del b | del l1 | del a | c | =1 | ~RuntimeError | c | del a | del l1 | del l2 | del b | =1 | ~RuntimeError | c | del a | del l1 | del l2 | del b | del l3 | del l4 | =1 | ~RuntimeError | del s | del l4 | del l2 | del l3 | del b | del l1 | del a | c',
      ],
    ],
  },
  {
    title: 'the frame of a generator that has ended keeps who went on with it',
    text: `class D:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print(self.n)
def gen():
    global kept
    own = D('own')
    try:
        raise ValueError
    except ValueError as e:
        kept = e
    yield 1
def caller():
    local = D('local')
    for item in gen():
        pass
caller()
print('called')
kept = None
`,
    lines: [
      ['3.8 3.9 3.10 3.11', 'local | called | own'],
      ['3.12 3.13.0 3.14.0', 'called | own | local'],
    ],
  },
  {
    title: 'the class of a failed assertion takes room on the stack',
    text: `import sys
def f1(a):
    assert a, len([a, 1])
    yield a
def f2(a):
    assert a, (1, 2, a)
    yield a
def f3(a):
    assert a, a
    yield a
def f4(a):
    assert a
    yield a
[sys.getsizeof(f(1)) for f in [f1, f2, f3, f4]]
`,
    lines: [
      ['3.8', '=list[112, 112, 112, 112]'],
      ['3.10', '=list[104, 104, 104, 104]'],
      ['3.11', '=list[216, 208, 192, 184]'],
      ['3.12 3.13.0', '=list[208, 200, 184, 184]'],
    ],
  },
]
