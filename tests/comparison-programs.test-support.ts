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
]
