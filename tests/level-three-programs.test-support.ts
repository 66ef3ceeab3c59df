/**
 * Random programs of level 3, as text: a handful of classes that derive from built-in types or say themselves what is
 * equal, and top-level statements that put their instances into containers, weak ones too, and take them out again, while
 * `__eq__`, `__hash__`, `__del__` and callbacks change what is being worked on. They end: what such a method does is short.
 */
import { Prng } from '../src/base/prng.ts'

const PRELUDE = `class N:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print('del', self.n)
class L(list):
    def __del__(self):
        print('list', len(self))
class D(dict):
    pass
class S(set):
    pass
class T(tuple):
    pass
class P(L):
    __slots__ = ('s', 'n')
class X(Exception):
    pass
class Y(X, KeyError):
    def __init__(self, n):
        self.n = n
        X.__init__(self, n, n)
class F(frozenset):
    pass
def nothing():
    pass
class K:
    def __init__(self, n, act, answer):
        self.n = n
        self.act = act
        self.answer = answer
    def __hash__(self):
        return self.n
    def __eq__(self, other):
        self.act()
        return self.answer
    def __del__(self):
        print('key', self.n)
class Q:
    n = 1
    def __eq__(self, other):
        return True
class H:
    def __init__(self, n):
        self.n = n
    def __hash__(self):
        return 5
    def __eq__(self, other):
        return isinstance(other, H) and self.n == other.n
class G:
    def __getattr__(self, name):
        print('asked', name)
        box.append(name)
        return box
    def __setattr__(self, name, value):
        box.append(value)
        self.__dict__[name] = value
class I:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        self.n = self.n - 1
        if self.n < 0:
            raise StopIteration
        return N('item')
def called(w):
    print('called', w is r)
def told(a, b=None):
    print('told', len(box))
    return a
class J(list):
    def __init__(self, x):
        list.__init__(self, [x, 2])
        self.x = x
class O(dict):
    def __init__(self, x):
        self['x'] = x
class Z(N, L):
    pass
class B(Exception):
    __slots__ = ('s',)
    def __del__(self):
        print('error', len(self.args))
class W(set):
    def __init__(self, x):
        set.__init__(self)
        self.add(x)
    def __hash__(self):
        return 2
def fail(x):
    y = L([x])
    raise Y(y)
def work(x, y):
    try:
        table[x] = y
        for q in list(wv.values()):
            wk[q] = x
        return x == y
    finally:
        x = None
def pairs(x):
    for q in wk:
        yield q, x
    with weakref.proxy(x):
        yield x
r = None
box = []
table = {}
group = set()
ws = weakref.WeakSet()
wv = weakref.WeakValueDictionary()
wk = weakref.WeakKeyDictionary()
a = N('a')
b = L([1])
c = K(1, nothing, False)
p = weakref.proxy(a)
f = weakref.finalize(a, told, 'first')
it = iter(())
`

const VALUES = ['a', 'b', 'c', 'd']
const ACTS = [
  'nothing',
  'box.clear',
  'gc.collect',
  'table.clear',
  'lambda: len(box) < 9 and box.append(1)',
  'group.clear',
  'ws.clear',
]

export function levelThreeProgram(seed: number, index: number): string {
  const random = new Prng(seed, index, 3)
  const lines: string[] = []
  for (let i = random.between(12, 40); i > 0; i--) lines.push(statement(random, i))
  lines.push('gc.collect()', 'box.clear()', 'table.clear()', 'a = b = c = d = r = None', 'gc.collect()')
  return PRELUDE + lines.map((line) => `${line}\n`).join('')
}

function fresh(random: Prng, n: number): string {
  const value = random.pick(VALUES)
  const act = random.pick(ACTS)
  return random.pick([
    `N(${n})`,
    `L([${value}, ${n}])`,
    `D()`,
    `D({${n}: ${value}})`,
    `S([${value}])`,
    `S()`,
    `T((${value}, ${n}))`,
    `T()`,
    `P([${value}])`,
    `X(${value})`,
    `Y(${value})`,
    `F([${n}])`,
    `K(${random.between(1, 2)}, ${act}, ${random.pick(['True', 'False', 'None', '[]', 'box'])})`,
    `K(1, ${act}, ${random.pick(['True', 'False'])})`,
    `Q()`,
    `H(${random.between(1, 3)})`,
    `G()`,
    `I(2)`,
    `[${value}]`,
    `(${value}, ${n})`,
    `{${n}: ${value}}`,
    `weakref.ref(${value})`,
    `lambda: ${value}`,
    `J(${value})`,
    `O(${value})`,
    `Z(${n})`,
    `B(${value}, 1)`,
    `W(${value})`,
    `type('M', (${random.pick(['N', 'L', 'object', 'D', 'X'])},), {'m': told})`,
    `${value}`,
  ])
}

function statement(random: Prng, n: number): string {
  const v = random.pick(VALUES)
  const w = random.pick(VALUES)
  const group = random.pick([
    values,
    values,
    attributes,
    lists,
    dicts,
    sets,
    weakSets,
    weakDicts,
    finalizers,
    proxies,
    others,
    calls,
    keepers,
  ])
  return group(random, v, w, n)
}

