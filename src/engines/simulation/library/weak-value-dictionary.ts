/**
 * `WeakValueDictionary` of the library (Lib/weakref.py), written anew, and what both weak dictionaries inherit. Leaves out
 * keyword arguments and the operator |: the empty dicts of a call with stars are there, for they count.
 */
import { COMMIT, iterating } from './iteration-guard.ts'

/** What both dictionaries inherit (Mapping.__eq__, MutableMapping.clear). */
export function mapping(): string {
  return `
class MutableMapping:
    __slots__ = ()
    def op_eq(self, other):
        if not is_mapping(other, MutableMapping):
            return not_implemented
        return dict(self.items()) == dict(other.items())
    def clear(self):
        try:
            while True:
                self.popitem()
        except KeyError:
            pass
`
}

export function valueDictionary(minor: number, guards: boolean): string {
  const commit = guards ? COMMIT : ''
  const remove = guards
    ? `                if self._iterating:
                    self._pending_removals.append(wr.key)
                else:
                    _atomic_removal(self.data, wr.key)
`
    : `                _atomic_removal(self.data, wr.key)
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
        d = self.data
        while l:
            key = l.pop()
            _remove_dead_weakref(d, key)
`
      : `    def _commit_removals(self, _atomic_removal=_remove_dead_weakref):
        pop = self._pending_removals.pop
        d = self.data
        while True:
            try:
                key = pop()
            except IndexError:
                return
            _atomic_removal(d, key)
`
  const keys = iterating(
    guards,
    'self.data.items()',
    `for k, wr in ITEMS:
    if wr() is not None:
        yield k`,
  )
  return `
class WeakValueDictionary(MutableMapping):
    def __init__(self, other=()):
        kw = {}
        def remove(wr, selfref=ref(self), _atomic_removal=_remove_dead_weakref):
            self = selfref()
            if self is not None:
${remove}        self._remove = remove
${waiting}        self.data = {}
        call_merged(self.update, (other,))
${guards ? commits : ''}    def op_getitem(self, key):
${commit}        o = self.data[key]()
        if o is None:
            raise KeyError(key)
        else:
            return o
    def op_delitem(self, key):
${commit}        del self.data[key]
    def op_len(self):
${commit}        return len(self.data)
    def op_contains(self, key):
${commit}        try:
            o = self.data[key]()
        except KeyError:
            return False
        return o is not None
    def op_setitem(self, key, value):
${commit}        self.data[key] = KeyedRef(value, self._remove, key)
    def copy(self):
${commit}        new = WeakValueDictionary()
${iterating(
  guards,
  'self.data.items()',
  `for key, wr in ITEMS:
    o = wr()
    if o is not None:
        new[key] = o`,
)}        return new
    def get(self, key, default=None):
${commit}        try:
            wr = self.data[key]
        except KeyError:
            return default
        else:
            o = wr()
            if o is None:
                return default
            else:
                return o
    def items(self):
${commit}${iterating(
  guards,
  'self.data.items()',
  `for k, wr in ITEMS:
    v = wr()
    if v is not None:
        yield k, v`,
)}    def keys(self):
${commit}${keys}    def op_iter(self):
${commit}${keys}    def values(self):
${commit}${iterating(
  guards,
  'self.data.values()',
  `for wr in ITEMS:
    obj = wr()
    if obj is not None:
        yield obj`,
)}    def valuerefs(self):
${commit}        return list(self.data.${guards ? '' : 'copy().'}values())
    def popitem(self):
${commit}        while True:
            key, wr = self.data.popitem()
            o = wr()
            if o is not None:
                return key, o
    def pop(self, key, default=absent):
        args = ()
        if default is not absent:
            args = (default,)
${commit}        try:
            o = self.data.pop(key)()
        except KeyError:
            o = None
        if o is None:
            if default is not absent:
                return default
            else:
                raise KeyError(key)
        else:
            return o
    def setdefault(self, key, default=None):
        try:
            o = self.data[key]()
        except KeyError:
            o = None
        if o is None:
${guards ? '            if self._pending_removals:\n                self._commit_removals()\n' : ''}            self.data[key] = KeyedRef(default, self._remove, key)
            return default
        else:
            return o
    def update(self, other=None):
        kwargs = {}
${commit}        d = self.data
        if other is not None:
            if not has_items(other):
                other = dict(other)
            for key, o in other.items():
                d[key] = KeyedRef(o, self._remove, key)
`
}
