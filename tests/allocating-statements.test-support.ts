/**
 * What may allocate: a world of objects, and one statement for each call, operation and construct of the language that
 * makes objects on its way. Each is run twice in a world of its own, right after a full collection, when all free lists
 * are empty: so that a tuple that one side passes arguments in, and the other does not, shows in the counts.
 */

export const WORLD = `class C:
    k = 1
    def m(self):
        pass
class C2:
    k = 1
class N:
    def __init__(self, n):
        self.n = n
class D:
    def __init__(self, n):
        pass
    def __del__(self):
        pass
class E:
    def __init__(self, n, o):
        self.n = n
class W:
    def __enter__(self):
        return self
    def __exit__(self, a, b, c):
        pass
class X(Exception):
    pass
class Y(ValueError):
    def __init__(self, n):
        self.n = n
class L(list):
    pass
class T(tuple):
    pass
class M(dict):
    pass
class S(set):
    pass
class FS(frozenset):
    pass
class R(weakref.ref):
    pass
def f(x=None, y=None, z=None):
    return x
def two(x, y):
    return x
class A:
    def __getattr__(self, name):
        return 1
nogetattr = A()
def call(x):
    return x()
def closure():
    x = 1
    def inner():
        return x
    return inner()
def closure2():
    x = 1
    def inner():
        return x
    return inner
def cls():
    class I:
        pass
    return I
def recur(n):
    if n > 0:
        recur(n - 1)
def gen():
    try:
        yield 1
        yield 2
    except KeyError:
        yield 3
a = C()
l = [1, 2, 3]
t = (1, 2, l)
d = {1: 2, 3: l}
s = {1, 2, 3}
it = iter([5, 6])
ll = L([1, 2])
g = gen()
next(g)
gg = gen()
e = X(1)
wr = weakref.ref(a)
pr = weakref.proxy(a)
wk = weakref.WeakKeyDictionary({a: 1})
wv = weakref.WeakValueDictionary({1: a})
ws = weakref.WeakSet([a])
fin = weakref.finalize(a, f)
`

/** Take what the free lists hold of each kind, so that what a statement left there shows, too. */
export const TAKERS = ['(a,)', '(a, 1)', '(a, 1, 2)', '(a, 1, 2, 3)', '[a]', '{a: 1}']

