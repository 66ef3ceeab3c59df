/**
 * Arenas over raw bytes: the usable ones are linked both ways and ordered by number of free pools (fewest first),
 * nfp2lasta names the last of each number, free pools are as many as counted, unused arena objects have no memory, and
 * arenas do not overlap. Does not look into pools that serve a class.
 */
import type { AddressSpace } from '../memory/address-space.ts'
import {
  type Address,
  ARENA_ADDRESS,
  ARENA_FREE_POOL_COUNT,
  ARENA_FREE_POOLS,
  ARENA_NEXT,
  ARENA_OBJECT_BYTES,
  ARENA_POOL_ADDRESS,
  ARENA_PREV,
  ARENA_TOTAL_POOLS,
  type MemoryRoots,
  OBMALLOC_ARENAS,
  OBMALLOC_ARENAS_ALLOCATED,
  OBMALLOC_MAX_ARENAS,
  OBMALLOC_NFP2LASTA,
  OBMALLOC_UNUSED_ARENA_OBJECTS,
  OBMALLOC_USABLE_ARENAS,
  POOL_NEXT,
  POOL_REF_COUNT,
  SYSTEM_FLOOR,
} from '../memory/layout.ts'
import { type Complaint, Complaints } from './complaint.ts'

export function checkArenas(space: AddressSpace, roots: MemoryRoots): readonly Complaint[] {
  const complaints = new Complaints()
  const word = (at: Address): number => space.i32[at >> 2] ?? -1
  const first = word(roots.obmalloc + OBMALLOC_ARENAS)
  const count = word(roots.obmalloc + OBMALLOC_MAX_ARENAS)
  const floor = word(roots.system + SYSTEM_FLOOR)
  const used: Address[] = []
  for (let i = 0; i < count; i++) {
    const arena = first + i * ARENA_OBJECT_BYTES
    const address = word(arena + ARENA_ADDRESS)
    if (address === 0) continue
    used.push(address)
    const inside = address >= floor && address + roots.arenaBytes <= space.heapEnd
    if (complaints.demand(inside, 'arena-is-mapped', arena, 'outside what the system gave')) {
      checkFreePools(complaints, word, arena, roots)
    }
  }
  const allocated = word(roots.obmalloc + OBMALLOC_ARENAS_ALLOCATED)
  complaints.demand(
    used.length === allocated,
    'arenas-are-counted',
    first,
    `${used.length} in use, ${allocated} counted`,
  )
  used.sort((a, b) => a - b)
  used.forEach((address, i) => {
    const next = used[i + 1] ?? Number.POSITIVE_INFINITY
    complaints.demand(address + roots.arenaBytes <= next, 'no-overlap', address, 'arenas overlap')
  })
  checkUsable(complaints, word, roots, count)
  checkUnused(complaints, word, roots, count)
  return complaints.list
}

type Word = (at: Address) => number

function checkFreePools(complaints: Complaints, word: Word, arena: Address, roots: MemoryRoots): void {
  const { poolBytes, arenaBytes } = roots
  const address = word(arena + ARENA_ADDRESS)
  const end = word(arena + ARENA_POOL_ADDRESS)
  const lost = address % poolBytes === 0 ? 0 : 1
  const total = word(arena + ARENA_TOTAL_POOLS)
  complaints.demand(total === arenaBytes / poolBytes - lost, 'arena-counts-its-pools', arena, `${total} pools`)
  const inside = end >= address && end <= address + arenaBytes && end % poolBytes === 0
  complaints.demand(inside, 'arena-carves-pools-inside', arena, `pool_address ${end}`)
  const carved = Math.floor((end - address) / poolBytes)
  let free = total - carved
  let pool = word(arena + ARENA_FREE_POOLS)
  for (let steps = 0; pool !== 0 && steps <= total; steps++) {
    const isOwn = pool >= address && pool < end && pool % poolBytes === 0
    if (!complaints.demand(isOwn, 'free-pool-is-its-arenas', pool, `in the list of ${arena}`)) return
    complaints.demand(word(pool + POOL_REF_COUNT) === 0, 'free-pool-is-empty', pool, 'has blocks in use')
    free++
    pool = word(pool + POOL_NEXT)
  }
  const counted = word(arena + ARENA_FREE_POOL_COUNT)
  complaints.demand(counted === free, 'arena-counts-its-free-pools', arena, `${free} are free, ${counted} counted`)
}

function checkUsable(complaints: Complaints, word: Word, roots: MemoryRoots, count: number): void {
  const lasts = new Map<number, Address>()
  let before = 0
  let fewest = 1
  let arena = word(roots.obmalloc + OBMALLOC_USABLE_ARENAS)
  for (let steps = 0; arena !== 0; steps++) {
    if (!complaints.demand(steps < count, 'usable-arenas-have-no-cycle', arena, 'the list does not end')) return
    const free = word(arena + ARENA_FREE_POOL_COUNT)
    complaints.demand(word(arena + ARENA_PREV) === before, 'usable-arenas-are-linked', arena, 'prevarena is another')
    complaints.demand(free >= fewest, 'usable-arenas-are-ordered', arena, `${free} free pools behind ${fewest}`)
    complaints.demand(word(arena + ARENA_ADDRESS) !== 0, 'usable-arena-has-memory', arena, 'was returned')
    lasts.set(free, arena)
    fewest = Math.max(fewest, free)
    before = arena
    arena = word(arena + ARENA_NEXT)
  }
  for (let free = 0; free <= roots.arenaBytes / roots.poolBytes; free++) {
    const last = word(roots.obmalloc + OBMALLOC_NFP2LASTA + 8 * free)
    const is = lasts.get(free) ?? 0
    complaints.demand(last === is, 'nfp2lasta-names-the-last', last, `with ${free} free pools it is ${is}`)
  }
}

function checkUnused(complaints: Complaints, word: Word, roots: MemoryRoots, count: number): void {
  let unused = word(roots.obmalloc + OBMALLOC_UNUSED_ARENA_OBJECTS)
  let steps = 0
  for (; unused !== 0 && steps <= count; steps++) {
    complaints.demand(word(unused + ARENA_ADDRESS) === 0, 'unused-arena-has-no-memory', unused, 'has an address')
    unused = word(unused + ARENA_NEXT)
  }
  const free = count - word(roots.obmalloc + OBMALLOC_ARENAS_ALLOCATED)
  complaints.demand(steps === free, 'arenas-are-counted', unused, `${steps} unused objects, ${free} expected`)
}