type Writer = (random: Prng, v: string, w: string, n: number) => string

const values: Writer = (random, v, w, n) =>
  random.pick([
    `${v} = ${fresh(random, n)}`,
    `${v} = ${fresh(random, n)}`,
    `${v} = ${fresh(random, n)}`,
    `${v} = ${w}`,
    `del ${v}`,
    `${v} == ${w}`,
    `${v} != ${w}`,
    `[${v}, ${n}] == [${w}, ${n}]`,
    `(${v}, ${w}) < (${w}, ${n})`,
    `type(${v}) is type(${w})`,
    `isinstance(${v}, ${random.pick(['N', 'list', 'L', 'Exception', '(D, set)', 'weakref.WeakSet'])})`,
    `len(${v})`,
    `gc.is_tracked(${v})`,
    'gc.collect()',
    `gc.collect(${random.below(3)})`,
    `${v} = a = b = None`,
  ])

const attributes: Writer = (random, v, w) => {
  const name = random.pick(['n', 'x', 'y', 's', 'act'])
  return random.pick([
    `${v}.${name} = ${w}`,
    `${v}.${name} = ${w}`,
    `${v}.me = ${v}`,
    `${v}.${name}`,
    `del ${v}.${name}`,
    `box.append(${v}.__dict__)`,
    `${v}.append(${w})`,
    `${v}[0]`,
    `${v}[0] = ${w}`,
    `${v}.clear`,
    `${v}.act = ${random.pick(ACTS)}`,
  ])
}

const lists: Writer = (random, v, w) =>
  random.pick([
    `box.append(${v})`,
    `box.append(${v})`,
    `box.remove(${v})`,
    `${v} in box`,
    `${v} not in ${w}`,
    `box.index(${v})`,
    `box.count(${v})`,
    `box == [${v}]`,
    `box.clear()`,
    `box = [${v}, ${w}, box]`,
    `box.extend(${v})`,
    `box.pop()`,
    `list.append(${v}, ${w})`,
    `box = list(${v})`,
    `for q in ${v}:\n    box.append(q)\n    if len(box) > 20:\n        break`,
  ])

const dicts: Writer = (random, v, w, n) =>
  random.pick([
    `table[${v}] = ${w}`,
    `table[${v}] = ${w}`,
    `table[${n}] = ${v}`,
    `table.get(${v})`,
    `${v} in table`,
    `del table[${v}]`,
    `table.pop(${v}, None)`,
    `table.setdefault(${v}, ${w})`,
    `table == {${v}: ${w}}`,
    `table = dict(table)`,
    `table.update({${v}: ${w}})`,
    `table = {${v}: ${w}, ${w}: 1}`,
    `it = iter(table.${random.pick(['items', 'values', 'keys'])}())`,
    `${v} = next(it)`,
    `${v} = [k for k in table]`,
    `for k, q in table.items():\n    box.append(q)`,
    `table.popitem()`,
    `len(table.keys())`,
  ])

const sets: Writer = (random, v, w) =>
  random.pick([
    `group.add(${v})`,
    `group.add(${v})`,
    `${v} in group`,
    `group.discard(${v})`,
    `group.remove(${v})`,
    `group == {${v}}`,
    `group = {${v}, ${w}}`,
    `group.clear()`,
    `len(group)`,
    `group.update([${v}, ${w}])`,
    `group = group - {${v}}`,
    `${v} = group.pop()`,
  ])

const weakSets: Writer = (random, v, w) =>
  random.pick([
    `ws.add(${v})`,
    `ws.add(${v})`,
    `${v} in ws`,
    'len(ws)',
    `ws.discard(${v})`,
    `ws.remove(${v})`,
    `for q in ws:\n    ${v} = None`,
    `it = iter(ws)`,
    `${v} = next(it, None)`,
    `ws = weakref.WeakSet([${v}, ${w}])`,
    `ws == weakref.WeakSet([${v}])`,
    'if ws:\n    box.append(ws)',
    `ws.me = ws`,
    `ws.pop()`,
    `ws = ws.copy()`,
    `ws.isdisjoint([${v}])`,
  ])

const weakDicts: Writer = (random, v, w, n) => {
  const k = random.pick(['1', '2', v, `'k'`])
  return random.pick([
    `wv[${k}] = ${v}`,
    `wv[${k}] = ${v}`,
    `wv[${k}]`,
    `wv.get(${k}) is ${v}`,
    `${k} in wv`,
    `del wv[${k}]`,
    'len(wv)',
    `${v} = list(wv.values())`,
    `for q in wv.values():\n    ${w} = None`,
    `for k, q in wv.items():\n    ${w} = None\n    gc.collect()`,
    `it = wv.keys()`,
    `${v} = next(it, None)`,
    `wv.setdefault(${k}, ${v})`,
    `wv.pop(${k}, ${n})`,
    `wv = weakref.WeakValueDictionary({${n}: ${v}})`,
    `wv.me = wv`,
    `wk[${v}] = ${w}`,
    `wk[${v}] = ${w}`,
    `wk[${v}] = [${w}]`,
    `wk.get(${v})`,
    `wk.pop(${v}, None)`,
    `del wk[${v}]`,
    `${v} in wk`,
    'len(wk)',
    `${v} = [k for k in wk]`,
    `for k, q in wk.items():\n    ${w} = None`,
    `it = wk.items()`,
    `wk.setdefault(${v}, ${w})`,
    `wk = weakref.WeakKeyDictionary()`,
    `wk.clear()`,
    `wv == {1: ${v}}`,
  ])
}

