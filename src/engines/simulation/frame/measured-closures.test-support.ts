/**
 * Programs with closures, classes, `with` and sizes, and what CPython 3.8.18, 3.9.18, 3.10.13, 3.11.7, 3.12.1 and 3.13.0 print;
 * see measured-programs.test-support.ts. Long because it is data.
 */
import type { MeasuredProgram } from './measured-programs.test-support.ts'

export const MEASURED_CLOSURES: readonly MeasuredProgram[] = [
  {
    title: 'closures share cells, and classes inherit',
    text: `class D:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print(self.n)
def outer(x):
    y = D('y')
    def inner():
        return y
    x = 1
    return inner
f = outer(D('x'))
f().n
del f
def counter():
    n = 0
    def up():
        nonlocal n
        n = n + 1
        return n
    return up
c = counter()
c()
c()
g = lambda a, b=2: a + b
g(1)
(lambda: (lambda z: z)(5))()
class A:
    def m(self): return 'A.m'
    def k(self): return self.m()
class B(A):
    def m(self): return 'B.m'
B().k()
b = B().k
b()
isinstance(B(), A)
class S(A):
    __slots__ = ('p', 'q')
s = S()
s.p = D('p')
s.q = D('q')
s.r = D('r')
del s
class X: pass
class Y(X): pass
class Z(X): pass
class W(Y, Z): pass
[k.__name__ for k in W.__mro__]

def late():
    def h(): return v
    v = 5
    return h()
late()
def unb():
    def h(): return v
    h()
    v = 1
unb()
def e():
    del q
    q = 1
    def r(): return q
e()
class E:
    v = 1
    def f(self): return v
E().f()
def mk(k):
    class Q:
        z = k
        def get(self): return k
    return Q
mk(7)().get()
mk(8).z
`,
    lines: [
      [
        '3.8 3.9 3.10 3.11 3.12 3.13.0',
        `x | ='y' | y | =1 | =2 | =3 | =5 | ='B.m' | ='B.m' | =True | p | q | r | =list['W', 'Y', 'Z', 'X', 'object'] | =5 | !NameError | !UnboundLocalError | !NameError | =7 | =8`,
      ],
    ],
  },
  {
    title: 'a context manager dies when its statement is done',
    text: `class D:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print(self.n)
class C:
    def __init__(self, n, s=False):
        self.n = n
        self.s = s
    def __enter__(self):
        print('enter', self.n)
        return D('entered ' + self.n)
    def __exit__(self, t, v, tb):
        print('exit', self.n, t is None, v is None, tb is None)
        return self.s
    def __del__(self):
        print('del', self.n)
with C('a') as x:
    print('body')
del x
with C('b'):
    raise ValueError(D('err'))
with C('c', True):
    raise ValueError(D('err'))
def f():
    with C('d', True) as v, C('e') as w:
        y = D('y')
        raise KeyError(D('k'))
    print('after')
f()
def g():
    for i in [1, 2]:
        with C('g') as v:
            if i == 1: continue
            return D('ret')
g()
class Bad1:
    def __enter__(self): pass
class Bad2:
    def __exit__(self, a, b, c): pass
with Bad1(): pass
with Bad2(): pass
with 5: pass
class Bad3:
    def __enter__(self): raise ValueError(1)
    def __exit__(self, a, b, c): print('never')
with Bad3(): print('x')
class Bad4:
    def __enter__(self): return self
    def __exit__(self, a, b, c): raise KeyError('in exit')
with Bad4(): pass
with Bad4(): raise ValueError(1)
def ctx():
    try:
        with Bad4(): raise ValueError(1)
    except KeyError as e:
        return type(e.__context__).__name__
ctx()
class Self:
    def __enter__(self): return self
    def __exit__(self, a, b, c):
        del self
        print('exited')
    def __del__(self): print('del self')
with Self(): pass
with Self() as s: del s
def inner():
    with Self() as s:
        del s
        print('in')
    print('out')
inner()
gc.collect()
`,
    lines: [
      [
        '3.8',
        `enter a | body | exit a True True True | del a | entered a | enter b | entered b | exit b False False False | del b | !ValueError | err | enter c | entered c | exit c False False False | del c | err | enter d | enter e | exit e False False False | del e | exit d False False False | del d | k | after | entered d | entered e | y | enter g | exit g True True True | del g | enter g | entered g | exit g True True True | del g | entered g | =D | ret | !AttributeError | !AttributeError | !AttributeError | !ValueError | !KeyError | !KeyError | ='ValueError' | exited | del self | exited | del self | in | exited | del self | out | =0`,
      ],
      [
        '3.9 3.10',
        `enter a | body | exit a True True True | del a | entered a | enter b | entered b | exit b False False False | del b | !ValueError | err | enter c | entered c | exit c False False False | err | del c | enter d | enter e | exit e False False False | del e | exit d False False False | k | del d | after | entered d | entered e | y | enter g | exit g True True True | del g | enter g | entered g | exit g True True True | del g | entered g | =D | ret | !AttributeError | !AttributeError | !AttributeError | !ValueError | !KeyError | !KeyError | ='ValueError' | exited | del self | exited | del self | in | exited | del self | out | =0`,
      ],
      [
        '3.11 3.12 3.13.0',
        `enter a | body | exit a True True True | del a | entered a | enter b | entered b | exit b False False False | del b | !ValueError | err | enter c | entered c | exit c False False False | err | del c | enter d | enter e | exit e False False False | del e | exit d False False False | k | del d | after | entered d | entered e | y | enter g | exit g True True True | del g | enter g | entered g | exit g True True True | del g | entered g | =D | ret | !TypeError | !TypeError | !TypeError | !ValueError | !KeyError | !KeyError | ='ValueError' | exited | del self | exited | del self | in | exited | del self | out | =0`,
      ],
    ],
  },
  {
    title: 'sizes of generators, frames, cells and exceptions',
    text: `def g1():
    yield
def g2(a, b):
    c = a
    yield [a, b, c]
def g3():
    try:
        yield 1
    except ValueError:
        yield 2
def g4():
    try:
        yield 1
    except ValueError as e:
        yield 2
    finally:
        x = 1
def g5(m):
    with m:
        yield 1
def g6(m):
    for i in [1, 2]:
        for j in [3]:
            yield i
def g7(a):
    def f(): return a
    yield f
def g8():
    try:
        try:
            yield 1
        finally:
            yield 2
    except (ValueError, KeyError) as e:
        with e as z:
            yield z
def g9(a):
    yield [i for i in a]
def g10(a):
    x = yield (yield a)
    return (x, a, 1, a, 2, a)
def g11(a):
    a.b.c(a, a.d, {1: a}, [a, a])
    yield
def g12():
    raise ValueError(1) from None
    yield
[sys.getsizeof(g1()), sys.getsizeof(g2(1, 2)), sys.getsizeof(g3()), sys.getsizeof(g4()), sys.getsizeof(g5(1)), sys.getsizeof(g6(1))]
[sys.getsizeof(g7(1)), sys.getsizeof(g8()), sys.getsizeof(g9(1)), sys.getsizeof(g10(1)), sys.getsizeof(g11(1)), sys.getsizeof(g12())]
sys.getsizeof(x for x in [1])
sys.getsizeof((x, y) for x in [1] for y in [2])
def fr(f):
    try:
        f()
    except ValueError as e:
        t = e.__traceback__.tb_next
        n = []
        while t is not None:
            n.append(sys.getsizeof(t.tb_frame))
            n.append(sys.getsizeof(t))
            t = t.tb_next
        return n
def h1(): raise ValueError(1)
def h2(a=1, b=2):
    c = [a, b]
    return h1()
fr(h1)
fr(h2)
def cellsize():
    x = 1
    def f(): return x
    return sys.getsizeof(f.__closure__[0])
cellsize()
def excsize():
    try: raise ValueError(1)
    except ValueError as e: return [sys.getsizeof(e), sys.getsizeof(e.__traceback__)]
excsize()
sys.getsizeof(lambda: 1)
def f1(a, b):
    yield a
    yield b
w = f1(1, 2)
sys.getsizeof(w)
next(w)
sys.getsizeof(w)
next(w)
sys.getsizeof(w)
w.close()
sys.getsizeof(w)
w = f1(1, 2)
w.close()
sys.getsizeof(w)
w = f1(1, 2)
next(w)
w.close()
sys.getsizeof(w)
def g1(a):
    for c in a:
        return c
    yield
def g2(a):
    try:
        return a.b(1)
    finally:
        a.c(1, 2)
    yield
def g3(a):
    try:
        yield
    except ValueError:
        return a.b(1)
    finally:
        a.c(1, 2)
def g4(a):
    try:
        yield
    except ValueError as c:
        for c in a:
            return a.b(1)
    finally:
        a.c(1, 2)
def g5(a):
    for x in a:
        try:
            yield
        except ValueError as c:
            return a
        finally:
            a.c(1, 2)
def g6(a):
    try:
        pass
    finally:
        class Q(a):
            def get(self): return a
    yield
def g7(a):
    class Q(a): pass
    yield
def g8(a):
    try:
        yield
    except (KeyError, IndexError) as b:
        for b in range(2):
            pass
        a.append(b)
def g9(a):
    try:
        try:
            for x in a:
                try:
                    c = a(1)
                except KeyError as x:
                    c = a(1)
                finally:
                    pass
        except KeyError as b:
            a.append(b)
        finally:
            c = a(1)
    finally:
        b = a(1)
    yield
def g10(a):
    assert a
    yield
def g11(a):
    with a:
        try:
            if a: pass
            return [a for k in range(2)]
        finally:
            raise IndexError(a(1))
    yield
def g12(a):
    try:
        yield
    finally:
        assert a
        a
def g13(a):
    for x in a:
        with a as b:
            return a(1)
    yield
def g14(a):
    x = (lambda: lambda: a)()
    yield
def g15(a):
    for c in [a(1), a(2)]:
        with a(1, 2):
            try:
                pass
            finally:
                raise
    yield
def g16(a):
    b = [[r for r in [q, a]] for q in range(2)]
    yield
def g17(a):
    try:
        yield
    finally:
        b = a(1)
        raise
def size(f): return sys.getsizeof(f(1))
[size(g1), size(g2), size(g3), size(g4), size(g5), size(g6), size(g7), size(g8), size(g9)]
[size(g10), size(g11), size(g12), size(g13), size(g14), size(g15), size(g16), size(g17)]
`,
    lines: [
      [
        '3.8 3.9',
        `=list[112, 112, 112, 112, 112, 112] | =list[112, 112, 112, 112, 112, 112] | =112 | =112 | =list[392, 56] | =list[416, 56, 392, 56] | =40 | =list[80, 56] | =136 | =112 | =1 | =112 | =2 | =112 | =112 | =112 | =1 | =112 | =list[112, 112, 112, 112, 112, 112, 112, 112, 112] | =list[112, 112, 112, 112, 112, 112, 112, 112]`,
      ],
      [
        '3.10',
        `=list[104, 104, 104, 104, 104, 104] | =list[104, 104, 104, 104, 104, 104] | =104 | =104 | =list[384, 56] | =list[408, 56, 384, 56] | =40 | =list[80, 56] | =144 | =104 | =1 | =104 | =2 | =104 | =104 | =104 | =1 | =104 | =list[104, 104, 104, 104, 104, 104, 104, 104, 104] | =list[104, 104, 104, 104, 104, 104, 104, 104]`,
      ],
      [
        '3.11',
        `=list[176, 216, 200, 216, 224, 216] | =list[200, 240, 192, 232, 232, 192] | =200 | =224 | =list[160, 56] | =list[176, 56, 160, 56] | =40 | =list[88, 56] | =152 | =192 | =1 | =192 | =2 | =192 | =192 | =192 | =1 | =192 | =list[200, 224, 224, 232, 248, 240, 224, 216, 240] | =list[184, 240, 208, 248, 208, 240, 216, 224]`,
      ],
      [
        '3.12',
        `=list[176, 208, 192, 208, 216, 208] | =list[192, 232, 208, 224, 224, 184] | =192 | =216 | =list[160, 56] | =list[176, 56, 160, 56] | =40 | =list[88, 56] | =160 | =192 | =1 | =192 | =2 | =192 | =192 | =192 | =1 | =192 | =list[192, 216, 216, 224, 240, 232, 216, 208, 232] | =list[184, 240, 200, 240, 200, 232, 256, 216]`,
      ],
      [
        '3.13.0',
        `=list[176, 208, 192, 208, 216, 208] | =list[192, 232, 208, 224, 224, 184] | =192 | =216 | =list[176, 56] | =list[192, 56, 176, 56] | =40 | =list[88, 56] | =160 | =192 | =1 | =192 | =2 | =192 | =192 | =192 | =1 | =192 | =list[192, 216, 216, 224, 240, 232, 216, 208, 232] | =list[184, 240, 200, 240, 192, 232, 256, 216]`,
      ],
    ],
  },
]
