/** What defects of the collector share: the objects in one of its lists, in order. */
import { nextOf, objectOf } from '../../src/engines/simulation/gc/gc-list.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'

export function membersOf(m: Machine, list: Address): Address[] {
  const members: Address[] = []
  for (let head = nextOf(m, list); head !== list; head = nextOf(m, head)) members.push(objectOf(head))
  return members
}
