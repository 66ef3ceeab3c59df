/**
 * What the heap language offers of Python's built-ins, modules and special methods, and what it does not. A name that
 * Python knows and the language does not offer is refused when the program does not bind it itself: on a real
 * interpreter it would do something that no other engine does.
 */
import { BUILTIN_NAMES, type ModuleName } from './ast.ts'

function words(text: string): string[] {
  return text.trim().split(/\s+/)
}

/** The members of each module that a program may use. */
export const MODULE_MEMBERS: Readonly<Record<ModuleName, readonly string[]>> = {
  gc: words(`
    collect enable disable isenabled set_threshold get_threshold get_count get_stats get_objects get_referrers
    get_referents is_tracked is_finalized freeze unfreeze get_freeze_count callbacks garbage set_debug get_debug
    DEBUG_STATS DEBUG_COLLECTABLE DEBUG_UNCOLLECTABLE DEBUG_SAVEALL DEBUG_LEAK
  `),
  sys: words('getrefcount getsizeof intern getrecursionlimit setrecursionlimit getallocatedblocks unraisablehook'),
  weakref: words('ref getweakrefcount getweakrefs proxy WeakValueDictionary WeakKeyDictionary WeakSet finalize'),
}

/** Built-ins of level 2. */
export const LATER_BUILTINS: ReadonlySet<string> = new Set(BUILTIN_NAMES.slice(BUILTIN_NAMES.indexOf('BaseException')))

/** Members of level 3. */
export const LATER_MEMBERS: ReadonlySet<string> = new Set(
  words('weakref.proxy weakref.WeakValueDictionary weakref.WeakKeyDictionary weakref.WeakSet weakref.finalize'),
)

/** Python's built-ins (3.8 to 3.15) that are not in `BUILTIN_NAMES`, and the names that every module starts with. */
export const OTHER_BUILTINS: ReadonlySet<string> = new Set(
  words(`
    BaseExceptionGroup BlockingIOError BrokenPipeError BufferError BytesWarning
    ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError
    DeprecationWarning EOFError Ellipsis EncodingWarning EnvironmentError ExceptionGroup FileExistsError
    FileNotFoundError FloatingPointError FutureWarning IOError ImportError ImportWarning
    IndentationError InterruptedError IsADirectoryError KeyboardInterrupt ModuleNotFoundError
    NotADirectoryError NotImplemented NotImplementedError OSError PendingDeprecationWarning
    PermissionError ProcessLookupError PythonFinalizationError ResourceWarning RuntimeWarning StopAsyncIteration
    SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError UnicodeDecodeError
    UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning Warning ZeroDivisionError
    __build_class__ __import__ __name__ __doc__ __file__ __loader__ __package__ __spec__ __cached__ abs aiter
    all anext any ascii bin breakpoint callable chr classmethod compile complex copyright credits delattr dir
    divmod enumerate eval exec exit filter format getattr globals hasattr hash help hex input issubclass license
    locals map max memoryview min oct open ord pow property quit repr reversed round setattr slice staticmethod
    sum super vars zip
  `),
)

/** Special methods that a class may define besides `__init__` and `__del__`, each with its level. */
export const SPECIAL_METHODS: ReadonlyMap<string, 2 | 3> = new Map([
  ...words('__enter__ __exit__ __iter__ __next__').map((name) => [name, 2] as const),
  ...words('__eq__ __hash__ __getattr__ __setattr__').map((name) => [name, 3] as const),
])

export const OTHER_METHOD_HINT =
  'of the special methods, define `__init__ __del__ __enter__ __exit__ __iter__ __next__ __eq__ __hash__ __getattr__ __setattr__`; give others a plain name and call it'

/** Special methods that no level has: to define one would change what an operation of the language does. */
export const OTHER_METHODS: ReadonlySet<string> = new Set(
  words(`
    __new__ __init_subclass__ __class_getitem__ __set_name__ __prepare__ __mro_entries__ __repr__ __str__
    __bytes__ __format__ __lt__ __le__ __ne__ __gt__ __ge__ __bool__
    __getattribute__ __delattr__ __dir__ __get__ __set__ __delete__ __instancecheck__
    __subclasscheck__ __call__ __len__ __length_hint__ __getitem__ __setitem__ __delitem__ __missing__
    __reversed__ __contains__ __add__ __radd__ __iadd__ __sub__ __rsub__ __mul__ __rmul__ __neg__ __pos__
    __abs__ __invert__ __int__ __float__ __index__ __await__ __aiter__ __anext__ __aenter__ __aexit__ __sizeof__
    __reduce__ __reduce_ex__ __copy__ __deepcopy__ __buffer__ __release_buffer__
  `),
)
