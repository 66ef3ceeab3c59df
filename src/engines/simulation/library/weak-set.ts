/**
 * `WeakSet` of the library (Lib/_weakrefset.py), written anew. Leaves out symmetric differences, the intersection in place,
 * and the operators | & ^.
 */
import { COMMIT, iterating } from './iteration-guard.ts'

export function weakSet(minor: number, guards: boolean): string {
  const commit = guards ? COMMIT : ''
  const remove = guards
    ? `                if self._iterating:
                    self._pending_removals.append(item)
                else:
                    self.data.discard(item)
`
    : `                self.data.discard(item)
`
  const waiting = guards
    ? `        self._pending_removals = []
        self._iterating = set()
`
    : ''
  const commits =
    minor <= 8
      ? `    def _commit_removals(self):
        l = self._pending_removals
        discard = self.data.discard
        while l:
            discard(l.pop())
`
      : `    def _commit_removals(self):
        pop = self._pending_removals.pop
        discard = self.data.discard
        while True:
            try:
                item = pop()
            except IndexError:
                return
            discard(item)
`
  const length = guards ? 'len(self.data) - len(self._pending_removals)' : 'len(self.data)'
  return `
class WeakSet:
    def __init__(self, data=None):
        self.data = set()
        def _remove(item, selfref=ref(self)):
            self = selfref()
            if self is not None:
${remove}        self._remove = _remove
${waiting}        if data is not None:
            self.update(data)
${guards ? commits : ''}    def op_iter(self):
${iterating(
  guards,
  'self.data',
  `for itemref in ITEMS:
    item = itemref()
    if item is not None:
        yield item`,
)}    def op_len(self):
        return ${length}
    def op_contains(self, item):
        try:
            wr = ref(item)
        except TypeError:
            return False
        return wr in self.data
    def add(self, item):
${commit}        self.data.add(ref(item, self._remove))
    def clear(self):
${commit}        self.data.clear()
    def copy(self):
        return self.__class__(self)
    def pop(self):
${commit}        while True:
            try:
                itemref = self.data.pop()
            except KeyError:
                raise KeyError('pop from empty WeakSet') from None
            item = itemref()
            if item is not None:
                return item
    def remove(self, item):
${commit}        self.data.remove(ref(item))
    def discard(self, item):
${commit}        self.data.discard(ref(item))
    def update(self, other):
${commit}        for element in other:
            self.add(element)
    def difference(self, other):
        newset = self.copy()
        newset.difference_update(other)
        return newset
    def op_sub(self, other):
        newset = self.copy()
        newset.difference_update(other)
        return newset
    def difference_update(self, other):
        self.subtract_in_place(other)
    def subtract_in_place(self, other):
${commit}        if self is other:
            self.data.clear()
        else:
            self.data.difference_update(ref(item) for item in other)
        return self
    def intersection(self, other):
        return self.__class__(item for item in other if item in self)
    def issubset(self, other):
        return self.data.issubset(ref(item) for item in other)
    def op_le(self, other):
        return self.data.issubset(ref(item) for item in other)
    def op_lt(self, other):
        return self.data < set(map_of(ref, other))
    def issuperset(self, other):
        return self.data.issuperset(ref(item) for item in other)
    def op_ge(self, other):
        return self.data.issuperset(ref(item) for item in other)
    def op_gt(self, other):
        return self.data > set(map_of(ref, other))
    def op_eq(self, other):
        if not isinstance(other, self.__class__):
            return not_implemented
        return self.data == set(map_of(ref, other))
    def union(self, other):
        return self.__class__(e for s in (self, other) for e in s)
    def isdisjoint(self, other):
        return len(self.intersection(other)) == 0
`
}
