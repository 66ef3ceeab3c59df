/** `WeakSet`, in the heap language (see `text.ts`). */
import type { IterationWay } from './iteration.ts'

export function weakSet(way: IterationWay, isGuarded: boolean): string {
  const later = `
                if self._iterating:
                    self._pending_removals.append(item)
                else:
                    self.data.discard(item)`
  const now = `
                self.data.discard(item)`
  return `
class WeakSet:
    def __init__(self, data=None):
        self.data = set()
        def _remove(item, selfref=ref(self)):
            self = selfref()
            if self is not None:${isGuarded ? later : now}
        self._remove = _remove${way.sets}
        if data is not None:
            self.update(data)
    def _commit_removals(self):
        waiting = self._pending_removals
        elements = self.data
        while waiting:
            elements.discard(waiting.pop())
    def __iter__(self):
        ${way.guard}
            for itemref in self.data${way.walked}:
                item = itemref()
                if item is not None:
                    yield item
    def on_len(self):
        return len(self.data)${way.less}
    def on_contains(self, item):
        try:
            wr = ref(item)
        except TypeError:
            return False
        return wr in self.data
    def add(self, item):${way.commit || '\n        pass'}
        self.data.add(ref(item, self._remove))
    def clear(self):${way.commit || '\n        pass'}
        self.data.clear()
    def copy(self):
        return self.__class__(self)
    def pop(self):${way.commit || '\n        pass'}
        while True:
            try:
                itemref = self.data.pop()
            except KeyError:
                raise KeyError('pop from empty WeakSet') from None
            item = itemref()
            if item is not None:
                return item
    def remove(self, item):${way.commit || '\n        pass'}
        self.data.remove(ref(item))
    def discard(self, item):${way.commit || '\n        pass'}
        self.data.discard(ref(item))
    def update(self, other):${way.commit || '\n        pass'}
        for element in other:
            self.add(element)
    def union(self, other):
        return self.__class__(e for s in (self, other) for e in s)
    def intersection(self, other):
        return self.__class__(item for item in other if item in self)
    def isdisjoint(self, other):
        return len(self.intersection(other)) == 0
    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return not_implemented
        mine = self.data
        theirs = set()
        for item in other:
            theirs.add(ref(item))
        return mine == theirs
`
}
