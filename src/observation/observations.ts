/**
 * What an engine reports of one case: per top-level statement the events in the order in which they happened, and
 * snapshots of the heap at the statements that the case names. Objects are named by the engine's own handles; binding
 * handles to labels is the judge's work, so an engine needs to know nothing about labels.
 */
import type { CollectorEvent } from './collector-event.ts'
import type { MemoryEvent, MemoryState } from './memory.ts'
import type { ProcessImage } from './process-image.ts'

/**
 * An engine's name for a living object, such as its address: a positive integer up to 2^53. Two objects alive at the
 * same time have different handles; after an object's death its handle may name another.
 */
export type Handle = number & { readonly __brand: 'Handle' }

export interface Observations {
  /** One entry a top-level statement that was started, in order. The last may be cut short by the outcome. */
  readonly statements: readonly StatementObservation[]
  readonly outcome: Outcome
}

export interface StatementObservation {
  readonly events: readonly Event[]
  /** Value of an expression statement; absent for other statements, for raising ones, and when it was None. */
  readonly value?: ObservedValue
  /** Name of the exception type that ended the statement. */
  readonly raised?: string
  /** The heap after the statement, where the case asked for it. */
  readonly snapshot?: Snapshot
  /** Answers to the case's probes after this statement, in the case's order. */
  readonly probes?: readonly ProbeAnswer[]
  /** The allocator after the statement, where the case watches memory. */
  readonly memory?: MemoryState
  /** The process image after the statement, where the case watches it. */
  readonly image?: ProcessImage
}

export type Event = ProgramEvent | CollectorEvent | MemoryEvent

/** What a program can bring about whatever the engine is. */
export type ProgramEvent =
  /** `__init__` of a program class was entered; `object` is the new instance, `type` its class's name. */
  | { readonly kind: 'initialized'; readonly object: Handle; readonly type: string }
  /** `__del__` of a program class was entered. */
  | { readonly kind: 'finalized'; readonly object: Handle; readonly type: string }
  /**
   * The body of a function of the program began to run that can be called with exactly one argument (maybe as a weakref
   * callback), or that is a special method of levels 2 and 3 (`__exit__`, `__eq__`, …, written as `def` in a class). The
   * name is that of its `def`, `<lambda>` for a lambda. The body of a generator begins at the first `next`.
   */
  | { readonly kind: 'entered'; readonly name: string }
  /** One line that `print` wrote, without its line end. */
  | { readonly kind: 'printed'; readonly text: string }
  /** An exception in a finalizer or a callback was reported as unraisable; `type` is the exception type's name. */
  | { readonly kind: 'unraisable'; readonly type: string }
  /** An automatic collection of `generation` started (only where the case asks for it). */
  | { readonly kind: 'collected'; readonly generation: number }
  /** The instances of program classes alive in the youngest generation, oldest first, just before the statement. */
  | { readonly kind: 'census'; readonly objects: readonly Handle[] }
  /** An object gave up its memory, after everything that it held; `type` is its type's name. Where the case watches. */
  | { readonly kind: 'died'; readonly object: Handle; readonly type: string }

export type ObservedValue =
  | { readonly kind: 'none' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: number | bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'str'; readonly value: string }
  | { readonly kind: 'bytes'; readonly value: string }
  | { readonly kind: 'list' | 'tuple'; readonly items: readonly ObservedValue[] }
  /** Anything else; `type` is its type's name, with `weakref` for every version's spelling of that. */
  | { readonly kind: 'object'; readonly type: string; readonly object: Handle }

export type ProbeAnswer =
  | { readonly kind: 'value'; readonly value: ObservedValue }
  /** References that the program holds: `sys.getrefcount` less what the call itself adds. */
  | { readonly kind: 'refcount'; readonly count: number }
  | { readonly kind: 'generation'; readonly generation: GenerationName }
  /** Where the value of the expression lies now. */
  | { readonly kind: 'handle'; readonly object: Handle }
  | { readonly kind: 'raised'; readonly type: string }

export type GenerationName = 0 | 1 | 2 | 'permanent' | 'untracked'

/** Numbers of {@link Snapshot.generations}: 0, 1, 2 and these. */
export const PERMANENT = 3
export const UNTRACKED = -1

