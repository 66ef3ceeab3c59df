/**
 * The canonical names of generated programs. Few names make few distinct statements, and engines compile each distinct
 * top-level statement once: this is what lets them run thousands of programs a second.
 *
 * Numbers stand for names everywhere in this folder: a variable is its place in `VARIABLES`, and so on.
 */

/** Globals that hold data (the first eight) and globals that hold weak references (the last three). */
export const VARIABLES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'p', 'q', 'r'] as const
export const DATA_VARIABLES = 8
export const WEAK_VARIABLES = 3

/** The globals that finalizers, callbacks and functions may rebind at any time; the others keep what they were given. */
export const SHARED = { g: 6, h: 7, q: 9 } as const

/** The list in which finalizers, callbacks and functions leave what they want to keep. */
export const KEPT = 'kept'

/** `A`, `B`, `C` take a number; `D` takes nothing; `N` takes nothing and its finalizer makes no instances. */
export const CLASSES = ['A', 'B', 'C', 'D', 'N'] as const
export const PLAIN_CLASS = 4
export const CLASSES_WITHOUT_ARGUMENT = 3

/** Attributes that may be set and deleted; `n`, the number that an instance prints, is written by `__init__` alone. */
export const ATTRIBUTES = ['x', 'y', 'z', 'w'] as const
/** `f0()`, `f1(u)`, `f2(u, v)`, `f3(u)` with a container as a default. */
export const FUNCTIONS = ['f0', 'f1', 'f2', 'f3'] as const
export const CALLBACKS = ['k0', 'k1', 'k2'] as const
export const KEYS = ['k', 'm', 1] as const

export function variable(index: number): string {
  return VARIABLES[index] as string
}

/**
 * Definitions of level 2, in the order in which they may use each other: a witness `M(n)` that tells of its death by its
 * number, managers, generator functions, functions that raise and handle, functions that make closures, and functions
 * that call themselves so often.
 */
export const WITNESS = 'M'
export const MANAGERS = ['P', 'Q'] as const
export const WALKS = ['walk0', 'walk1', 'walk2'] as const
export const TRAPS = ['trap0', 'trap1', 'trap2'] as const
export const MAKERS = ['make0', 'make1', 'make2'] as const
export const DEEPS = ['deep0'] as const
export const LATER_NAMES = [WITNESS, ...MANAGERS, ...WALKS, ...TRAPS, ...MAKERS, ...DEEPS] as const
/** Classes with bases among the classes and among each other. */
export const HEIRS = ['S', 'T', 'U'] as const

/**
 * Names of level 3: classes that derive from built-in types, classes that say what is equal or hook into attributes,
 * functions that make a class, and functions for `weakref.finalize`.
 */
export const CONTAINER_HEIRS = ['List', 'Dict', 'Set', 'Tuple', 'Error', 'Mixed'] as const
export const CHANGERS = ['Key', 'Twin', 'Ghost', 'Scribe'] as const
export const CLASS_MAKERS = ['kind0', 'kind1'] as const
export const ENDS = ['end0', 'end1'] as const
export const THIRD_NAMES = [...CONTAINER_HEIRS, ...CHANGERS, ...CLASS_MAKERS, ...ENDS] as const

/** Globals that special methods, finalizers and weak containers of level 3 work on, each as a program first binds it. */
export const FIXTURES: Readonly<Record<string, string>> = {
  box: 'box = []',
  table: 'table = {}',
  group: 'group = set()',
  last: 'last = None',
  budget: 'budget = 8',
  ws: 'ws = weakref.WeakSet()',
  wv: 'wv = weakref.WeakValueDictionary()',
  wk: 'wk = weakref.WeakKeyDictionary()',
  fin: 'fin = weakref.finalize(group, end0)',
  px: 'px = weakref.proxy(group)',
  kind: "kind = type('Kind', (), {})",
}
