/**
 * The weak containers and finalizers of the standard library as programs of the heap language, written anew after what
 * CPython's weakref.py and _weakrefset.py do: which object holds what, in which order entries go, and what waits while a
 * container is iterated over. A method `op_x` is the special method `__x__`.
 */

import { GUARD } from './iteration-guard.ts'
import { keyDictionary } from './weak-key-dictionary.ts'
import { weakSet } from './weak-set.ts'
import { mapping, valueDictionary } from './weak-value-dictionary.ts'

/** The text for one minor version; parts of it that are empty in a version leave no blank line that would matter. */
export function libraryText(minor: number): string {
  const guards = minor <= 13
  return [
    guards ? GUARD : '',
    weakSet(minor, guards),
    mapping(),
    valueDictionary(minor, guards),
    keyDictionary(minor, guards),
    FINALIZE,
  ].join('')
}

/** The registry holds everything; `alive`, `atexit` and what calls `begin` are native. Diverges: finalizers are not numbered. */
const FINALIZE = `
class _Info:
    __slots__ = ('weakref', 'func', 'args', 'kwargs', 'atexit', 'index')
class finalize:
    __slots__ = ()
    _registry = {}
    _shutdown = False
    def begin(self, obj, func, args, kwargs):
        info = _Info()
        info.weakref = ref(obj, self)
        info.func = func
        info.args = args
        info.kwargs = None
        info.atexit = True
        info.index = 0
        self._registry[self] = info
    def op_call(self, _=None):
        info = self._registry.pop(self, None)
        if info and not self._shutdown:
            return call_finalized(info.func, info.args)
    def detach(self):
        info = self._registry.get(self)
        obj = info and info.weakref()
        if obj is not None and self._registry.pop(self, None):
            return (obj, info.func, info.args, info.kwargs or {})
    def peek(self):
        info = self._registry.get(self)
        obj = info and info.weakref()
        if obj is not None:
            return (obj, info.func, info.args, info.kwargs or {})
`
