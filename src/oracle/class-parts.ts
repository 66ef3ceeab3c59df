/** What every class brings with it: references to itself and descriptors, from what probing showed. */
import type { Semantics } from '../semantics/semantics.ts'
import type { ClassPart, Value } from './thing.ts'

/** References to a class that it holds itself: its mro, and one from each descriptor. */
export function ownReferences(cls: { readonly descriptors: number }): number {
  return 1 + cls.descriptors
}

/** Descriptors of a class without `__slots__`: `__dict__` and `__weakref__`, unless the version shares them. */
export function plainDescriptors(semantics: Semantics): number {
  return semantics.classReferences - 2
}

/** What a class or the first of those that it inherits from has under `name`; borrowed. */
export function lookUp(cls: ClassPart, name: string): Value | undefined {
  const own = cls.members.get(name)
  const { mro } = cls
  if (own !== undefined || mro.length === 1) return own
  for (let i = 1; i < mro.length; i++) {
    const inherited = (mro[i] as ClassPart).members.get(name)
    if (inherited !== undefined) return inherited
  }
  return undefined
}
