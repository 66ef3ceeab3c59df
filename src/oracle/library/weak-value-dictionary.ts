/** `WeakValueDictionary` and the weakrefs with a key that it keeps, in the heap language (see `text.ts`). */
import type { IterationWay } from './iteration.ts'
import { MAPPING_METHODS } from './mapping.ts'

export function weakValueDictionary(way: IterationWay, isGuarded: boolean): string {
  const later = `
                if self._iterating:
                    self._pending_removals.append(wr.key)
                else:
                    _atomic_removal(self.data, wr.key)`
  const now = `
                _atomic_removal(self.data, wr.key)`
  return `
class KeyedRef:
    __slots__ = ('key',)

def keyed_ref(type, ob, callback, key):
    self = make_keyed_ref(ob, callback)
    self.key = key
    return self

class WeakValueDictionary:
    def __init__(self, other=()):
        def remove(wr, selfref=ref(self), _atomic_removal=remove_dead_weakref):
            self = selfref()
            if self is not None:${isGuarded ? later : now}
        self._remove = remove${way.sets}
        self.data = {}
        self.update(other)
    def _commit_removals(self):
        waiting = self._pending_removals
        d = self.data
        while waiting:
            remove_dead_weakref(d, waiting.pop())
    def on_getitem(self, key):${way.commit || '\n        pass'}
        o = self.data[key]()
        if o is None:
            raise KeyError(key)
        else:
            return o
    def on_delitem(self, key):${way.commit || '\n        pass'}
        del self.data[key]
    def on_len(self):${way.commit || '\n        pass'}
        return len(self.data)
    def on_contains(self, key):${way.commit || '\n        pass'}
        try:
            o = self.data[key]()
        except KeyError:
            return False
        return o is not None
    def on_setitem(self, key, value):${way.commit || '\n        pass'}
        self.data[key] = keyed_ref(None, value, self._remove, key)
    def copy(self):${way.commit || '\n        pass'}
        new = WeakValueDictionary()
        ${way.guard}
            for key, wr in self.data${way.walked}.items():
                o = wr()
                if o is not None:
                    new[key] = o
        return new
    def get(self, key, default=None):${way.commit || '\n        pass'}
        try:
            wr = self.data[key]
        except KeyError:
            return default
        else:
            o = wr()
            if o is None:
                return default
            else:
                return o
    def items(self):${way.commit || '\n        pass'}
        ${way.guard}
            for k, wr in self.data${way.walked}.items():
                v = wr()
                if v is not None:
                    yield k, v
    def keys(self):${way.commit || '\n        pass'}
        ${way.guard}
            for k, wr in self.data${way.walked}.items():
                if wr() is not None:
                    yield k
    def __iter__(self):${way.commit || '\n        pass'}
        ${way.guard}
            for k, wr in self.data${way.walked}.items():
                if wr() is not None:
                    yield k
    def values(self):${way.commit || '\n        pass'}
        ${way.guard}
            for wr in self.data${way.walked}.values():
                obj = wr()
                if obj is not None:
                    yield obj
    def valuerefs(self):${way.commit || '\n        pass'}
        return list(self.data${way.walked}.values())
    def popitem(self):${way.commit || '\n        pass'}
        while True:
            key, wr = self.data.popitem()
            o = wr()
            if o is not None:
                return key, o
    def pop(self, key, rest):${way.commit || '\n        pass'}
        try:
            o = self.data.pop(key)()
        except KeyError:
            o = None
        if o is None:
            if rest:
                return rest[0]
            else:
                raise KeyError(key)
        else:
            return o
    def setdefault(self, key, default=None):
        try:
            o = self.data[key]()
        except KeyError:
            o = None
        if o is None:${way.commit.replaceAll('\n', '\n    ')}
            self.data[key] = keyed_ref(None, default, self._remove, key)
            return default
        else:
            return o
    def update(self, other=None):${way.commit || '\n        pass'}
        d = self.data
        if other is not None:
            if not has_items(other):
                other = dict(other)
            for key, o in other.items():
                d[key] = keyed_ref(None, o, self._remove, key)
${MAPPING_METHODS}`
}
