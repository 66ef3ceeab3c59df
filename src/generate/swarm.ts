/**
 * Swarm testing (Groce et al., 2012): each program switches a random part of the features off and weighs the others,
 * so that some programs go deep into a few features instead of all programs touching all of them a little.
 *
 * The wheel is the table that a move is drawn from: each move stands in it as often as its weight says.
 */
import { GAIN_EVEN, GAIN_MAX } from '../base/gain.ts'
import type { Prng } from '../base/prng.ts'

/** What may be switched off. `basics` never is. */
export const FEATURES = [
  'basics',
  'attributes',
  'lists',
  'dicts',
  'tuples',
  'sets',
  'weakrefs',
  'callbacks',
  'functions',
  'methods',
  'blocks',
  'observations',
  'collections',
  'arithmetic',
  'cycles',
  'towers',
  'ages',
  'classes',
] as const
export type Feature = (typeof FEATURES)[number]

/** What a program of level 2 may switch off besides. */
export const LATER_FEATURES = [
  'generators',
  'closures',
  'exceptions',
  'managers',
  'comprehensions',
  'inheritance',
  'kept frames',
  'heights',
] as const
export type LaterFeature = (typeof LATER_FEATURES)[number]

/** What a program of level 3 may switch off besides. */
export const THIRD_FEATURES = [
  'container heirs',
  'comparisons',
  'attribute hooks',
  'weak containers',
  'proxies',
  'finalize',
  'made classes',
] as const
export type ThirdFeature = (typeof THIRD_FEATURES)[number]
export type AnyFeature = Feature | LaterFeature | ThirdFeature

/** Traits of the classes that a program takes from the palette. */
export interface Traits {
  readonly finalizers: boolean
  readonly callbacks: boolean
  readonly resurrection: boolean
  readonly slots: boolean
}

export const CHOICE = {
  /** How many data variables a program uses: few make statements meet, all eight include the shared `g` and `h`. */
  variables: [3, 4, 4, 5, 5, 6, 8, 8],
  /** Factors for a feature; 0 switches it off. */
  factors: [0, 0, 0, 1, 1, 2, 3],
} as const

/** How many programs in a hundred have a trait where nothing is said. */
export const TRAIT_PERCENT = 75

export function drawTraits(prng: Prng, percents?: Bias['traits']): Traits {
  if (percents !== undefined)
    return {
      finalizers: prng.percent(percents.finalizers),
      callbacks: prng.percent(percents.callbacks),
      resurrection: prng.percent(percents.resurrection),
      slots: prng.percent(percents.slots),
    }
  const bits = prng.next()
  return {
    finalizers: (bits & 3) !== 0,
    callbacks: (bits & 192) !== 0,
    resurrection: (bits & 12) !== 0,
    slots: (bits & 48) !== 0,
  }
}

export const CLASS_TRAITS: readonly (keyof Traits)[] = ['finalizers', 'callbacks', 'resurrection', 'slots']

/** What the programs of a campaign are to be about, where it is not everything alike. */
export interface Emphasis {
  /** How many times as often as without it, from 0 to {@link WEIGHT_MAX}; 1 where nothing is said. */
  readonly weights: Readonly<Partial<Record<AnyFeature, number>>>
  /** Drawn for each program where nothing is said. */
  readonly traits: Readonly<Partial<Traits>>
}

/** Move → how often to draw it ({@link GAIN_EVEN} where nothing is said, {@link GAIN_MAX} at most). */
export type Gains = Readonly<Record<string, number>>

/** What to draw more often than by themselves programs do, because it has brought more. */
export interface Bias {
  readonly gains: Gains
  /** How many programs in a hundred have the trait. */
  readonly traits: Readonly<Record<keyof Traits, number>>
}

export const WEIGHT_MAX = 8

export interface Weighted {
  readonly name: string
  readonly feature: AnyFeature
  readonly weight: number
}

/** Draws the factors of a program and fills the table of moves. */
export class Wheel {
  private readonly slots: Uint8Array
  private readonly factors: Uint8Array
  private readonly features: Uint8Array
  private readonly weights: Uint8Array
  private readonly moves: readonly Weighted[]
  private readonly names: readonly string[]
  private gained: { readonly by: Gains; readonly quarters: Uint8Array } | undefined
  private filled = 0

  constructor(moves: readonly Weighted[], features: readonly Weighted['feature'][] = FEATURES) {
    this.moves = moves
    this.names = features
    this.factors = new Uint8Array(features.length)
    this.features = Uint8Array.from(moves, (move) => features.indexOf(move.feature))
    this.weights = Uint8Array.from(moves, (move) => move.weight)
    const most = Math.max(...CHOICE.factors) * WEIGHT_MAX * GAIN_MAX
    this.slots = new Uint8Array(moves.reduce((sum, move) => sum + move.weight * most, 0))
  }

  /** A new program: new factors. */
  spin(prng: Prng, weights: Emphasis['weights'] = {}, gains?: Gains): void {
    const factors = this.factors
    for (let feature = 1; feature < factors.length; feature++)
      factors[feature] = CHOICE.factors[prng.below(CHOICE.factors.length)] as number
    factors[0] = 1
    for (const [feature, weight] of Object.entries(weights)) {
      const at = this.names.indexOf(feature)
      // A program of a lower level knows nothing of those of a higher one.
      if (at > 0) factors[at] = (factors[at] as number) * weight
    }
    const slots = this.slots
    const quarters = gains === undefined ? undefined : this.quartersOf(gains)
    let filled = 0
    for (let move = 0; move < this.weights.length; move++) {
      const even = (this.weights[move] as number) * (factors[this.features[move] as number] as number)
      const share = quarters === undefined ? even : even * (quarters[move] as number)
      for (let i = 0; i < share; i++) slots[filled++] = move
    }
    this.filled = filled
  }

  /** Remembered, because the programs of a block share their gains. */
  private quartersOf(gains: Gains): Uint8Array {
    if (this.gained?.by !== gains) {
      const quarters = Uint8Array.from(this.moves, ({ name }) =>
        Math.max(1, Math.min(GAIN_MAX, gains[name] ?? GAIN_EVEN)),
      )
      this.gained = { by: gains, quarters }
    }
    return this.gained.quarters
  }

  draw(prng: Prng): number {
    return this.slots[prng.below(this.filled)] as number
  }
}