const finalizers: Writer = (random, v, w) =>
  random.pick([
    `f = weakref.finalize(${v}, told, ${w})`,
    `f = weakref.finalize(${v}, told, ${w}, 2)`,
    `weakref.finalize(${v}, box.append, 'finalized')`,
    'f()',
    'f.alive',
    'f.atexit',
    'f.atexit = False',
    `${v} = f.peek()`,
    `${v} = f.detach()`,
    `r = weakref.ref(${v}, called)`,
    `r = weakref.ref(${v})`,
    'r() is None',
    `weakref.getweakrefcount(${v})`,
    `sys.getrefcount(${v})`,
  ])

const proxies: Writer = (random, v, w) =>
  random.pick([
    `p = weakref.proxy(${v})`,
    `p = weakref.proxy(${v}, called)`,
    'p.n',
    `p.x = ${w}`,
    'del p.x',
    'len(p)',
    `${v} in p`,
    `p == ${v}`,
    `${v} == p`,
    'p[0]',
    'p.append(1)',
    `isinstance(p, ${random.pick(['N', 'list', 'L', 'object'])})`,
    'if p:\n    box.append(p)',
    `${v} = [q for q in p]`,
    'p()',
    'table[p] = 1',
    `box.append(p)`,
    `p is weakref.proxy(${v})`,
  ])

const calls: Writer = (random, v, w) =>
  random.pick([
    `work(${v}, ${w})`,
    `work(${v}, ${w})`,
    `it = pairs(${v})`,
    `${w} = next(it, None)`,
    `it.close()`,
    `fail(${v})`,
    `try:\n    fail(${v})\nexcept X as e:\n    ${w} = e`,
    `try:\n    try:\n        fail(${v})\n    except KeyError:\n        raise B(${w})\nexcept Exception as e:\n    box.append(e)`,
    `${v}.args`,
    `if isinstance(${v}, Exception):\n    ${v}.__traceback__ = None`,
    `${w} = ${v}.__context__`,
    `told(${v})`,
  ])

const keepers: Writer = (random, v, w) =>
  random.pick([
    `${v} = ${w}.append`,
    `${v} = ${w}.get`,
    `${v}(${w})`,
    `${v} = table.items()`,
    `${v} = ws.data`,
    `${v} = wv.data`,
    `${v} = wk.data`,
    `${v} = ws._remove`,
    `${v} = ws.add`,
    `${v} = f`,
    `${v} = it`,
    `${v} = p`,
    `box.append(f)`,
    `${v} = weakref.getweakrefs(${w})`,
    `gc.get_referents(${v})`,
    `${v} = weakref.WeakSet`,
    `${v} = weakref.WeakKeyDictionary`,
    `${v} = [ws, wv, wk]`,
    `ws.add(wv)`,
    `wv[1] = ws`,
    `wk[ws] = wv`,
    `isinstance(${v}, weakref.finalize)`,
    `type(${v}) is weakref.WeakValueDictionary`,
    `${v} == ws`,
    `${v} = sorted([${v}, ${w}])`,
    `${v}.sort()`,
    `${v} = ${w} * 2`,
    `${v} = ${v} + ${w}`,
  ])

const others: Writer = (random, v, w) =>
  random.pick([
    `try:\n    raise ${random.pick([`X(${v})`, `Y(${v})`, 'X', v])}\nexcept X as e:\n    box.append(e)`,
    `try:\n    table[${v}]\nexcept KeyError as e:\n    ${w} = e`,
    `try:\n    wv[${v}]\nexcept Exception as e:\n    ${w} = e`,
    `try:\n    ${v}.foo\nexcept (AttributeError, ReferenceError):\n    pass`,
    `class C(${random.pick(['L', 'N', 'D', 'X', 'object', 'T', 'S', 'set', 'dict'])}):\n    def m(self):\n        return ${v}\n${w} = C`,
    `${v} = C(1)`,
    `${v} = C()`,
    `C.c = ${v}`,
    'del C',
    `${v} = type(${w})`,
    `r = weakref.ref(${v})`,
    `sorted([(1, ${v}), (2, ${w})])`,
    `${v} = ${w}.m()`,
    `d = type('M', (${random.pick(['N', 'L', 'object', 'S'])},), {'x': ${v}})`,
    'd.d = d',
    'c = d()',
    `print(${v} is ${w}, len(box))`,
  ])
