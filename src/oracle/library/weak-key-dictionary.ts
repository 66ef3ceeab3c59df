/** `WeakKeyDictionary`, in the heap language (see `text.ts`). */
import type { IterationWay, LibraryWay } from './iteration.ts'
import { MAPPING_METHODS } from './mapping.ts'

export function weakKeyDictionary(way: IterationWay, { isGuarded, lateRemovalRaises }: LibraryWay): string {
  const later = `
                if self._iterating:
                    self._pending_removals.append(k)
                else:
                    ${lateRemovalRaises ? 'del self.data[k]' : 'forget(self.data, k)'}`
  const now = `
                forget(self.data, k)`
  const dirty = isGuarded ? '\n        self._dirty_len = True' : '\n        pass'
  const scrub = `
        if self._dirty_len and self._pending_removals:
            self._scrub_removals()`
  return `
class WeakKeyDictionary:
    def __init__(self, dict=None):
        self.data = {}
        def remove(k, selfref=ref(self)):
            self = selfref()
            if self is not None:${isGuarded ? later : now}
        self._remove = remove${way.sets}${isGuarded ? '\n        self._dirty_len = False' : ''}
        if dict is not None:
            self.update(dict)
    def _commit_removals(self):
        waiting = self._pending_removals
        d = self.data
        while waiting:
            forget(d, waiting.pop())
    def _scrub_removals(self):
        d = self.data
        self._pending_removals = [k for k in self._pending_removals if k in d]
        self._dirty_len = False
    def on_delitem(self, key):${dirty}
        del self.data[ref(key)]
    def on_getitem(self, key):
        return self.data[ref(key)]
    def on_len(self):${isGuarded ? scrub : '\n        pass'}
        return len(self.data)${way.less}
    def on_setitem(self, key, value):
        self.data[ref(key, self._remove)] = value
    def copy(self):
        new = WeakKeyDictionary()
        ${way.guard}
            for key, value in self.data${way.walked}.items():
                o = key()
                if o is not None:
                    new[o] = value
        return new
    def get(self, key, default=None):
        return self.data.get(ref(key), default)
    def on_contains(self, key):
        try:
            wr = ref(key)
        except TypeError:
            return False
        return wr in self.data
    def items(self):
        ${way.guard}
            for wr, value in self.data${way.walked}.items():
                key = wr()
                if key is not None:
                    yield key, value
    def keys(self):
        ${way.guard}
            for wr in self.data${way.walked}:
                obj = wr()
                if obj is not None:
                    yield obj
    def __iter__(self):
        ${way.guard}
            for wr in self.data${way.walked}:
                obj = wr()
                if obj is not None:
                    yield obj
    def values(self):
        ${way.guard}
            for wr, value in self.data${way.walked}.items():
                if wr() is not None:
                    yield value
    def keyrefs(self):
        return list(self.data)
    def popitem(self):${dirty}
        while True:
            key, value = self.data.popitem()
            o = key()
            if o is not None:
                return o, value
    def pop(self, key, rest):${dirty}
        return pop_from(self.data, ref(key), rest)
    def setdefault(self, key, default=None):
        return self.data.setdefault(ref(key, self._remove), default)
    def update(self, dict=None):
        d = self.data
        if dict is not None:
            if not has_items(dict):
                dict = new_dict(dict)
            for key, value in dict.items():
                d[ref(key, self._remove)] = value
${MAPPING_METHODS}`
}
