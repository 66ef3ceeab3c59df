/**
 * What finalizers made reachable again is kept (handle_resurrected_objects; in 3.8 check_garbage, by which one such
 * object keeps all). Postcondition: `stillUnreachable` is an ordinary list of what is to be freed, marked collecting;
 * everything else is in `old`, unmarked.
 */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { clearUnreachableMask, deduceUnreachable, isReachedFromOutside } from './deduce-unreachable.ts'
import { clearCollecting, initList, listSize, merge } from './gc-list.ts'

/** Gives how many objects are to be freed. */
export function handleResurrectedObjects(
  m: Machine,
  unreachable: Address,
  stillUnreachable: Address,
  old: Address,
): number {
  const { gc } = m
  const { lastCandidates } = gc
  const dead = m.semantics.resurrectionKeepsAll
    ? keepAllOrNone(m, unreachable, stillUnreachable)
    : separate(m, unreachable, stillUnreachable)
  gc.lastCandidates = lastCandidates
  m.watcher?.allResurrected(unreachable)
  merge(m, unreachable, old)
  return dead
}

function separate(m: Machine, unreachable: Address, stillUnreachable: Address): number {
  clearCollecting(m, unreachable)
  const dead = deduceUnreachable(m, unreachable, stillUnreachable)
  clearUnreachableMask(m, stillUnreachable)
  return dead
}

/** 3.8. */
function keepAllOrNone(m: Machine, unreachable: Address, stillUnreachable: Address): number {
  initList(m, stillUnreachable)
  clearCollecting(m, unreachable)
  if (isReachedFromOutside(m, unreachable)) return 0
  const dead = listSize(m, unreachable)
  merge(m, unreachable, stillUnreachable)
  return dead
}
