/**
 * Random programs of level 3, as text: subclasses of containers and exceptions, weak containers, proxies and finalizers,
 * classes that `type` makes, and special methods that change the container in whose operation they run. Every statement may
 * raise; the next one goes on. A small grammar of its own, written for comparing the simulation with real interpreters.
 */
import { Prng } from '../src/base/prng.ts'

const PRELUDE = `class D:
    def __hash__(self):
        return 7
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print('del', self.n)
class L(list):
    pass
class LD(list):
    def __del__(self):
        print('del list', len(self))
class LS(list):
    __slots__ = ('a', 'b')
class LI(L):
    def __init__(self, n, m=None):
        self.n = n
        self.append(m)
class M(dict):
    pass
class MS(dict):
    __slots__ = ('a',)
    def __del__(self):
        print('del dict', len(self))
class S(set):
    pass
class FS(frozenset):
    pass
class T(tuple):
    pass
class TS(tuple):
    __slots__ = ()
class X(Exception):
    def __hash__(self):
        return 7
class Y(ValueError):
    __slots__ = ('a',)
    def __hash__(self):
        return 7
    def __init__(self, n):
        self.n = n
class YD(X):
    def __hash__(self):
        return 7
    def __del__(self):
        print('del error')
class LK(list):
    def __eq__(self, other):
        run(self)
        return len(self) == 1
    def __hash__(self):
        return 1
class K:
    def __init__(self, n, h=1):
        self.n = n
        self.h = h
        self.a = None
    def __hash__(self):
        print('hash', self.n)
        return self.h
    def __eq__(self, other):
        print('eq', self.n)
        run(self)
        return self.n == other.n
class Q:
    def __eq__(self, other):
        print('eq', sys.getrefcount(self), isinstance(other, (D, Q, list)) and sys.getrefcount(other))
        run(self)
        return self.a is other
class G:
    def __hash__(self):
        return 7
    def __getattr__(self, name):
        print('get', name)
        run(self)
        return name
class H:
    def __hash__(self):
        return 7
    def __setattr__(self, name, value):
        print('set', name, sys.getrefcount(self), isinstance(value, (D, Q, list)) and sys.getrefcount(value))
        kept.append(value)
class R(weakref.ref):
    pass
class RS(weakref.ref):
    __slots__ = ('key',)
def called(w):
    print('called')
def told(*args):
    print('told')
def ended(a=None, b=None):
    print('ended')
def run(o):
    global act
    f = act
    act = None
    if f is not None:
        f()
act = None
kept = []
l = []
m = {}
s = set()
wv = weakref.WeakValueDictionary()
wk = weakref.WeakKeyDictionary()
`.replace("def told(*args):\n    print('told')\n", '')