export const ALLOCATING: readonly string[] = [
  'weakref.proxy(a)',
  'weakref.proxy(a, f)',
  'weakref.ref(a)',
  'weakref.ref(a, f)',
  'weakref.getweakrefcount(a)',
  'weakref.getweakrefs(a)',
  'weakref.finalize(a, f)',
  'weakref.finalize(a, f, 1)',
  'weakref.finalize(a, f, 1, 2)',
  'weakref.finalize(None, f, 1, 2)',
  'weakref.finalize(None, f)',
  'weakref.WeakSet()',
  'weakref.WeakSet([a])',
  'weakref.WeakKeyDictionary()',
  'weakref.WeakKeyDictionary({a: 1})',
  'weakref.WeakValueDictionary()',
  'weakref.WeakValueDictionary({1: a})',
  'gc.get_objects(0)',
  'gc.get_referents(a)',
  'gc.get_referents(a, l)',
  'gc.get_referrers(a)',
  'gc.get_stats()',
  'gc.get_threshold()',
  'gc.get_count()',
  'gc.is_tracked(a)',
  'gc.is_finalized(a)',
  'gc.collect(0)',
  'gc.collect(1)',
  'gc.collect()',
  'gc.set_threshold(700, 10, 10)',
  'gc.set_debug(0)',
  'sys.getsizeof(a)',
  'sys.getrefcount(a)',
  "sys.intern('abc')",
  'sys.getrecursionlimit()',
  'len(l)',
  "print('a')",
  "print('a', 1)",
  'isinstance(a, C)',
  'iter(l)',
  'next(it, None)',
  'type(a)',
  "type('K', (), {})",
  "type('K', (C,), {})",
  "type('K', (list,), {})",
  'sorted(l)',
  'sorted(d)',
  'list(l)',
  'list((1, 2))',
  'list()',
  'list(d)',
  'list(it)',
  'tuple(l)',
  'tuple()',
  'tuple((1, 2))',
  'dict(d)',
  'dict()',
  'dict([(1, 2)])',
  'set(l)',
  'set()',
  'frozenset(l)',
  'frozenset()',
  "int('3')",
  'int()',
  "float('3')",
  'str(1)',
  "str('a')",
  'bytes(3)',
  'bytearray(3)',
  'range(3)',
  'range(1, 3)',
  'range(1, 3, 1)',
  'object()',
  'l.append(1)',
  'l.extend(t)',
  'l.extend(l)',
  'l.extend(it)',
  'l.extend(g)',
  'l.insert(0, 1)',
  'l.pop()',
  'l.pop(0)',
  'l.remove(1)',
  'l.index(1)',
  'l.count(1)',
  'l.sort()',
  'l.reverse()',
  'l.copy()',
  'l.clear()',
  'll.extend(ll)',
  'll.append(1)',
  'll.count(1)',
  'd.get(1)',
  'd.get(1, 2)',
  'd.pop(1)',
  'd.pop(1, None)',
  'd.popitem()',
  'd.setdefault(1, 2)',
  'd.update(d)',
  'd.update({5: 6})',
  'd.update([(5, 6)])',
  'd.keys()',
  'd.values()',
  'd.items()',
  'list(d.items())',
  'd.copy()',
  'd.clear()',
  'dict.fromkeys(l)',
  's.add(5)',
  's.discard(5)',
  's.remove(1)',
  's.pop()',
  's.union(l)',
  's.union(l, l)',
  's.update(l)',
  's.update(l, l)',
  's.intersection(l)',
  's.intersection(s)',
  's.difference(l)',
  's.difference(s)',
  's.difference_update(l)',
  's.intersection_update(l)',
  's.symmetric_difference(s)',
  's.symmetric_difference_update(s)',
  's.issubset(l)',
  's.issuperset(l)',
  's.isdisjoint(l)',
  's.copy()',
  't.index(1)',
  't.count(1)',
  "'a b'.split()",
  "'a'.join(['a', 'b'])",
  "'a'.upper()",
  "'abc'.find('b')",
  "'abc'.startswith('b')",
  "'abc'.replace('a', 'b')",
  'l + l',
  'l * 2',
  't + t',
  'l == l',
  'C()',
  'E(1, 2)',
  'D(1)',
  'D()',
  'C(1)',
  'N(1)',
  'N(1, 2)',
  'a.m()',
  'a.m',
  'a.zz',
  'a.x',
  'missing',
  'l[99]',
  'd[99]',
  '{}[1]',
  "1 + 'a'",
  'a + a',
  'a < a',
  'a()',
  'f()',
  'f(1)',
  'f(1, 2)',
  'f(1, 2, 3)',
  'f(1, 2, 3, 4)',
  'l.zz',
  'len()',
  'len(1, 2)',
  'g.send(None)',
  'g.throw(KeyError)',
  'g.close()',
  'next(g)',
  'next(gg, None)',
  '[i for i in l]',
  '{i for i in l}',
  '{i: i for i in l}',
  '(i for i in l)',
  'list(i for i in l)',
  'tuple(i for i in l)',
  'set(i for i in l)',
  'sorted(i for i in l)',
  'lambda: 1',
  'lambda k=a: k',
  '(lambda k=a: k)()',
  'X()',
  'X(1)',
  'X(1, 2)',
  'Y(1)',
  'KeyError(1)',
  'L()',
  'L(l)',
  'L([1, 2])',
  'T(l)',
  'T()',
  'M()',
  'M(d)',
  'M({1: 2})',
  'S(l)',
  'S()',
  'FS(l)',
  'R(a)',
  'R(a, f)',
  'wr()',
  'pr.x',
  'pr.m()',
  'pr == pr',
  'pr.n',
  'wk[a]',
  'wk.get(a)',
  'a in wk',
  'len(wk)',
  'list(wk)',
  'list(wk.items())',
  'list(wk.values())',
  'list(wk.keys())',
  'wk.pop(a)',
  'wk.popitem()',
  'wk.setdefault(a, 1)',
  'wk.update({a: 2})',
  'wk.copy()',
  'wk == wk',
  'wk.clear()',
  'wk.keyrefs()',
  'wv[1]',
  'wv[7]',
  'wv.get(1)',
  '1 in wv',
  '7 in wv',
  'len(wv)',
  'list(wv)',
  'list(wv.items())',
  'list(wv.values())',
  'list(wv.keys())',
  'wv.pop(1)',
  'wv.pop(7, 0)',
  'wv.pop(7)',
  'wv.popitem()',
  'wv.setdefault(1, a)',
  'wv.setdefault(7, a)',
  'wv.update({1: a})',
  'wv.copy()',
  'wv == wv',
  'wv.clear()',
  'wv.valuerefs()',
  'ws.add(a)',
  'a in ws',
  '1 in ws',
  'len(ws)',
  'list(ws)',
  'ws.discard(a)',
  'ws.remove(a)',
  'ws.remove(C)',
  'ws.pop()',
  'ws.update([a])',
  'ws.copy()',
  'ws.union([a])',
  'ws.difference([a])',
  'ws.intersection([a])',
  'ws.difference_update([a])',
  'ws.issubset(ws)',
  'ws.issuperset(ws)',
  'ws.isdisjoint(ws)',
  'ws == ws',
  'ws <= ws',
  'ws < ws',
  'ws - ws',
  'ws.clear()',
  'fin()',
  'fin.detach()',
  'fin.peek()',
  'fin.alive',
  'fin.atexit',
  'isinstance(1, (int, str))',
  'not l',
  'l is t',
  'a in l',
  '1 in d',
  'C.k',
  'C.m',
  'a.__class__',
  'a.__dict__',
  'e.args',
  'e.__traceback__',
  'str(e)',
  'type(a) is C',
  'type(a)()',
  'with W():\n    pass',
  'with W() as q:\n    q',
  'try:\n    missing\nexcept NameError:\n    pass',
  'try:\n    missing\nexcept NameError as q:\n    pass',
  'try:\n    raise KeyError(1)\nexcept KeyError as q:\n    pass',
  'try:\n    raise X\nexcept X:\n    pass',
  'try:\n    raise X(1) from e\nexcept X:\n    pass',
  'try:\n    l[99]\nfinally:\n    pass',
  'for q in l:\n    pass',
  'for q in d:\n    pass',
  'for q in d.items():\n    pass',
  'for q in s:\n    pass',
  'for q in g:\n    pass',
  'for q in range(3):\n    pass',
  'for q in wk:\n    pass',
  'for q in wv.items():\n    pass',
  'for q in ws:\n    pass',
  'while False:\n    pass',
  'def q(x):\n    return x',
  'def q(x=l):\n    return x',
  'class Q:\n    pass',
  'class Q:\n    a = 1\n    def m(self):\n        pass',
  'class Q(C):\n    pass',
  "class Q(list):\n    __slots__ = ('a',)",
  'q, r = l',
  'q = r = l',
  'q, r = (1, 2, 3)',
  'a.x = l',
  'del a.x',
  'wk[a] = 2',
  'del wk[a]',
  'wv[1] = a',
  'del wv[1]',
  'l[0] = 1',
  'del l[0]',
  'd[1] = 2',
  'del d[1]',
  'assert False',
  "assert False, 'a'",
  'raise KeyError',
  'raise X(1)',
  'raise a',
  'a.m(1, 2)',
  'closure()',
  'closure2()()',
  'cls()',
  'recur(3)',
  'call(f)',
  'call(C)',
  'call(L)',
  'call(a.m)',
  'fin.atexit = False',
  'p = weakref.proxy(a, f)',
  'w = weakref.ref(a, f)',
  'C.k = 2',
  'a.__class__ = C2',
  'weakref.finalize(None, l.append, 1)',
  'weakref.finalize(None, a.m, 1)',
  'ws.issubset([a])',
  'None.__init__(1, 2)',
  'list.__init__(ll)',
  'list.__init__(ll, t)',
  'C.__init__(a)',
  'f(missing)',
  'two(1)',
  'two()',
  'weakref.ref(C)',
  'weakref.ref(list)',
  'weakref.proxy(int)',
  'nogetattr.zz',
  "dict(['ab', [1, 2]])",
  "type('Odd', (5,), {})",
  'type(1, (), {})',
  "class Odd:\n    __slots__ = ('x',)\n    x = 1",
  "print({'a': 1}.keys(), {'a': 1}.values(), {'a': 1}.items())",
]
