/**
 * What may differ between Pythons, as data: one frozen record a dialect, each field with its source. The oracle reads
 * these fields and nothing else about a version; the records are in `records.ts`.
 */
import type { Facts } from './facts.ts'

/** `3.8` … `3.15`; `3.13.0` stands for 3.13.0–3.13.2, `3.14.0` for 3.14.0–3.14.4, `3.14` and `3.13` for later patches. */
export type SemanticsId = '3.8' | '3.9' | '3.10' | '3.11' | '3.12' | '3.13.0' | '3.13' | '3.14.0' | '3.14' | '3.15'

/** The facts that decide: everything but the runtime's own description of itself. */
export type SemanticFacts = Omit<Facts, 'implementation' | 'version' | 'pointerBits' | 'thresholds'>

export interface Semantics extends SemanticFacts {
  readonly id: SemanticsId
  readonly defaultThresholds: readonly [number, number, number]
  /** AttributeError keeps the object in its `obj` (3.10, bpo-38530). */
  readonly attributeErrorHoldsObject: boolean
  /** Instances with slots and a dict have the dict as an object from the first attribute on. */
  readonly slottedDictIsSeparate: boolean
  /** A class's shared keys start with what its methods assign as `self.name`, sorted (3.14). */
  readonly keysFromSelfAssignments: boolean
  /** `A() is A()`, `A() in x`: the right operand is released first (3.14). */
  readonly comparisonReleasesRightFirst: boolean
  /** `A()[A()]`, `A() + A()`: likewise (3.15). */
  readonly operatorReleasesRightFirst: boolean
  /** The caller releases the callee, then the arguments from the first on (3.11–3.13), not from the last on. */
  readonly callReleasesForward: boolean
  /** A specialized call of a method that takes its arguments as an array releases the object behind them (3.11 only). */
  readonly fastMethodReleasesObjectLast: boolean
  /**
   * What waits where deallocations are nested too deep: containers and instances from the 50th on, exceptions, too (3.11,
   * bpo-44348), or whatever finds the native stack nearly used up (3.13).
   */
  readonly trashcan: 'containers' | 'exceptions too' | 'native stack'
  /** A frame that outlived its call, and a generator, hold the function that runs there (3.11). */
  readonly frameHoldsFunction: boolean
  /** The frame of a generator that has ended still knows who went on with it (3.12). */
  readonly endedGeneratorKeepsCaller: boolean
  /**
   * What `close()` does to a generator that never started: it throws GeneratorExit into it (≤ 3.11), leaves its frame alone
   * (3.12), or clears what `unguardedCloseClears` says (gh-142766: 3.13.12, 3.14.3).
   */
  readonly closingUnstarted: 'throws' | 'leaves all' | 'clears'
  /**
   * What `close()` clears outside of `try` and `with`, where from 3.13 on it runs nothing: locals and then temporaries (3.13),
   * or the frame as when the generator dies, so that a traceback that holds it gets the temporaries, too (3.14).
   */
  readonly unguardedCloseClears: 'nothing' | 'values' | 'frame'
  /** `close()` gives what the generator returns when GeneratorExit is thrown into it (3.13+). */
  readonly closeGivesReturned: boolean
  /** To delete what the keys of the class have no room for makes the instance's dict, in vain (3.11, 3.12). */
  readonly failedDeletionMakesDict: boolean
  /** While an exception is handled its traceback is held by itself, too (≤ 3.10). */
  readonly handledKeepsTraceback: boolean
  /** `except … as e` deletes the name, and `with` drops `__exit__`, before the exception is let go (3.8). */
  readonly handlerNameGoesFirst: boolean
  /** In the body of a class with methods the dict of its members lies in a cell, too (3.14, PEP 649). */
  readonly classBodyHasCell: boolean
  /**
   * A tuple of what is iterated over is tracked while it is filled, so that items which collect make it old (bpo-15108, to
   * 3.13): where it has as many items as there were places, it stays so.
   */
  readonly tupleTrackedWhileFilled: boolean
  /** `tuple(… for …)` fills a list and makes the tuple of that, so that one of atoms is not tracked (3.14, gh-131738). */
  readonly tupleTakesGeneratorsItems: boolean
  /** List, set and dict comprehensions run in the frame around them (3.12, PEP 709). */
  readonly comprehensionsInlined: boolean
  /**
   * In which order the compiler meets the names of a `try`, which is that of the locals: it writes the `finally` first (3.8),
   * all as in the text (3.9, 3.10), or the `else` before the handlers (3.11).
   */
  readonly tryOrder: 'finally first' | 'as written' | 'else first'
  /** An argument that inner functions use lies in its cell at its own place, not behind the other locals (3.11). */
  readonly argumentCellsInPlace: boolean
  /** AttributeError of a store or a deletion keeps the object, too (3.13). */
  readonly storeErrorHoldsObject: boolean
  /** What is no context manager raises TypeError, not AttributeError (3.11). */
  readonly noManagerIsTypeError: boolean
  /** What is thrown into a generator gets the exception that is handled there as its context (3.9, bpo-29587). */
  readonly throwingSetsContext: boolean
  /** `x in items` asks the item first whether it is equal, not `x` (3.9, bpo-37648). */
  readonly itemIsAskedFirst: boolean
  /** A tuple keeps its hash once it was asked for it (3.14, gh-131525). */
  readonly tupleHashKept: boolean
  /** `__getattr__` is bound to its object to be called (≤ 3.11). */
  readonly getattrIsBound: boolean
  /** A weakref is held while its callback runs, also when that is the only one (3.13). */
  readonly loneCallbackHoldsWeakref: boolean
  /** A store into a dict holds key and value before it asks for the hash (3.11). */
  readonly storeHoldsFirst: boolean
  /** `dict.update` on an empty dict compares keys of one hash (≤ 3.9); later it takes the table over. */
  readonly mergeComparesKeys: boolean
  /** A `__dict__` owns the values that it shows: emptied, it leaves the keys of the class (≤ 3.12; later the instance keeps them). */
  readonly dictOwnsValues: boolean
  /** What dies while a weak container is iterated over is removed afterwards; later a copy is walked through (3.14). */
  readonly weakIterationIsGuarded: boolean
  /** The callback of a weak dictionary's key raises KeyError where the entry has gone before (3.8). */
  readonly lateKeyRemovalRaises: boolean
  /** Instances of a subclass of a container have their dict as an object from the first attribute on (≤ 3.13; those of a tuple always). */
  readonly containerDictIsSeparate: boolean
  /** That of a tuple's subclass keeps the order of its own stores (≤ 3.11). */
  readonly tupleDictInOwnOrder: boolean
  /** What a `__hash__` gives that is no int keeps a reference for good (≤ 3.13, slot_tp_hash). */
  readonly badHashLeaks: boolean
  /** An operation of a proxy and a dead proxy loses a reference to the object of the first (3.13). */
  readonly deadOperandLeaks: boolean
  /** `list[int]` is a generic alias (3.9, PEP 585). */
  readonly typesHaveItems: boolean
  /** A comprehension whose result is dropped lets that go before its last variable (3.13). */
  readonly droppedComprehensionGoesFirst: boolean
  /** An error is an exception object from the moment it comes up, not from when a frame or handler is told (3.12, gh-101578). */
  readonly exceptionsMadeAtOnce: boolean
  /** `tuple(…)` of an iterator that gives nothing is the shared empty tuple, not one of its own (3.11). */
  readonly emptyTupleShared: boolean
  /** `issuperset` and `intersection` go through what is no set only as far as the answer needs it, and make no set of it (3.11). */
  readonly setsStopEarly: boolean
  /** `issubset` of what is no set makes a set of what both have in common, not of all (3.12). */
  readonly subsetIntersects: boolean
  /** `with` keeps the function `__exit__` and the manager on its stack, not a bound method (3.14). */
  readonly specialMethodsUnbound: boolean
}
