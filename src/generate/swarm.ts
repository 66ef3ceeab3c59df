/**
 * Swarm testing (Groce et al., 2012): each program switches a random part of the features off and weighs the others,
 * so that some programs go deep into a few features instead of all programs touching all of them a little.
 *
 * The wheel is the table that a move is drawn from: each move stands in it as often as its weight says.
 */
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

export function drawTraits(prng: Prng): Traits {
  const bits = prng.next()
  return {
    finalizers: (bits & 3) !== 0,
    callbacks: (bits & 192) !== 0,
    resurrection: (bits & 12) !== 0,
    slots: (bits & 48) !== 0,
  }
}

const FEATURE_INDEX = new Map<Feature, number>(FEATURES.map((feature, index) => [feature, index]))

export interface Weighted {
  readonly feature: Feature
  readonly weight: number
}

/** Draws the factors of a program and fills the table of moves. */
export class Wheel {
  private readonly slots: Uint8Array
  private readonly factors = new Uint8Array(FEATURES.length)
  private readonly features: Uint8Array
  private readonly weights: Uint8Array
  private filled = 0

  constructor(moves: readonly Weighted[]) {
    this.features = Uint8Array.from(moves, (move) => FEATURE_INDEX.get(move.feature) as number)
    this.weights = Uint8Array.from(moves, (move) => move.weight)
    const most = Math.max(...CHOICE.factors)
    this.slots = new Uint8Array(moves.reduce((sum, move) => sum + move.weight * most, 0))
  }

  /** A new program: new factors. */
  spin(prng: Prng): void {
    const factors = this.factors
    for (let feature = 1; feature < factors.length; feature++)
      factors[feature] = CHOICE.factors[prng.below(CHOICE.factors.length)] as number
    factors[0] = 1
    const slots = this.slots
    let filled = 0
    for (let move = 0; move < this.weights.length; move++) {
      const share = (this.weights[move] as number) * (factors[this.features[move] as number] as number)
      for (let i = 0; i < share; i++) slots[filled++] = move
    }
    this.filled = filled
  }

  draw(prng: Prng): number {
    return this.slots[prng.below(this.filled)] as number
  }
}