/**
 * The program's heap at one moment, struct of arrays, n nodes. A node is every object of the program that the collector
 * tracks (garbage that is not collected yet included), and every untracked list, tuple, dict, set, frozenset, object,
 * bytearray or bound method that these or the globals refer to directly or through others. Classes are nodes; their
 * inner parts (class dict, mro, descriptors), weakrefs to them, by which classes know each other, and ints, floats,
 * strings, bytes, modules and code are not.
 *
 * So cells, closures' tuples, generators, exceptions, their tuples of arguments and dicts, tracebacks, iterators and
 * views are nodes of their own; so are the parts of weak containers (the sets, dicts, lists, functions and weakrefs of
 * `weakref.py` and `_weakrefset.py`), and frames, which the collector tracks where they have outlived their call (to 3.10
 * also those of generators; from 3.11 on a generator is its own frame). A frame of a top-level statement is one like any
 * other; the engine's own frames around it are not shown.
 */
export interface Snapshot {
  /** n distinct handles. Where {@link listed}: tracked nodes first, generation by generation, each in list order. */
  readonly handles: Float64Array
  /** n indices into {@link typeNames}. */
  readonly types: Uint16Array
  readonly typeNames: readonly string[]
  /** n reference counts that the program accounts for (the engine's own references are subtracted). */
  readonly refcounts: Float64Array
  /** n of 0, 1, 2, {@link PERMANENT} or {@link UNTRACKED}. */
  readonly generations: Int8Array
  /** n + 1 offsets into {@link edges}: node i refers to edges[edgeStarts[i]] … edges[edgeStarts[i + 1] - 1]. */
  readonly edgeStarts: Uint32Array
  /**
   * Handles of what each node refers to, in the order in which that engine's collector traverses it. Handles without a
   * node are atoms. Complete, place by place:
   *
   *   lists, tuples, dicts, sets, frozensets · bound methods · weakrefs and weak proxies (the callback)
   *   instances of program classes, the class left out: slots, then the attributes or the `__dict__`, then what the
   *     built-in base holds (the contents of a list; of an exception its dict, args, notes, traceback, cause, context)
   *   functions: the tuple of defaults, then the tuple of cells, where there are · classes: nothing
   *
   * Of every other kind only the edges to nodes count; names, code and other atoms may stand between them or be left out:
   *
   *   cell: its contents · traceback: the next one, the frame · frame: the one that called it (f_back, where that is a
   *     node), then locals, cells and the value stack · generator: to 3.10 its frame, from 3.11 on its function and what
   *     its frame holds, then the exception that it is handling · built-in exceptions: as those of program classes ·
   *     iterators and views: what they iterate over
   */
  readonly edges: Float64Array
  /** n handles of what a weakref or weak proxy points to: 0 where it is dead or the node is none. */
  readonly weakTargets: Float64Array
  /** The program's global names, in the order of the module's dictionary, and the handle of the value of each. */
  readonly rootNames: readonly string[]
  readonly roots: Float64Array
  /** Handles in `gc.garbage`. */
  readonly garbage: Float64Array
  /** `gc.get_stats()` less what it said before the program: collections and collected objects a generation. */
  readonly collections: readonly [number, number, number]
  readonly collected: readonly [number, number, number]
}

/**
 * Events of one statement that an engine keeps. One that tells more, such as finalizers that make what has finalizers for ever,
 * has used up the memory for its report: `out-of-memory`, or `hung` where the time was up first.
 */
export const EVENTS_MAX = 1_000_000

/** How the case ended. Everything but `finished` names the statement that was running. */
export type Outcome =
  | { readonly kind: 'finished' }
  /** The engine's process or thread died. `how` is a signal name, an exit code, or an error's first line. */
  | { readonly kind: 'crashed'; readonly statement: number; readonly how: string }
  | { readonly kind: 'hung'; readonly statement: number; readonly limitMs: number }
  | { readonly kind: 'out-of-memory'; readonly statement: number }
  /** The engine's own check failed (engines with assertions of their own). */
  | { readonly kind: 'aborted'; readonly statement: number; readonly assertion: string }
