/** What a program of level 2 draws from: everything of level 1, and the moves and idioms of its own. */
import { filledTupleIdioms } from './idioms/filled-tuples.ts'
import { frameIdioms } from './idioms/kept-frames.ts'
import { laterTowerIdioms } from './idioms/later-towers.ts'
import { suspendedIdioms } from './idioms/suspended.ts'
import { closureMoves } from './moves/closures.ts'
import { comprehensionMoves } from './moves/comprehensions.ts'
import { exceptionMoves, managerMoves } from './moves/exceptions.ts'
import { heirMoves } from './moves/heirs.ts'
import { laterPhraseMoves } from './moves/phrases.ts'
import { walkMoves } from './moves/walks.ts'
import { group, type Move, RARITIES, type Rarity, REPERTOIRE, rarities } from './repertoire.ts'

/** What level 2 adds. */
export const LATER_MOVES: readonly Move[] = [
  ...group('walk', 'generators', walkMoves, { make: 7, expression: 2, advance: 6, finish: 3, consume: 4, extend: 2 }),
  ...group('closure', 'closures', closureMoves, { make: 6, lambda: 3, invoke: 4, method: 3, told: 3 }),
  ...group('exception', 'exceptions', exceptionMoves, { trap: 8, make: 2, chain: 3, catch: 6, finally: 1 }),
  ...group('manager', 'managers', managerMoves, { with: 8 }),
  ...group('comprehension', 'comprehensions', comprehensionMoves, { make: 6, over: 3 }),
  ...group('heir', 'inheritance', heirMoves, { make: 8, fleeting: 2, ask: 2, unbound: 3, cycle: 1 }),
  ...group('suspended', 'generators', suspendedIdioms, { lastReference: 3, cycle: 5, inList: 2, watched: 2 }),
  ...group('tuple', 'comprehensions', filledTupleIdioms, { filled: 1 }),
  ...group('frame', 'kept frames', frameIdioms, { cell: 5, traceback: 6, caught: 4, lambda: 2 }),
  ...group('height', 'heights', laterTowerIdioms, { storeys: 3, descend: 2 }),
]

export const LATER_REPERTOIRE: readonly Move[] = [...REPERTOIRE, ...LATER_MOVES]
export const LATER_RARITIES: readonly Rarity[] = [...RARITIES, ...rarities('phrase', laterPhraseMoves)]