const VARIABLES = ['u', 'v', 'w', 'x']
const FRESH = [
  "D('n')",
  "D('n')",
  'L()',
  'L([1, 2])',
  'LD([n])',
  'LS([n])',
  'LI(1)',
  'LI(n, n)',
  'M()',
  'M({1: n})',
  "MS({'a': n})",
  'S()',
  'S([1, 2])',
  'S({n})',
  'FS([1, n])',
  'FS()',
  'T()',
  'T([1, n])',
  'TS((n,))',
  'X()',
  'X(n, 1)',
  'Y(n)',
  'YD(n)',
  'K(1)',
  'K(2)',
  'Q()',
  'G()',
  'H()',
  'LK()',
  'LK([n])',
  '[n, n]',
  '{1: n}',
  '{n}',
  '(n, n)',
  'object()',
  'Y([n])',
]
const WEAK = [
  'weakref.ref(n)',
  'weakref.ref(n, called)',
  'weakref.proxy(n)',
  'weakref.proxy(n, called)',
  'R(n)',
  'R(n, called)',
  'RS(n)',
  'weakref.WeakSet()',
  'weakref.WeakSet([n])',
  'weakref.finalize(n, ended)',
  'weakref.finalize(n, ended, n)',
  'weakref.finalize(n, ended, 1, n)',
  'weakref.finalize(n, kept.append, n)',
]
const ACTS = [
  'lambda: l.clear()',
  'lambda: m.clear()',
  'lambda: s.clear()',
  'lambda: l.append(1)',
  'lambda: m.update({5: 5, 6: 6, 7: 7})',
  'lambda: s.update([5, 6, 7, 8, 9])',
  'lambda: gc.collect()',
  'lambda: kept.clear()',
  'lambda: l.pop()',
  'lambda: m.popitem()',
  "lambda: s.add('z')",
  'lambda: kept[0]',
  'lambda: n.clear()',
  'lambda: gc.collect(0)',
  'lambda: print(sys.getrefcount(kept))',
]
const STATEMENTS = [
  'V = F',
  'V = F',
  'V = F',
  'V = F',
  'V = F',
  'V = W',
  'V = W',
  'V = W',
  'V = n',
  'del V',
  'V = None',
  'V = None',
  'act = A',
  'act = A',
  'n.a = n',
  'n.a = F',
  'n.p = n',
  'n.b = F',
  'del n.a',
  'print(n.a is n)',
  'n.a',
  'n.zz',
  'n.__dict__ is None',
  'n.__dict__[1] = n',
  'n.append(n)',
  'n.append(F)',
  'n.extend(n)',
  'n.extend(F)',
  'n.insert(0, n)',
  'n.remove(n)',
  'n.index(n)',
  'n.count(n)',
  'n.pop()',
  'n.clear()',
  'n.sort()',
  'n.copy()',
  'V = n.copy()',
  'n[0]',
  'n[0] = n',
  'n[n] = n',
  'n[n] = F',
  'n[n]',
  'del n[0]',
  'del n[n]',
  'n.get(n)',
  'n.setdefault(n, F)',
  'n.pop(n, None)',
  'n.popitem()',
  'n.update(n)',
  'n.update({n: n})',
  'n.add(n)',
  'n.add(F)',
  'n.discard(n)',
  'n.remove(n)',
  'n.union(n)',
  'n.difference(n)',
  'n.issubset(n)',
  'n.intersection(n)',
  'n.intersection(n, l)',
  'n.difference(l, n)',
  'n.isdisjoint(n)',
  'n.symmetric_difference(n)',
  'n.symmetric_difference_update(n)',
  'n.intersection_update(n)',
  's.isdisjoint(l)',
  's.symmetric_difference_update(l)',
  's.symmetric_difference_update(m)',
  's.intersection_update(l)',
  's.intersection_update(n)',
  'V = s.intersection(l)',
  'V = s.symmetric_difference(n)',
  'n in n',
  'n in n',
  'n == n',
  'n == n',
  'n != n',
  'n == F',
  'n < n',
  'n + n',
  'n * 2',
  'n - n',
  'len(n)',
  'V = list(n)',
  'V = tuple(n)',
  'V = T(n)',
  'V = L(n)',
  'V = S(n)',
  'V = M(n)',
  'V = dict(n)',
  'V = set(n)',
  'V = sorted(n)',
  'isinstance(n, (list, D, Exception))',
  'type(n) is L',
  'for i in n:\n    pass',
  'for i in n:\n    n.append(i)\n    break',
  'for i in n:\n    run(i)',
  'for i in n:\n    V = i',
  'V = [i for i in n]',
  'V = {i: n for i in n}',
  'V = iter(n)',
  'next(n)',
  'l.append(n)',
  'l.append(n)',
  'l.append(F)',
  'l.remove(n)',
  'l.index(n)',
  'l.count(n)',
  'n in l',
  'l == [n, n]',
  'l.insert(0, F)',
  'l.clear()',
  'l.sort()',
  'm[n] = n',
  'm[n] = F',
  'm[F] = n',
  'm.get(n)',
  'm.pop(n, 1)',
  'm.setdefault(n, n)',
  'n in m',
  'del m[n]',
  'm.update(n)',
  'm == {n: n}',
  'm.clear()',
  'V = m.copy()',
  'V = M(m)',
  's.add(n)',
  's.add(F)',
  's.discard(n)',
  'n in s',
  's.remove(n)',
  's.update(n)',
  's == {n}',
  's.clear()',
  'V = s - {n}',
  's.union(n)',
  'raise n',
  'raise n from n',
  'try:\n    raise n\nexcept X as e:\n    V = e',
  'try:\n    raise F\nexcept Exception as e:\n    V = e',
  'try:\n    n.zz\nexcept AttributeError as e:\n    V = e',
  'def f(a):\n    b = F\n    raise a\ntry:\n    f(n)\nexcept (X, ValueError) as e:\n    V = e',
  'n()',
  'V = n()',
  'n.alive',
  'n.detach()',
  'n.peek() is None',
  'n.atexit',
  'len(n.args)',
  'n.__traceback__ is None',
  'n.key',
  'n.key = F',
  'n.keys()',
  'V = list(n.items())',
  'V = list(n.values())',
  'V = n.keys()',
  'gc.collect()',
  'gc.collect()',
  'gc.collect(0)',
  'gc.is_tracked(n)',
  'weakref.getweakrefcount(n)',
  'len(weakref.getweakrefs(n))',
  'len(gc.get_referents(n))',
  'len(gc.get_referrers(n))',
  "Z = type('C', (n,), {})",
  "Z = type('C', (list,), {'a': n})",
  "Z = type('C', (D,), {})",
  "Z = type('C', (), {'__del__': lambda self: print('del C')})",
  'V = type(n)(n)',
  'V = type(n)()',
  'kept.append(n)',
  'kept.append(n)',
  'kept.clear()',
  'class B(M):\n    pass',
  'class B(D, X):\n    pass',
  'class B(LS, L):\n    pass',
  'class B(list):\n    def __del__(self):\n        print(1)\n    a = n',
  'class B(L, D):\n    pass',
  'class B(D, L):\n    pass',
  'V = B()',
  'V = B(n)',
  'del B',
  'Z()',
  'Z(n)',
  'type(Z())(n)',
  'del Z',
  'n.__class__ = L',
  'n.__class__',
  'a, b = n',
  'wv[n] = n',
  'wv[1] = n',
  'wv[n] = F',
  'wv[1]',
  'wv.get(1)',
  'del wv[1]',
  'wv.pop(n, None)',
  'wv.setdefault(n, n)',
  'wv.update({1: n, 2: n})',
  'wv.popitem()',
  'V = wv.copy().data',
  'V = dict(wv)',
  'V = list(wv.values())',
  'for i in wv.values():\n    wv.clear()\n    break',
  'for i in wv.keys():\n    V = F\n    run(i)',
  'len(wv)',
  'n in wv',
  'wv == {1: n}',
  'len(wk)',
  'wk[n] = n',
  'wk[n] = F',
  'wk[F] = n',
  'del wk[n]',
  'wk.get(n)',
  'n in wk',
  'wk.setdefault(n, F)',
  'wk.popitem()',
  'V = list(wk.items())',
  'V = dict(wk)',
  'for i in wk:\n    V = None\n    run(i)',
  'wk.update({n: n})',
  'wk.clear()',
  'wk == {n: n}',
  'D.__eq__ = lambda self, other: run(self)',
  'del D.__eq__',
  'L.__del__ = lambda self: print(len(self))',
  'del L.__del__',
]

