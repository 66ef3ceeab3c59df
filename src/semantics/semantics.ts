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
}
