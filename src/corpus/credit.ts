/**
 * What choices brought: for each name (a way of making programs, a mutation, a move of the generator) how often it was
 * tried and how many new features came of it, in all and of late. A bandit without chance: the more a name has brought a try, the
 * more often it is chosen from then on, and none is ever given up.
 *
 * Keeps true: whole numbers added between rounds, so that neither order nor number of workers matters.
 */

import { GAIN_EVEN, GAIN_MAX } from '../base/gain.ts'

export interface Credit {
  readonly tries: number
  /** New features. */
  readonly features: number
}

/** Ways of making a program, mutations, moves of the generator, and traits of programs, had or not. A try is a statement of a program made so. */
export const makingName = (making: string): string => `making ${making}`
export const mutationName = (mutation: string): string => `mutation ${mutation}`
export const moveName = (move: string): string => `move ${move}`
export const traitName = (trait: string, has: boolean): string => `trait ${has ? '' : 'no '}${trait}`

/** By name; what is not there was never tried. */
export type Credits = Readonly<Record<string, Credit>>

export interface LastingCredit extends Credit {
  /** The same, but what was before a round counts half after it. */
  readonly recent: Credit
}

/** Sums of a block. */
export class CreditSheet {
  private readonly byName = new Map<string, { tries: number; features: number }>()

  add(name: string, tries: number, features: number): void {
    const known = this.byName.get(name)
    if (known === undefined) this.byName.set(name, { tries, features })
    else {
      known.tries += tries
      known.features += features
    }
  }

  get credits(): Credits {
    return Object.fromEntries(this.byName)
  }
}

/** So many tries like all others stand beside those that were made: one lucky try is no proof. */
const PRIOR_TRIES = 60

export class CreditBook {
  private readonly byName = new Map<string, LastingCredit>()

  /** A whole round. */
  renew(round: readonly Credits[]): void {
    const sheet = new CreditSheet()
    for (const credits of round)
      for (const [name, { tries, features }] of Object.entries(credits)) sheet.add(name, tries, features)
    const { credits } = sheet
    for (const name of new Set([...this.byName.keys(), ...Object.keys(credits)])) {
      const before = this.of(name)
      const more = credits[name] ?? NONE
      this.byName.set(name, { ...sum(before, more), recent: sum(faded(before.recent), more) })
    }
  }

  /** As it was written down. */
  put(name: string, credit: LastingCredit): void {
    this.byName.set(name, credit)
  }

  of(name: string): LastingCredit {
    return this.byName.get(name) ?? { ...NONE, recent: NONE }
  }

  /** In order of name. */
  get all(): readonly (readonly [name: string, credit: LastingCredit])[] {
    return [...this.byName].sort(([a], [b]) => (a < b ? -1 : 1))
  }

  /** For each name what it brought a try of late, as a multiple of what all of them together did. */
  rates(names: readonly string[]): readonly number[] {
    const recents = names.map((name) => this.of(name).recent)
    const { tries, features } = recents.reduce(sum, NONE)
    const mean = (features + 1) / (tries + 1)
    return recents.map((each) => (each.features + PRIOR_TRIES * mean) / (each.tries + PRIOR_TRIES) / mean)
  }

  /** For each name how often to choose it, in quarters of how often without credit: by the cube of what it brings. */
  gains(names: readonly string[]): readonly number[] {
    return this.rates(names).map((rate) =>
      Math.max(GAIN_EVEN, Math.min(GAIN_MAX, Math.round(GAIN_EVEN * rate * rate * rate))),
    )
  }
}

const NONE: Credit = { tries: 0, features: 0 }

function sum(a: Credit, b: Credit): Credit {
  return { tries: a.tries + b.tries, features: a.features + b.features }
}

function faded({ tries, features }: Credit): Credit {
  return { tries: tries >> 1, features: features >> 1 }
}
