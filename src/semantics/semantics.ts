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
  /** Instances of a class with `__slots__` that names `__dict__` have their dict as an object from the first attribute on. */
  readonly slottedDictIsSeparate: boolean
  /** A class's shared keys start with what its methods assign as `self.name`, sorted (3.14). */
  readonly keysFromSelfAssignments: boolean
  /** `A() is A()`, `A() in x`: the right operand is released first (3.14). */
  readonly comparisonReleasesRightFirst: boolean
  /** `A()[A()]`, `A() + A()`: likewise (3.15). */
  readonly operatorReleasesRightFirst: boolean
  /** The caller releases the callee, then the arguments from the first on (3.11–3.13), not from the last on. */
  readonly callReleasesForward: boolean
  /** A frame that outlived its call, and a generator, hold the function that runs there (3.11). */
  readonly frameHoldsFunction: boolean
  /** The frame of a generator that has ended still knows who went on with it (3.12). */
  readonly endedGeneratorKeepsCaller: boolean
  /** `close()` on a generator that never started leaves its arguments alone (3.12, mended in 3.13.3 and 3.14.5). */
  readonly closingUnstartedKeepsFrame: boolean
  /** `close()` outside of `try` and `with` runs nothing, and releases locals before temporaries (3.13). */
  readonly closingClearsLocalsFirst: boolean
  /** While an exception is handled its traceback is held by itself, too (≤ 3.10). */
  readonly handledKeepsTraceback: boolean
  /** `except … as e` deletes the name, and `with` drops `__exit__`, before the exception is let go (3.8). */
  readonly handlerNameGoesFirst: boolean
  /** List, set and dict comprehensions run in the frame around them (3.12, PEP 709). */
  readonly comprehensionsInlined: boolean
  /** An argument that inner functions use lies in its cell at its own place, not behind the other locals (3.11). */
  readonly argumentCellsInPlace: boolean
  /** AttributeError of a store or a deletion keeps the object, too (3.13). */
  readonly storeErrorHoldsObject: boolean
  /** What is no context manager raises TypeError, not AttributeError (3.11). */
  readonly noManagerIsTypeError: boolean
  /** What is thrown into a generator gets the exception that is handled there as its context (3.9, bpo-29587). */
  readonly throwingSetsContext: boolean
  /** A comprehension whose result is dropped lets that go before its last variable (3.13). */
  readonly droppedComprehensionGoesFirst: boolean
}
