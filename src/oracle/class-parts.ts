/** What every class brings with it: references to itself and descriptors, from what probing showed. */
import type { Semantics } from '../semantics/semantics.ts'

/** References to a class that it holds itself: its mro, and one from each descriptor. */
export function ownReferences(cls: { readonly descriptors: number }): number {
  return 1 + cls.descriptors
}

/** Descriptors of a class without `__slots__`: `__dict__` and `__weakref__`, unless the version shares them. */
export function plainDescriptors(semantics: Semantics): number {
  return semantics.classReferences - 2
}