export function changingProgram(seed: number, index: number): string {
  return new Writer(new Prng(seed, index, 3)).program()
}

class Writer {
  private readonly random: Prng
  private made = 0

  constructor(random: Prng) {
    this.random = random
  }

  program(): string {
    const { random } = this
    const lines = VARIABLES.map((name) => `${name} = ${this.filled(random.pick(FRESH).replaceAll('n', '0'))}`)
    // Statements like those before come more often: what is made is used.
    const few = Array.from({ length: random.between(6, 30) }, () => random.pick(STATEMENTS))
    for (let i = random.between(8, 26); i > 0; i--)
      lines.push(this.filled(random.percent(70) ? random.pick(few) : random.pick(STATEMENTS)))
    lines.push('gc.collect()', 'kept.clear()', 'gc.collect()')
    return PRELUDE + lines.map((line) => `${line}\n`).join('')
  }

  /** V: a variable; n: a variable or a container; F: something new; W: something weak; A: what a special method does. */
  private filled(template: string): string {
    return template.replace(/\b[VnFWA]\b/g, (letter, at: number) => {
      switch (letter) {
        case 'V':
          return this.random.pick(VARIABLES)
        case 'F':
          return this.filled(this.random.pick(FRESH))
        case 'W':
          return this.filled(this.random.pick(WEAK))
        case 'A':
          return this.filled(this.random.pick(ACTS))
        default:
          return isQuotedOrAttribute(template, at) ? this.word(template, at) : this.name()
      }
    })
  }

  private word(template: string, at: number): string {
    return template[at - 1] === '.' ? 'n' : `o${++this.made}`
  }

  private name(): string {
    return this.random.pick([...VARIABLES, ...VARIABLES, 'l', 'm', 's', 'kept'])
  }
}

function isQuotedOrAttribute(template: string, at: number): boolean {
  return template[at - 1] === '.' || template[at - 1] === "'"
}
