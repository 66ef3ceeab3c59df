/**
 * Stores that have specialised let go earlier than general ones (Python/bytecodes.c: STORE_ATTR_INSTANCE_VALUE,
 * STORE_ATTR_SLOT, STORE_SUBSCR_LIST_INT, STORE_SUBSCR_DICT): how warm the code is decides which of them runs. While the
 * replaced value dies, the new one has no reference but that of its place (3.11+), and the object may have gone (3.14+).
 */
import { Thing, type Value } from './thing.ts'
import type { World } from './world.ts'

/** `old` goes; `value`, which the stack holds too, is in its place. */
export function releaseReplaced(world: World, old: Value, value: Value): void {
  world.stored.push(value)
  world.decref(old)
  world.stored.pop()
}

/** Why it is open what lives while a store is done. */
export const OPEN_STORE = 'whether a store has given up its operands already'

export function isOpenWhatLives({ semantics, storeOwners, stored }: World): boolean {
  const isHeldByStack = (value: Value) => value instanceof Thing && value.refs === 1
  return (
    (semantics.localRefcount === 1 && storeOwners.some(isHeldByStack)) ||
    (!semantics.callerKeepsArguments && stored.some(isHeldByStack))
  )
}
