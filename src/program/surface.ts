/**
 * What the heap language offers of Python's built-ins, modules and special methods, and what it does not. A name that
 * Python knows and the language does not offer is refused when the program does not bind it itself: on a real
 * interpreter it would do something that no other engine does.
 */
import type { ModuleName } from './ast.ts'

function words(text: string): string[] {
  return text.trim().split(/\s+/)
}

function levelled<Level extends number>(level: Level, names: string): Record<string, Level> {
  return Object.fromEntries(words(names).map((name) => [name, level]))
}

/** The members of each module that a program may use. */
export const MODULE_MEMBERS: Readonly<Record<ModuleName, readonly string[]>> = {
  gc: words(`
    collect enable disable isenabled set_threshold get_threshold get_count get_stats get_objects get_referrers
    get_referents is_tracked is_finalized freeze unfreeze get_freeze_count callbacks garbage set_debug get_debug
    DEBUG_STATS DEBUG_COLLECTABLE DEBUG_UNCOLLECTABLE DEBUG_SAVEALL DEBUG_LEAK
  `),
  sys: words('getrefcount getsizeof intern getrecursionlimit setrecursionlimit getallocatedblocks unraisablehook'),
  weakref: words('ref getweakrefcount getweakrefs'),
}

/** Members that level 3 of the language will bring. */
export const LATER_MEMBERS: ReadonlySet<string> = new Set(
  words('weakref.proxy weakref.WeakValueDictionary weakref.WeakKeyDictionary weakref.WeakSet weakref.finalize'),
)

/** Python's built-ins (3.8 to 3.15) that are not in `BUILTIN_NAMES`, and the names that every module starts with. */
export const OTHER_BUILTINS: ReadonlySet<string> = new Set(
  words(`
    ArithmeticError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError BufferError BytesWarning
    ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError
    DeprecationWarning EOFError Ellipsis EncodingWarning EnvironmentError ExceptionGroup FileExistsError
    FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning
    IndentationError InterruptedError IsADirectoryError KeyboardInterrupt LookupError ModuleNotFoundError
    NotADirectoryError NotImplemented NotImplementedError OSError OverflowError PendingDeprecationWarning
    PermissionError ProcessLookupError PythonFinalizationError ResourceWarning RuntimeWarning StopAsyncIteration
    SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError UnboundLocalError UnicodeDecodeError
    UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning Warning ZeroDivisionError
    __build_class__ __import__ __name__ __doc__ __file__ __loader__ __package__ __spec__ __cached__ abs aiter
    all anext any ascii bin breakpoint callable chr classmethod compile complex copyright credits delattr dir
    divmod enumerate eval exec exit filter format getattr globals hasattr hash help hex input issubclass license
    locals map max memoryview min oct open ord pow property quit repr reversed round setattr slice staticmethod
    sum super vars zip
  `),
)

/** Special methods of later levels: to define one changes what an operation of level 1 does. */
export const LATER_METHODS: Readonly<Record<string, 2 | 3>> = {
  ...levelled(2, '__enter__ __exit__ __iter__ __next__'),
  ...levelled(
    3,
    `
    __new__ __init_subclass__ __class_getitem__ __set_name__ __prepare__ __mro_entries__ __repr__ __str__
    __bytes__ __format__ __lt__ __le__ __eq__ __ne__ __gt__ __ge__ __hash__ __bool__ __getattr__
    __getattribute__ __setattr__ __delattr__ __dir__ __get__ __set__ __delete__ __instancecheck__
    __subclasscheck__ __call__ __len__ __length_hint__ __getitem__ __setitem__ __delitem__ __missing__
    __reversed__ __contains__ __add__ __radd__ __iadd__ __sub__ __rsub__ __mul__ __rmul__ __neg__ __pos__
    __abs__ __invert__ __int__ __float__ __index__ __await__ __aiter__ __anext__ __aenter__ __aexit__ __sizeof__
    __reduce__ __reduce_ex__ __copy__ __deepcopy__ __buffer__ __release_buffer__
  `,
  ),
}
