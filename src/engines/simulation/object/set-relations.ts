/** Whether a set is part of another, or has nothing in common with it (set_issubset, set_issuperset, set_isdisjoint). */
import type { Machine, NativeFunction } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { argument, isArity } from './arguments.ts'
import { newBool } from './bool.ts'
import { containsAll } from './dict-views.ts'
import { decref, incref } from './refcount.ts'
import { isAnySet, setSize } from './set.ts'
import { hasEach, intersection, isDisjoint, setOf } from './set-combine.ts'

export const issubset: NativeFunction = (m, self, argv, argc) => {
  if (!isArity(m, argc, 1, 1)) return 0
  const other = argument(m, argv, 0)
  if (isAnySet(m, other) || !m.dialect.issubsetIntersects) return containedIn(m, self, other, false)
  const common = intersection(m, self, other)
  if (common === 0) return 0
  const holds = setSize(m, common) === setSize(m, self)
  decref(m, common)
  return newBool(m, holds)
}

export const issuperset: NativeFunction = (m, self, argv, argc) => {
  if (!isArity(m, argc, 1, 1)) return 0
  const other = argument(m, argv, 0)
  if (isAnySet(m, other) || !m.dialect.setsStopEarly) return containedIn(m, self, other, true)
  const holds = hasEach(m, self, other)
  return holds < 0 ? 0 : newBool(m, holds === 1)
}

/** Of a set, or a set made of what is none: whether `self` is part of it, or it of `self`. */
function containedIn(m: Machine, self: Address, iterable: Address, reversed: boolean): Address {
  const other = asSet(m, iterable)
  if (other === 0) return 0
  const holds = reversed ? containsAll(m, other, self) : containsAll(m, self, other)
  decref(m, other)
  return holds < 0 ? 0 : newBool(m, holds === 1)
}

export const isdisjoint: NativeFunction = (m, self, argv, argc) => {
  if (!isArity(m, argc, 1, 1)) return 0
  const holds = isDisjoint(m, self, argument(m, argv, 0))
  return holds < 0 ? 0 : newBool(m, holds === 1)
}

/** A set of what an argument gives; the argument itself where it is a set. A new reference. */
function asSet(m: Machine, o: Address): Address {
  return isAnySet(m, o) ? incref(m, o) : setOf(m, 'set', o)
}
