/**
 * Programs written by hand that a comparison with real interpreters runs besides the generated ones: each is the smallest
 * that once showed a difference, or that random programs reach too seldom.
 */

export interface ComparisonProgram {
  readonly title: string
  readonly text: string
  /** The only engine that it is for. */
  readonly engine?: string
}

export const COMPARISON_PROGRAMS: readonly ComparisonProgram[] = [
  {
    title: 'a collection in the middle of a store finds an instance that alone holds its dict',
    text: `
class Collects:
    def __del__(self):
        gc.collect()
class Saved:
    def __del__(self):
        self.x = [self]
a = Saved()
a.x = Collects()
a = None
b = Saved()
b.__dict__
b.x = Collects()
b = None
`,
  },
  {
    title: 'a finalizer takes away the dict into which the store goes that called it',
    text: `
class Thief:
    def __del__(self):
        holder.__dict__ = {}
        print(sys.getrefcount(holder))
class P:
    pass
holder = P()
holder.x = Thief()
holder.x = [holder]
holder.x
holder.x = Thief()
del holder.x
holder.y = 1
holder.x
`,
  },
  {
    title: 'a frame that is going away is no caller of what its local variables run',
    text: `
class Outer:
    def __del__(self):
        global held
        t = weak()
        held = self
class Inner:
    def __del__(self):
        missing
a = Outer()
b = Outer()
b.x = Inner()
weak = weakref.ref(b)
b = None
a = None
`,
  },
  {
    title: 'calls that are refused leave behind what they made until then',
    text: `
class N:
    pass
class M:
    def __init__(self):
        self.y = None
    def __del__(self):
        [][0]
N(1, 2)
M(1, 2)
list(1, 2)
dict(1, 2)
set(1, 2)
tuple(1, 2)
sorted([2, 1], 1)
{1: 2}.update(3)
gc.get_count()[0]
`,
  },
  {
    title: 'collections run by themselves at the same allocations, of the same generations',
    text: `
class Node:
    def __init__(self):
        self.me = self
kept = []
def note(phase, info):
    if phase == 'start':
        print(len(kept), info['generation'])
def churn(n):
    for i in range(n):
        kept.append([])
def wrap(n):
    for i in range(n):
        kept.append((i, [i]))
def cycles(n):
    for i in range(n):
        kept.append(Node())
        kept.pop()
gc.set_threshold(20, 3, 2)
gc.callbacks.append(note)
gc.enable()
churn(150)
kept.clear()
wrap(100)
kept.clear()
cycles(100)
len(gc.get_objects()) < 100
`,
  },
  {
    title: 'increments find the same, whatever frames hold and whether they were visited before',
    engine: 'pyodide@3.14',
    // With thresholds at which it does not matter how many objects the interpreter itself tracks.
    text: `
class S:
    __slots__ = ('x', '__weakref__')
class N:
    def __init__(self, n):
        self.n = n
        self.me = self
    def __del__(self):
        print('gone', self.n)
def note(phase, info):
    counts = gc.get_stats()[1]['collections'] - base
    print(phase, info['collected'], gc.get_count(), counts, len(gc.get_objects(0)), len(gc.get_objects(2)))
base = gc.get_stats()[1]['collections']
keep = []
def churn(n):
    for i in range(n):
        N(i)
        keep.append((i, [i]))
def outer(n):
    k = []
    for i in range(n):
        k.append([k])
        churn(5)
    return None
def walk(n):
    for i in range(n):
        x = [i]
        yield x
        N(i)
def use(n):
    t = []
    for v in walk(n):
        t.append(v)
        S().x = t
def big(n):
    for i in range(n):
        s = S()
        s.x = s
gc.enable()
gc.callbacks.append(note)
gc.set_threshold(20, 5, 0)
churn(60)
outer(10)
use(60)
keep.clear()
outer(10)
use(30)
gc.set_threshold(10, 20, 0)
use(60)
t = tuple(([k], gc.collect(1))[0] for k in range(10))
class K:
    a = [i for i in range(40)]
    b = [[i] for i in range(40)]
gc.set_threshold(300, 3, 0)
big(3000)
gc.callbacks.clear()
gc.get_count()[0]
`,
  },
  {
    title: 'sets ask the same items in the same order, whatever they are compared and combined with',
    text: `
class K:
    def __init__(self, n, h):
        self.n = n
        self.h = h
    def __hash__(self):
        print('hash', self.n)
        return self.h
    def __eq__(self, other):
        print('eq', self.n, other.n)
        return self.n == other.n
    def __del__(self):
        print('del', self.n)
def ks(a, b):
    return [K(i, i * b) for i in range(a)]
a = set(ks(6, 3))
b = set(ks(3, 3))
c = ks(4, 3) + ks(2, 3)
d = {K(1, 3): 1, K(9, 27): 2}
print(len(a.intersection(b)))
print(len(a.intersection(c)), len(a.intersection(d)), len(a.intersection(c, b)), len(a.intersection()))
print(a.isdisjoint(b), a.isdisjoint(c), a.isdisjoint(d), a.isdisjoint([]), a.isdisjoint(a))
print(a.issubset(c), a.issuperset(c), b.issubset(a))
print(len(a.symmetric_difference(b)), len(a.symmetric_difference(c)), len(a.symmetric_difference(d)))
a.symmetric_difference_update(b)
print(len(a))
a.symmetric_difference_update(c)
print(len(a))
a.symmetric_difference_update(d)
print(len(a))
a.intersection_update(b, c)
print(len(a))
a.intersection_update(a)
print(len(a))
a = set(range(40))
a.intersection_update([1, 2, 3])
a = set(range(5))
a.intersection_update(range(100))
a.symmetric_difference_update(range(3, 60))
a
a.symmetric_difference_update(a)
a.symmetric_difference_update(3)
a.symmetric_difference_update([[]])
a.intersection_update(3)
a.intersection([[]])
a.isdisjoint([[]])
frozenset([1, 2]).symmetric_difference([2, 3])
gc.is_tracked(frozenset([1, 2]).symmetric_difference([2, 3]))
gc.is_tracked(frozenset([1, 2]).intersection([2, 3]))
`,
  },
  {
    title: 'errors, frames and tuples that die nested too deep wait, and others are made in their place',
    text: `
class M:
    def m():
        pass
    def __del__(self):
        print('M', self.n)
class K:
    def __del__(self):
        pass
a = M()
for i in range(60):
    b = M()
    b.x = a
    a = b.m
b = None
a = None
gc.get_count()[0]
a = M()
for i in range(110):
    b = M()
    b.x = a
    a = [b]
b = None
a = None
gc.get_count()[0]
a = K()
for i in range(60):
    b = K()
    b.x = a
    a = b.m
b = None
a = None
a = K()
a.n = 1
for i in range(60):
    b = K()
    b.x = a
    a = [b]
b = None
a = None
gc.get_count()[0]
`,
  },
  {
    title: 'a collection sees what lies on the stack of a generator that runs',
    text: `
class Q:
    def __enter__(self):
        gc.collect()
    def __exit__(self, a, b, c):
        pass
class P:
    pass
def walk(u):
    with Q() as t:
        yield u
b = walk(P())
for i in b:
    break
gc.is_tracked(b)
`,
  },
  {
    title: 'an exception that nobody has caught is no object while a finalizer runs',
    text: `
class N:
    def __del__():
        pass
def f():
    (N(), missing)
def g():
    t = (N(), t)
f()
f()
g()
g()
gc.get_count()[0]
`,
  },
  {
    title: 'a class that was made by a call, and has gone, leaves its base a dict',
    text: `
a = dict()
class Base(dict):
    pass
def make(u):
    Gone = type('Gone', (Base,), {'held': u})
    Gone.own = [Gone]
    return [Gone, u]
b = make(a)
b = None
gc.collect()
`,
  },
  {
    title: 'a dict that a comparison clears keeps a key in a table for strings',
    text: `
table = {}
a = []
class Key:
    def __eq__(self, other):
        table.clear()
        return False
    def __hash__(self):
        return 11
c = Key()
table[c] = c
b = Key()
table[b] = a
`,
  },
  {
    title: 'nobody sees the variables of a generator that is being closed',
    text: `
class A:
    def m():
        pass
a = A()
weakref.finalize(a, gc.collect)
def f(b):
    c = A.m
    yield None
a = f(a)
next(a)
del a
`,
  },
  {
    title: 'a call holds the frame of the generator that made it',
    text: `
class A:
    def __enter__(self):
        pass
    def __exit__(self, a, b, c):
        self.x = (b, self)
        return True
    def __del__(self):
        self.y = [self]
class B:
    def __enter__(self):
        gc.collect()
    def __exit__():
        pass
def f(d):
    with A():
        d.append(lambda: ())
        yield None
    with B():
        pass
a = []
b = f(a)
next(b)
b = None
`,
  },
  {
    title: 'a call of len that has specialised leaves its argument to the handler',
    text: `
class M:
    def __del__(self):
        self.x = self
def f(u):
    for i in range(3):
        try:
            t = len(M())
        except Exception as e:
            u.append(e)
a = []
f(a)
`,
  },
]
