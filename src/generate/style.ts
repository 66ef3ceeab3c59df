/** The moves, traits and rarities of each level of the language, and which level a program may reach. */
import { Prng } from '../base/prng.ts'
import type { Level } from '../program/level.ts'
import { LATER_RARITIES, LATER_REPERTOIRE } from './later-repertoire.ts'
import type { Move, Rarity } from './repertoire.ts'
import { RARITIES, REPERTOIRE } from './repertoire.ts'
import { FEATURES, LATER_FEATURES, THIRD_FEATURES, Wheel } from './swarm.ts'
import { THIRD_RARITIES, THIRD_REPERTOIRE } from './third-repertoire.ts'

/** Sets the draw of a program's level apart from its own stream, so that those of level 1 stay what they are. */
const LEVEL_STREAM = 0x6c657665
const LEVEL_ONE_PERCENT = 25
/** Of the programs of a campaign of level 3 that are not of level 1; the others are those of level 2. */
const LEVEL_TWO_PERCENT = 25

/** What the programs of one level are drawn from. */
export class Style {
  readonly moves: readonly Move[]
  readonly wheel: Wheel
  readonly rarities: readonly Rarity[]

  constructor(moves: readonly Move[], features: ConstructorParameters<typeof Wheel>[1], rarities: readonly Rarity[]) {
    this.moves = moves
    this.rarities = rarities
    this.wheel = new Wheel(moves, features)
  }

  draw(prng: Prng): Move {
    return this.moves[this.wheel.draw(prng)] as Move
  }
}

const LEVEL_ONE = new Style(REPERTOIRE, FEATURES, RARITIES)
const LEVEL_TWO = new Style(LATER_REPERTOIRE, [...FEATURES, ...LATER_FEATURES], LATER_RARITIES)
const LEVEL_THREE = new Style(THIRD_REPERTOIRE, [...FEATURES, ...LATER_FEATURES, ...THIRD_FEATURES], THIRD_RARITIES)

export const STYLES: Readonly<Record<Level, Style>> = { 1: LEVEL_ONE, 2: LEVEL_TWO, 3: LEVEL_THREE }

/** The level that program `index` may reach in a campaign of that level. */
export function levelOf(seed: number, index: number, level: Level = 1): Level {
  if (level === 1) return 1
  const prng = new Prng(seed, index, LEVEL_STREAM)
  if (prng.percent(LEVEL_ONE_PERCENT)) return 1
  return level === 3 && prng.percent(LEVEL_TWO_PERCENT) ? 2 : level
}
