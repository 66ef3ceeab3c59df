/** `WeakKeyDictionary` of the library (Lib/weakref.py), written anew. Leaves out keyword arguments and the operator |. */
import { iterating } from './iteration-guard.ts'

export function keyDictionary(minor: number, guards: boolean): string {
  const removing = minor <= 8 ? ['del self.data[k]'] : ['try:', '    del self.data[k]', 'except KeyError:', '    pass']
  const indented = (indent: string): string => removing.map((line) => `${indent}${line}\n`).join('')
  const remove = guards
    ? `                if self._iterating:
                    self._pending_removals.append(k)
                else:
${indented('                    ')}`
    : indented('                ')
  const waiting = guards
    ? `        self._pending_removals = []
        self._iterating = set()
        self._dirty_len = False
`
    : ''
  const commits =
    minor <= 8
      ? `    def _commit_removals(self):
        l = self._pending_removals
        d = self.data
        while l:
            try:
                del d[l.pop()]
            except KeyError:
                pass
`
      : `    def _commit_removals(self):
        pop = self._pending_removals.pop
        d = self.data
        while True:
            try:
                key = pop()
            except IndexError:
                return
            try:
                del d[key]
            except KeyError:
                pass
`
  const scrubs = `    def _scrub_removals(self):
        d = self.data
        self._pending_removals = [k for k in self._pending_removals if k in d]
        self._dirty_len = False
`
  const dirty = guards ? '        self._dirty_len = True\n' : ''
  const length = guards
    ? `        if self._dirty_len and self._pending_removals:
            self._scrub_removals()
        return len(self.data) - len(self._pending_removals)
`
    : `        return len(self.data)
`
  const keys = iterating(
    guards,
    'self.data',
    `for wr in ITEMS:
    obj = wr()
    if obj is not None:
        yield obj`,
  )
  return `
class WeakKeyDictionary(MutableMapping):
    def __init__(self, dict=None):
        self.data = {}
        def remove(k, selfref=ref(self)):
            self = selfref()
            if self is not None:
${remove}        self._remove = remove
${waiting}        if dict is not None:
            self.update(dict)
${guards ? commits + scrubs : ''}    def op_delitem(self, key):
${dirty}        del self.data[ref(key)]
    def op_getitem(self, key):
        return self.data[ref(key)]
    def op_len(self):
${length}    def op_setitem(self, key, value):
        self.data[ref(key, self._remove)] = value
    def copy(self):
        new = WeakKeyDictionary()
${iterating(
  guards,
  'self.data.items()',
  `for key, value in ITEMS:
    o = key()
    if o is not None:
        new[o] = value`,
)}        return new
    def get(self, key, default=None):
        return self.data.get(ref(key), default)
    def op_contains(self, key):
        try:
            wr = ref(key)
        except TypeError:
            return False
        return wr in self.data
    def items(self):
${iterating(
  guards,
  'self.data.items()',
  `for wr, value in ITEMS:
    key = wr()
    if key is not None:
        yield key, value`,
)}    def keys(self):
${keys}    def op_iter(self):
${keys}    def values(self):
${iterating(
  guards,
  'self.data.items()',
  `for wr, value in ITEMS:
    if wr() is not None:
        yield value`,
)}    def keyrefs(self):
        return list(self.data)
    def popitem(self):
${dirty}        while True:
            key, value = self.data.popitem()
            o = key()
            if o is not None:
                return o, value
    def pop(self, key, default=absent):
${dirty}        if default is absent:
            return call_starred(self.data.pop, ref(key), ())
        args = (default,)
        return call_starred(self.data.pop, ref(key), args)
    def setdefault(self, key, default=None):
        return self.data.setdefault(ref(key, self._remove), default)
    def update(self, other=None):
        kwargs = {}
        d = self.data
        if other is not None:
            if not has_items(other):
                other = dict(other)
            for key, value in other.items():
                d[ref(key, self._remove)] = value
`
}
