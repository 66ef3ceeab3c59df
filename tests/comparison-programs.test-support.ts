/**
 * Programs written by hand that a comparison with real interpreters runs besides the generated ones: each is the smallest
 * that once showed a difference, or that random programs reach too seldom.
 */

export interface ComparisonProgram {
  readonly title: string
  readonly text: string
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
]
