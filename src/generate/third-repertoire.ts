/** What a program of level 3 draws from: everything of level 2, and the moves and idioms of its own. */
import { derivedIdioms } from './idioms/derived.ts'
import { interruptionIdioms } from './idioms/interruptions.ts'
import { LATER_RARITIES, LATER_REPERTOIRE } from './later-repertoire.ts'
import { thirdPhraseMoves } from './moves/phrases.ts'
import {
  comparisonMoves,
  containerMoves,
  finalizeMoves,
  hookMoves,
  madeClassMoves,
  proxyMoves,
  weakContainerMoves,
} from './moves/third.ts'
import { group, type Move, type Rarity, rarities } from './repertoire.ts'

/** What level 3 adds. */
export const THIRD_MOVES: readonly Move[] = [
  ...group('derived', 'inheritance', derivedIdioms, { instance: 6, fleeting: 2, tower: 3 }),
  ...group('interruption', 'lists', interruptionIdioms, { list: 5, proxy: 4 }),
  ...group('container', 'container heirs', containerMoves, { make: 9, use: 7, hold: 7, raise: 6 }),
  ...group('comparison', 'comparisons', comparisonMoves, { make: 5, compare: 10, look: 11, clear: 2 }),
  ...group('hook', 'attribute hooks', hookMoves, { ask: 6, set: 6 }),
  ...group('weak container', 'weak containers', weakContainerMoves, { values: 8, keys: 8, set: 7 }),
  ...group('proxy', 'proxies', proxyMoves, { say: 10 }),
  ...group('finalize', 'finalize', finalizeMoves, { say: 10 }),
  ...group('made class', 'made classes', madeClassMoves, { say: 10 }),
]

export const THIRD_REPERTOIRE: readonly Move[] = [...LATER_REPERTOIRE, ...THIRD_MOVES]
export const THIRD_RARITIES: readonly Rarity[] = [...LATER_RARITIES, ...rarities('phrase', thirdPhraseMoves)]

/** Of all levels, each once. */
export const MOVE_NAMES: readonly string[] = [...new Set(THIRD_REPERTOIRE.map(({ name }) => name))]
