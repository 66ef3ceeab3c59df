# Small programs that show how this interpreter's memory management behaves; the fields are those of semantics/facts.ts.
# Values are printed as `true`, `false`, whole numbers or text. Stands before hello.py.


def find_facts():
    gc.disable()
    facts = {
        'implementation': {'cpython': 'CPython'}.get(sys.implementation.name, sys.implementation.name),
        'version': '%d.%d.%d' % sys.version_info[:3],
        'pointerBits': 8 * WORD,
        'thresholds': '%d.%d.%d' % THRESHOLDS,
        'incrementalCollector': THRESHOLDS[2] == 0,
        'hasIsFinalized': hasattr(gc, 'is_finalized'),
    }
    for name, program in FACT_PROGRAMS.items():
        scope = {'__name__': '__main__', 'gc': gc, 'sys': sys, 'weakref': weakref}
        collect()
        exec(program, scope)
        facts[name] = scope['fact']
        scope.clear()
        collect()
        GARBAGE[:] = []
    return {name: str(value).lower() if type(value) is bool else value for name, value in facts.items()}


FACT_PROGRAMS = {
    'instanceDictIsSeparate': '''
class P: pass
x = P()
x.me = x
del x
fact = gc.collect() == 2
''',
    'materializedDictVisited': '''
class P: pass
o = P()
d = o.__dict__
o.me = o
alive = weakref.ref(o)
del o
gc.collect()
fact = alive() is not None
''',
    'dictTrackedAtBirth': '''
fact = gc.is_tracked({})
''',
    'atomTupleTrackedAtBirth': '''
a = int('5')
fact = gc.is_tracked(tuple([a, a]))
''',
    'atomFrozensetTracked': '''
fact = gc.is_tracked(frozenset([1]))
''',
    'resurrectionKeepsAll': '''
kept = []
class R:
    def __del__(self): kept.append(self)
class P: pass
r = R()
r.me = r
p = P()
p.me = p
del r, p
fact = gc.collect() == 0
''',
    'plainWeakrefsClearedFirst': '''
seen = []
class D:
    def __del__(self): seen.append(self.weak() is None)
d = D()
d.weak = weakref.ref(d)
d.me = d
del d
gc.collect()
fact = seen == [True]
''',
    'lateWeakrefsCallBack': '''
called, kept = [], []
class D:
    def __del__(self): kept.append(weakref.ref(self.other, called.append))
class O: pass
d = D()
d.me = d
d.other = O()
d.other.me = d.other
del d
gc.collect()
fact = len(called) == 1
''',
    'localsReleasedForward': '''
log = []
class D:
    def __init__(self, name): self.name = name
    def __del__(self): log.append(self.name)
def f():
    a = D('a')
    b = D('b')
f()
fact = log == ['a', 'b']
''',
    'callerKeepsArguments': '''
log = []
class D:
    def __del__(self): log.append('died')
def g(x):
    del x
    log.append('in')
g(D())
fact = log == ['in', 'died']
''',
    'localRefcount': '''
def f():
    y = object()
    return sys.getrefcount(y)
fact = f()
''',
    'attributesInClassOrder': '''
log = []
class D:
    def __init__(self, name): self.name = name
    def __del__(self): log.append(self.name)
class Q: pass
y = Q()
y.a = 1
y.b = 2
x = Q()
x.b = D('b')
x.a = D('a')
del x
fact = log == ['a', 'b']
''',
    'smallIntMax': '''
fact = 0
while int(str(fact + 1)) is int(str(fact + 1)): fact += 1
''',
    'emptyFrozensetShared': '''
fact = frozenset() is frozenset([])
''',
    'classReferences': '''
class C: pass
fact = sys.getrefcount(C) - 1
''',
    'classCollectCount': '''
class Q: pass
del Q
fact = gc.collect()
''',
}
