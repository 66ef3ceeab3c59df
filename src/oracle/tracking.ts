/** When the collector tracks a container: from birth, on the first reference that could close a cycle, or no longer. */
import type { Semantics } from '../semantics/semantics.ts'
import { Builtin } from './atom.ts'
import { Thing, type Tracked, UNDER_COLLECTION, type Value } from './thing.ts'

/** Of a type that takes part in collection at all. */
export function isCollectable(value: Value): value is Thing {
  if (!(value instanceof Thing)) return false
  // An iterator over a range is made hidden and untracked.
  if (value.kind === 'iterator') return !value.hidden || value.tracked !== 'no'
  return value.kind !== 'object' && value.kind !== 'bytearray' && value.kind !== 'range'
}

/** Functions in C and modules are objects that a collector knows, and so are classes that are written in Python. */
function isHeapBuiltin(value: Value): boolean {
  return (
    value instanceof Builtin &&
    (value.kind !== 'type' || (value.name.startsWith('weakref.') && value.name !== 'weakref.ref'))
  )
}

/** Could `value` be part of a cycle, as far as a container that holds it can tell? */
export function mayBeTracked(value: Value): Tracked {
  if (!isCollectable(value)) return isHeapBuiltin(value) ? 'yes' : 'no'
  return value.kind === 'tuple' && value.cls === null ? value.tracked : 'yes'
}

export function anyOf(values: Iterable<Value>): Tracked {
  let result: Tracked = 'no'
  for (const value of values) {
    const one = mayBeTracked(value)
    if (one === 'yes') return 'yes'
    if (one === 'maybe') result = 'maybe'
  }
  return result
}

/**
 * A new tuple: tracked until a collection finds that it holds atoms only; from 3.14 a display looks at once, at the types of
 * its items: at the type of a built-in type, too, which a collection then finds to be an atom (`maybe_tracked`).
 */
export function tupleAtBirth(tuple: Thing, semantics: Semantics, way: 'display' | 'operator'): Tracked {
  if (tuple.items.length === 0 || tuple.constant) return 'no'
  if (semantics.atomTupleTrackedAtBirth || way === 'operator') return 'yes'
  return tuple.items.some((item) => isCollectable(item) || item instanceof Builtin) ? 'yes' : 'no'
}

/** A dict got `key` and `value`. What is tracked anew is young. */
export function dictAfterStore(dict: Thing, key: Value, value: Value): void {
  if (dict.tracked === 'yes') return
  const reason = anyOf([key, value])
  if (reason === 'no') return
  if (dict.tracked === 'no') dict.generation = 0
  dict.tracked = reason
}

/**
 * The survivors among the candidates of a collection, when it untracks what cannot be part of a cycle: tuples in every collection, dicts
 * in full ones. A tuple whose inner tuple is untracked in the same pass depends on the order of the pass: `maybe`.
 */
export function untrackSurvivors(candidates: readonly Thing[], full: boolean, semantics: Semantics): void {
  let tuples: Thing[] | null = null
  for (let i = 0; i < candidates.length; i++) {
    const thing = candidates[i] as Thing
    if (thing.kind === 'tuple' && thing.cls === null && thing.generation !== UNDER_COLLECTION) {
      if (tuples === null) tuples = [thing]
      else tuples.push(thing)
    }
  }
  if (tuples !== null) untrackTuples(tuples)
  if (!full || semantics.dictTrackedAtBirth) return
  for (let i = 0; i < candidates.length; i++) {
    const thing = candidates[i] as Thing
    if (thing.kind !== 'dict' || thing.cls !== null || thing.entries === null || thing.generation === UNDER_COLLECTION)
      continue
    // It holds weakrefs to classes.
    if (thing.hidden) continue
    thing.tracked = 'no'
    for (const entry of thing.entries.values()) {
      if (mayBeTracked(entry.value) === 'no' && mayBeTracked(entry.key) === 'no') continue
      thing.tracked = anyOf([...thing.entries.values()].flatMap((one) => [one.key, one.value]))
      break
    }
  }
}

/**
 * The young, in order of birth, before the incremental collector looks for garbage: it walks their list, which is in the
 * order in which they were tracked, and a tuple that it untracks is untracked for those that come after. What a tuple
 * holds was there before it, so a nest of atoms goes in one pass, the innermost first (`untrack_tuples` of 3.14.0).
 * After the search the list is in the order of the search: there `maybe` is all that can be said.
 */
export function untrackYoungTuples(young: readonly Thing[]): void {
  for (const thing of young) {
    if (thing.kind === 'tuple' && thing.cls === null && thing.tracked !== 'no') thing.tracked = anyOf(thing.items)
  }
}

function untrackTuples(tuples: readonly Thing[]): void {
  const before = new Map<Thing, Tracked>()
  for (const thing of tuples) before.set(thing, thing.tracked)
  const settle = (thing: Thing): Tracked => {
    let result: Tracked = 'no'
    for (const item of thing.items) {
      if (isHeapBuiltin(item)) return 'yes'
      if (!isCollectable(item)) continue
      if (item.kind !== 'tuple' || item.cls !== null) return 'yes'
      const then = before.get(item) ?? item.tracked
      if (then === 'no') continue
      if (then === 'yes' && settle(item) === 'yes') return 'yes'
      result = 'maybe'
    }
    return result
  }
  const results: [Thing, Tracked][] = []
  for (const thing of before.keys()) results.push([thing, settle(thing)])
  for (const [thing, result] of results) if (thing.tracked !== 'no') thing.tracked = result
}
