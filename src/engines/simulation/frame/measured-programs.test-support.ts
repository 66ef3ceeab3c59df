/**
 * Programs with what CPython 3.8.18, 3.9.18, 3.10.13, 3.11.7, 3.12.1 and 3.13.0 print when their top-level statements are
 * run one by one: `!Name` for a statement that raises, `~Name` for an unraisable exception, `=value` for an expression.
 */

export interface MeasuredProgram {
  readonly title: string
  readonly text: string
  /** Lines by versions, as measured. */
  readonly lines: readonly (readonly [versions: string, lines: string])[]
}

export const MEASURED: readonly MeasuredProgram[] = [
  {
    title: 'what a statement evaluates is released in the order of the version',
    text: `class D:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print(self.n)
D('a') is D('b')
D('a') == D('b')
D('a') in [D('b'), D('c')]
D('a') + D('b')
D('a')[D('b')]
D('a')(D('b'))
[D('a'), D('b'), missing, D('c')]
{D('a'): [], (): {}[1]}
`,
    lines: [
      [
        '3.8 3.9 3.10',
        'a | b | =False | a | b | =False | a | c | b | =False | a | b | !TypeError | a | b | !TypeError | b | a | !TypeError | b | a | !NameError | a | !KeyError',
      ],
      [
        '3.11 3.12 3.13.0',
        'a | b | =False | a | b | =False | a | c | b | =False | a | b | !TypeError | a | b | !TypeError | a | b | !TypeError | b | a | !NameError | a | !KeyError',
      ],
    ],
  },
  {
    title: 'arguments die when the caller or the callee gives them up',
    text: `class D:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print(self.n)
def f(x):
    del x
    print('in')
f(D('argument'))
def g(a, b):
    c = D('c')
    b = 1
g(D('a'), D('b'))
class M:
    def m(self, x):
        del self
        del x
        print('in m')
M().m(D('m'))
class I:
    def __init__(self, x):
        del x
        print('in init')
I(D('i'))
len([D('l')])
f(D('p'), D('q'))
g(D('p'))
`,
    lines: [
      [
        '3.8 3.9 3.10',
        'in | argument | c | b | a | in m | m | in init | i | =I | l | =1 | q | p | !TypeError | p | !TypeError',
      ],
      [
        '3.11 3.12 3.13.0',
        'argument | in | b | a | c | m | in m | in init | i | =I | l | =1 | q | p | !TypeError | p | !TypeError',
      ],
    ],
  },
  {
    title: 'an exception keeps the frames that it leaves until it is dropped',
    text: `class D:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print(self.n)
def f(x):
    a = D('a')
    b = D('b')
    x.missing
def g(x):
    c = D('c')
    f(x)
g(D('t'))
class K:
    z = D('z')
    zz
class Bad:
    def __del__(self):
        w = D('w')
        missing
b = Bad()
del b
print('end')
`,
    lines: [
      ['3.8 3.9 3.10 3.11 3.12 3.13.0', '!AttributeError | a | b | t | c | !NameError | z | ~NameError | w | end'],
    ],
  },
  {
    title: 'what a loop holds dies when the loop is left',
    text: `class D:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print(self.n)
for i in [D('a'), D('b')]:
    print('body')
print('after')
del i
def f():
    for i in (1, 2):
        for j in [D('x'), D('y')]:
            return D('r')
f()
for i in [D('m'), D('n')]:
    break
print('broken')
i = None
n = 0
while n < 5:
    n = n + 1
    if n == 2:
        continue
    if n == 4:
        break
print(n)
`,
    lines: [['3.8 3.9 3.10 3.11 3.12 3.13.0', 'body | body | a | after | b | y | x | =D | r | n | broken | m | 4']],
  },
  {
    title: 'swaps of local variables store in the order of the version',
    text: `class D:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print(self.n)
def f():
    a, b = D('a'), D('b')
    a, b = b, a
    a, b = 1, 2
f()
def g():
    a, b, c = D('a'), D('b'), D('c')
    a, b, c = 1, 2, 3
g()
def h():
    a = D('a')
    b = D('b')
    x = D('x')
    a, b = x, x
h()
a, b = D('g1'), D('g2')
a, b = b, a
a, b = 1, 2
(a, b), c = [D('p'), D('q')], 3
a = b = 4
a, b = 1,
`,
    lines: [
      ['3.8 3.9 3.10', 'b | a | a | b | c | a | b | x | g2 | g1 | p | q | !ValueError'],
      ['3.11 3.12 3.13.0', 'b | a | a | b | c | b | a | x | g2 | g1 | p | q | !ValueError'],
    ],
  },
  {
    title: 'sys.getrefcount says what the stack adds',
    text: `def local():
    y = object()
    return sys.getrefcount(y)
def arg(a):
    return sys.getrefcount(a)
def through(a):
    return arg(a)
x = object()
print(sys.getrefcount(object()), sys.getrefcount(x), local(), arg(object()), arg(x), through(x))
class S:
    def m(self):
        return sys.getrefcount(self)
    def __init__(self):
        print(sys.getrefcount(self))
    def __del__(self):
        print(sys.getrefcount(self))
s = S()
print(s.m(), S().m())
bound = s.m
print(bound())
def loop():
    for i in [object()]:
        print(sys.getrefcount(i))
loop()
l = [object()]
print(sys.getrefcount(l[0]))
print(sys.getrefcount(S) - 4)
`,
    lines: [
      ['3.8 3.9 3.10', '1 2 2 3 4 6 | 3 | 3 | 3 | 4 3 | 4 | 3 | 2 | 2'],
      ['3.11 3.12 3.13.0', '1 2 2 2 3 4 | 3 | 3 | 3 | 3 2 | 4 | 3 | 2 | 2'],
    ],
  },
  {
    title: 'names are local, global or built in',
    text: `x = 1
def f():
    return x
def g():
    global x
    x = 2
    return len
def h():
    print(y)
    y = 1
print(f(), g() is len, x)
h()
del x
f()
def k(a, b=5, c=(1, 2)):
    return [a, b, c]
print(k(1), k(1, 2), k(1, 2, 3))
print(k(0)[2] is k(9)[2])
class C:
    x = 7
    y = x + 1
    def m(self):
        return self.y
print(C.x, C().m(), C.__name__)
k()
k(1, 2, 3, 4)
undefined
del undefined
def loc():
    z = 1
    del z
    del z
loc()
len = 3
print(len)
del len
print(len([1]))
`,
    lines: [
      [
        '3.8 3.9 3.10 3.11 3.12 3.13.0',
        '1 True 2 | !UnboundLocalError | !NameError | [1, 5, (1, 2)] [1, 2, (1, 2)] [1, 2, 3] | True | 7 8 C | !TypeError | !TypeError | !NameError | !NameError | !UnboundLocalError | 3 | 1',
      ],
    ],
  },
  {
    title: 'arithmetic and constants',
    text: `print(1 + 2 * 3 - 4, 'ab' * 3, [1] * 2, (1, 2) + (3,), -7, 2.5 * 2)
print(1 and 0 or 'x', not 3, not '', None is None, 3 in (1, 3), 3 not in {1, 3})
print([1, 2, 3], {1: 2}, {'a': [1]}, (1,), (), set(), b'ab', 'it\\'s', 1e16, 0.1)
def f():
    return (1, 'a', 2.5)
print(f() is f(), 257 is 257, (1, 2)[0], 'abc'[1])
x = [1, 2, 3]
print(x is [1, 2, 3], x == [1, 2, 3], x < [1, 2, 4], 'a' < 'b')
'a' < 1
1 + 'a'
assert x, 'no'
assert not x, 'yes'
assert 0
print([1, 2][5])
print({}['k'])
`,
    lines: [
      [
        '3.8 3.9 3.10 3.11 3.12 3.13.0',
        "3 ababab [1, 1] (1, 2, 3) -7 5.0 | x False True True True False | [1, 2, 3] {1: 2} {'a': [1]} (1,) () set() b'ab' it's 1e+16 0.1 | True True 1 b | False True True True | !TypeError | !TypeError | !AssertionError | !AssertionError | !IndexError | !KeyError",
      ],
    ],
  },
  {
    title: 'unraisable exceptions go to the hook',
    text: `def hook(u):
    print(u.exc_type.__name__, u.exc_value is None, u.exc_traceback is None)
class A:
    def __del__(self):
        raise_it
a = A()
del a
sys.unraisablehook = hook
a = A()
del a
r = A()
def cb(w):
    [][1]
w = weakref.ref(r, cb)
sys.unraisablehook = None
`,
    lines: [['3.8 3.9 3.10 3.11 3.12 3.13.0', '~NameError | NameError False False']],
  },
  {
    title: 'a recursion ends at the limit',
    text: `def f(n):
    f(n + 1)
f(1)
def g(n):
    if n > 0:
        return g(n - 1) + 1
    return 0
print(g(900))
sys.setrecursionlimit(200)
g(300)
print(g(100))
sys.setrecursionlimit(0)
`,
    lines: [['3.8 3.9 3.10 3.11 3.12 3.13.0', '!RecursionError | 900 | !RecursionError | 100 | !ValueError']],
  },
  {
    title: 'the dict of a class can be looked into, not changed',
    text: `class A:
    x = 1
b = A.__dict__
b['x']
b.get('y')
b['y']
'x' in b
b == A.__dict__
b == {}
b.copy() == b
b['x'] = 3
del b['x']
A.x = 2
b.get('x')
del A
b['x']
`,
    lines: [
      [
        '3.8 3.9 3.10 3.11 3.12 3.13.0',
        '=1 | !KeyError | =True | =True | =False | =True | !TypeError | !TypeError | =2 | =2',
      ],
    ],
  },
]
