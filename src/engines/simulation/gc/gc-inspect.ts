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
import { decref, slotsOf } from '../object/refcount.ts'
import { isGcObject } from '../object/tracking.ts'
import { isTracked } from './gc-alloc.ts'
import { nextOf, objectOf, PREV_FINALIZED } from './gc-list.ts'
import { type Generation, OLDEST } from './generation.ts'

const PARAMETER = -1
/** What None stands for; a program may say it, too. */
const ALL = -1

export function getObjects(m: Machine, _self: Address, argv: Address, argc: number): Address {
  if (!isArity(m, argc, 0, 1)) return 0
  const asked = argc === 0 || argument(m, argv, 0) === m.None ? PARAMETER : argument(m, argv, 0)
  if (asked !== PARAMETER && !isInt(m, asked)) return raise(m, 'TypeError', 'an integer is required')
  const generation = asked === PARAMETER ? ALL : Number(intValue(m, asked))
  if (generation === ALL) return objectsOf(m, 0, OLDEST)
  if (generation > OLDEST)
    return refused(m, 'generation parameter must be less than the number of available generations')
  if (generation < 0) return refused(m, 'generation parameter cannot be negative')
  // The incremental collector: both old spaces are generation 2, and nothing is 1.
  if (m.gc.incremental && generation === 1) return newList(m, 0)
  return objectsOf(m, m.gc.incremental && generation === OLDEST ? 1 : generation, generation)
}

/** Up to 3.12 the list is made before the argument is looked at. */
function refused(m: Machine, message: string): 0 {
  const result = m.dialect.version[1] <= 12 ? newList(m, 0) : 0
  if (result !== 0) decref(m, result)
  return raise(m, 'ValueError', message)
}

function objectsOf(m: Machine, from: number, to: number): Address {
  const result = newList(m, 0)
  if (result === 0) return 0
  for (let i = from; i <= to; i++) {
    const list = m.gc.heads[i as Generation]
    for (let head = nextOf(m, list); head !== list; head = nextOf(m, head)) {
      if (objectOf(head) !== result && listAppend(m, result, objectOf(head)) < 0) return dropped(m, result)
    }
  }
  return result
}

export function getReferents(m: Machine, _self: Address, argv: Address, argc: number): Address {
  const result = newList(m, 0)
  if (result === 0) return 0
  for (let i = 0; i < argc; i++) {
    const o = argument(m, argv, i)
    const traverse = isGcObject(m, o) ? slotsOf(m, o).traverse : undefined
    if (traverse === undefined) continue
    const count = traverse(m, o)
    for (let j = 0; j < count; j++) if (listAppend(m, result, m.referents[j] as number) < 0) return dropped(m, result)
  }
  return result
}

export function getReferrers(m: Machine, _self: Address, argv: Address, argc: number): Address {
  const result = newList(m, 0)
  if (result === 0) return 0
  for (let i = 0; i <= OLDEST; i++) {
    const list = m.gc.heads[i as Generation]
    for (let head = nextOf(m, list); head !== list; head = nextOf(m, head)) {
      const o = objectOf(head)
      if (o === result || !refersToArgument(m, o, argv, argc)) continue
      if (listAppend(m, result, o) < 0) return dropped(m, result)
    }
  }
  return result
}

function dropped(m: Machine, result: Address): 0 {
  decref(m, result)
  return 0
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
