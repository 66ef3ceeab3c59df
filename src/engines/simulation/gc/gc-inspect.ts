/**
 * What the `gc` module shows of objects: get_objects, get_referrers, get_referents, is_tracked, is_finalized. All are
 * native functions; a list that they return is never among what it shows.
 */
import type { Machine } from '../machine.ts'
import { type Address, GC_PREV } from '../memory/layout.ts'
import { argument, isArity } from '../object/arguments.ts'
import { newBool } from '../object/bool.ts'
import { intValue, isInt } from '../object/int.ts'
import { listAppend, newList } from '../object/list.ts'
import { raise } from '../object/raise.ts'
import { slotsOf } from '../object/refcount.ts'
import { isGcObject } from '../object/tracking.ts'
import { isTracked } from './gc-alloc.ts'
import { nextOf, objectOf, PREV_FINALIZED } from './gc-list.ts'
import { type Generation, OLDEST } from './generation.ts'

const PARAMETER = -1

export function getObjects(m: Machine, _self: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 0, 1)) return 0
  const asked = argc === 0 || argument(m, argv, 0) === m.None ? PARAMETER : argument(m, argv, 0)
  if (asked === PARAMETER) return objectsOf(m, 0, OLDEST)
  if (!isInt(m, asked)) return raise(m, 'TypeError', 'an integer is required')
  const generation = Number(intValue(m, asked))
  if (generation > OLDEST)
    return raise(m, 'ValueError', 'generation parameter must be less than the number of available generations')
  if (generation < 0) return raise(m, 'ValueError', 'generation parameter cannot be negative')
  // The incremental collector: both old spaces are generation 2, and nothing is 1.
  if (m.gc.incremental && generation === 1) return newList(m, 0)
  return objectsOf(m, m.gc.incremental && generation === OLDEST ? 1 : generation, generation)
}

function objectsOf(m: Machine, from: number, to: number): Address {
  const result = newList(m, 0)
  for (let i = from; i <= to; i++) {
    const list = m.gc.heads[i as Generation]
    for (let head = nextOf(m, list); head !== list; head = nextOf(m, head)) {
      if (objectOf(head) !== result) listAppend(m, result, objectOf(head))
    }
  }
  return result
}

export function getReferents(m: Machine, _self: Address, argv: Address, argc: number): Address {
  const result = newList(m, 0)
  for (let i = 0; i < argc; i++) {
    const o = argument(m, argv, i)
    const traverse = isGcObject(m, o) ? slotsOf(m, o).traverse : undefined
    if (traverse === undefined) continue
    const count = traverse(m, o)
    for (let j = 0; j < count; j++) listAppend(m, result, m.referents[j] as number)
  }
  return result
}

export function getReferrers(m: Machine, _self: Address, argv: Address, argc: number): Address {
  const result = newList(m, 0)
  for (let i = 0; i <= OLDEST; i++) {
    const list = m.gc.heads[i as Generation]
    for (let head = nextOf(m, list); head !== list; head = nextOf(m, head)) {
      const o = objectOf(head)
      if (o !== result && refersToArgument(m, o, argv, argc)) listAppend(m, result, o)
    }
  }
  return result
}

function refersToArgument(m: Machine, o: Address, argv: Address, argc: number): boolean {
  const traverse = slotsOf(m, o).traverse
  if (traverse === undefined) return false
  const count = traverse(m, o)
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < argc; j++) if (m.referents[i] === argument(m, argv, j)) return true
  }
  return false
}

export function isTrackedFunction(m: Machine, _self: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 1, 1)) return 0
  const o = argument(m, argv, 0)
  return newBool(m, isGcObject(m, o) && isTracked(m, o))
}

export function isFinalizedFunction(m: Machine, _self: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 1, 1)) return 0
  const o = argument(m, argv, 0)
  return newBool(m, isGcObject(m, o) && ((m.i32[(o + GC_PREV) >> 2] as number) & PREV_FINALIZED) !== 0)
}
