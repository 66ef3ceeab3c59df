/** `finalize`, in the heap language (see `text.ts`). */

export const FINALIZE = `
class _Info:
    __slots__ = ('weakref', 'func', 'args', 'kwargs', 'atexit', 'index')

class finalize:
    __slots__ = ()
    def __init__(self, obj, func, rest):
        named = {}
        info = Info()
        info.weakref = ref_of(obj, self)
        info.func = func
        info.args = rest
        info.kwargs = named or None
        info.atexit = True
        info.index = next_index()
        registry()[self] = info
    def on_call(self, given=None):
        info = registry().pop(self, None)
        if info:
            return apply(info.func, info.args)
    def detach(self):
        info = registry().get(self)
        obj = info and info.weakref()
        if obj is not None and registry().pop(self, None):
            return (obj, info.func, info.args, info.kwargs or {})
    def peek(self):
        info = registry().get(self)
        obj = info and info.weakref()
        if obj is not None:
            return (obj, info.func, info.args, info.kwargs or {})
    def get_alive(self):
        return self in registry()
    def get_atexit(self):
        info = registry().get(self)
        return bool(info) and info.atexit
    def set_atexit(self, value):
        info = registry().get(self)
        if info:
            info.atexit = bool(value)
`
