/**
 * Programs with comprehensions and generators, and what CPython 3.8.18, 3.9.18, 3.10.13, 3.11.7, 3.12.1 and 3.13.0 print;
 * see measured-programs.test-support.ts. Long because it is data.
 */
import type { MeasuredProgram } from './measured-programs.test-support.ts'

export const MEASURED_GENERATORS: readonly MeasuredProgram[] = [
  {
    title: 'comprehensions and generators',
    text: `class D:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print('del', self.n)
[x for x in range(3)]
[x for x in range(5) if x > 1 if x < 4]
[(x, y) for x in range(2) for y in range(2)]
[y for x in range(2) for y in [x + 1]]
x = 'outer'
[x for x in [1]]
x
def f(n):
    x = 'local'
    z = [x for x in range(n)]
    return (x, z)
f(2)
def g():
    return [lambda: i for i in range(3)]
[h() for h in g()]
sorted({x * 2 for x in range(3)})
sorted({k: v for k, v in [(1, 2), (3, 4)]}.values())
def h():
    a = 3
    return [a + b for b in range(2)]
h()
class K:
    v = 5
    w = [i for i in range(2)]
    try:
        u = [v for i in range(2)]
    except NameError:
        print('NameError')
K.w
[D(i) for i in range(2)]
[D(i).n for i in range(2)]
[1 for i in [D('a'), D('b')] if i.missing]
def e():
    i = 'kept'
    try:
        [1 for i in [D('a'), D('b')] if i.missing]
    except AttributeError:
        return i
e()
[[j for j in range(i)] for i in range(3)]
[missing for i in range(2)]
def cells():
    x = 1
    fs = [lambda: (x, i) for i in range(2)]
    x = 2
    return [f() for f in fs]
cells()
def same():
    i = 10
    fs = [lambda: i for i in range(2)]
    return (i, [f() for f in fs])
same()
[i for i in range(2)] + [k for k in [D('q').n]]
for d in [D('l') for _ in range(1)]: pass
del d
list(x for x in range(3))
sorted(x for x in [2, 1])
def gen(n):
    try:
        for i in range(n):
            got = yield i
            print('got', got)
    finally:
        print('fin')
g = gen(3)
next(g)
g.send('v')
next(g)
next(g)
next(g)
g = gen(2)
next(g)
g.close()
g = gen(2)
next(g)
del g
g = gen(2)
next(g)
g.throw(ValueError)
g = gen(2)
g.send(1)
g.close()
def gd():
    a = D('a')
    b = D('b')
    yield 1
    c = D('c')
    yield 2
g = gd()
next(g)
del g
g = gd()
[v for v in g]
for v in gd():
    if v == 1: break
def ret():
    yield 1
    return D('r')
r = ret()
next(r)
try:
    next(r)
except StopIteration as e:
    print(e.value.n)
def stop():
    yield 1
    raise StopIteration
list(stop())
def ign():
    while True:
        try:
            yield 1
        except GeneratorExit:
            print('ignored')
i = ign()
next(i)
i.close()
del i
def loopy():
    yield from_self()
def from_self():
    return next(lg)
lg = loopy()
next(lg)
def exc():
    try:
        yield 1
    except ValueError as e:
        yield type(e.__context__).__name__
        yield e.__traceback__.tb_next is None
x = exc()
next(x)
x.throw(ValueError('x'))
next(x)
next(x)
def handled():
    try:
        raise KeyError(1)
    except KeyError:
        yield 1
        try:
            yield 2
        except ValueError as v:
            yield type(v.__context__).__name__
h = handled()
next(h)
next(h)
h.throw(ValueError)
del h
def ctxt():
    try:
        raise ValueError(3)
    except ValueError:
        yield 1
        raise TypeError('t')
def drive():
    try:
        raise KeyError('outer')
    except KeyError:
        for i in ctxt():
            try:
                raise IndexError(1)
            except IndexError as e:
                print(type(e.__context__).__name__)
drive()
try:
    drive()
except TypeError as e:
    print(type(e.__context__).__name__, type(e.__context__.__context__).__name__)
def selfref():
    o = D('cyc')
    g = one(o)
    next(g)
    o.g = g
def one(o):
    try:
        yield 1
    finally:
        print('closed')
selfref()
gc.collect()
def unst():
    o = D('uns')
    o.g = one(o)
unst()
gc.collect()
w = weakref.ref(gen(2))
w() is None
def rec(n):
    for x in rec(n + 1): yield x
    yield n
def tryrec():
    try:
        for x in rec(0): return x
    except RecursionError:
        return 'RE'
tryrec()
(lambda: [next(gen(1))])()
def wy():
    with W(): yield 1
class W:
    def __enter__(self): print('en')
    def __exit__(self, a, b, c): print('ex', a is None)
w = wy()
next(w)
del w
`,
    lines: [
      [
        '3.8',
        `=list[0, 1, 2] | =list[2, 3] | =list[tuple[0, 0], tuple[0, 1], tuple[1, 0], tuple[1, 1]] | =list[1, 2] | =list[1] | ='outer' | =tuple['local', list[0, 1]] | =list[2, 2, 2] | =list[0, 2, 4] | =list[2, 4] | =list[3, 4] | NameError | =list[0, 1] | =list[D, D] | del 1 | del 0 | del 0 | del 1 | =list[0, 1] | !AttributeError | del b | del a | del b | del a | ='kept' | =list[list[], list[0], list[0, 1]] | !NameError | =list[tuple[2, 1], tuple[2, 1]] | =tuple[10, list[1, 1]] | del q | =list[0, 1, 'q'] | del l | =list[0, 1, 2] | =list[1, 2] | =0 | got v | =1 | got None | =2 | got None | fin | !StopIteration | !StopIteration | =0 | fin | =0 | fin | =0 | fin | !ValueError | !TypeError | =1 | del a | del b | del a | del b | del c | =list[1, 2] | del a | del b | =1 | r | del r | !RuntimeError | =1 | ignored | !RuntimeError | ignored | ~RuntimeError | !ValueError | =1 | ='NoneType' | =True | !StopIteration | =1 | =2 | ='NoneType' | KeyError | !TypeError | KeyError | ValueError KeyError | del cyc | closed | =0 | del uns | =0 | =True | ='RE' | fin | =list[0] | en | =1 | ex False`,
      ],
      [
        '3.9 3.10 3.11',
        `=list[0, 1, 2] | =list[2, 3] | =list[tuple[0, 0], tuple[0, 1], tuple[1, 0], tuple[1, 1]] | =list[1, 2] | =list[1] | ='outer' | =tuple['local', list[0, 1]] | =list[2, 2, 2] | =list[0, 2, 4] | =list[2, 4] | =list[3, 4] | NameError | =list[0, 1] | =list[D, D] | del 1 | del 0 | del 0 | del 1 | =list[0, 1] | !AttributeError | del b | del a | del b | del a | ='kept' | =list[list[], list[0], list[0, 1]] | !NameError | =list[tuple[2, 1], tuple[2, 1]] | =tuple[10, list[1, 1]] | del q | =list[0, 1, 'q'] | del l | =list[0, 1, 2] | =list[1, 2] | =0 | got v | =1 | got None | =2 | got None | fin | !StopIteration | !StopIteration | =0 | fin | =0 | fin | =0 | fin | !ValueError | !TypeError | =1 | del a | del b | del a | del b | del c | =list[1, 2] | del a | del b | =1 | r | del r | !RuntimeError | =1 | ignored | !RuntimeError | ignored | ~RuntimeError | !ValueError | =1 | ='NoneType' | =True | !StopIteration | =1 | =2 | ='KeyError' | KeyError | !TypeError | KeyError | ValueError KeyError | del cyc | closed | =0 | del uns | =0 | =True | ='RE' | fin | =list[0] | en | =1 | ex False`,
      ],
      [
        '3.12 3.13.0',
        `=list[0, 1, 2] | =list[2, 3] | =list[tuple[0, 0], tuple[0, 1], tuple[1, 0], tuple[1, 1]] | =list[1, 2] | =list[1] | ='outer' | =tuple['local', list[0, 1]] | =list[2, 2, 2] | =list[0, 2, 4] | =list[2, 4] | =list[3, 4] | NameError | =list[0, 1] | =list[D, D] | del 1 | del 0 | del 0 | del 1 | =list[0, 1] | del b | !AttributeError | del a | del b | del a | ='kept' | =list[list[], list[0], list[0, 1]] | !NameError | =list[tuple[2, 1], tuple[2, 1]] | =tuple[10, list[1, 1]] | del q | =list[0, 1, 'q'] | del l | =list[0, 1, 2] | =list[1, 2] | =0 | got v | =1 | got None | =2 | got None | fin | !StopIteration | !StopIteration | =0 | fin | =0 | fin | =0 | fin | !ValueError | !TypeError | =1 | del a | del b | del a | del b | del c | =list[1, 2] | del a | del b | =1 | r | del r | !RuntimeError | =1 | ignored | !RuntimeError | ignored | ~RuntimeError | !ValueError | =1 | ='NoneType' | =True | !StopIteration | =1 | =2 | ='KeyError' | KeyError | !TypeError | KeyError | ValueError KeyError | del cyc | closed | =0 | del uns | =2 | =True | ='RE' | fin | =list[0] | en | =1 | ex False`,
      ],
    ],
  },
]
