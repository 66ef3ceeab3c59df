/** gh-156371: nobody is told of the deaths that the trashcan put off. */
import * as whole from '../../src/engines/simulation/gc/trashcan.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/trashcan.ts'

const deferred = new WeakMap<Machine, Set<Address>>()

/** What is put off is kept from the watcher until the outermost deallocation ends. */
export function trashcanBegin(m: Machine, o: Address): boolean {
  reached()
  const begins = whole.trashcanBegin(m, o)
  if (!begins) {
    const unreported = deferred.get(m) ?? new Set()
    deferred.set(m, unreported.add(o))
  }
  return begins
}

export function trashcanEnd(m: Machine): void {
  const unreported = deferred.get(m)
  const { watcher } = m
  // The chain is destroyed at the end of the outermost deallocation, or from a greater depth, in versions that defer late.
  if (unreported === undefined || watcher === null) return whole.trashcanEnd(m)
  const told = watcher.died
  watcher.died = (o) => void (triggered(unreported.delete(o)) || told.call(watcher, o))
  whole.trashcanEnd(m)
  watcher.died = told
}
