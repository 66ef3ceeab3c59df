/**
 * What generation knows about a definition of level 3 besides its statement. What such definitions do while an operation
 * runs makes no instance but `N`s and calls nothing that compares, save as often as the global `budget` allows: so all
 * programs end.
 */
import type { Statement } from '../../program/ast.ts'
import { FIXTURES, THIRD_NAMES } from '../names.ts'
import { Need } from './class-entry.ts'

/** What an object offers, as bits. */
export const Trait = {
  any: 1,
  weakrefable: 2,
  hashable: 4,
  /** `x` can be set. */
  settable: 8,
  list: 16,
  dict: 32,
  set: 64,
  tuple: 128,
  error: 256,
  /** Says what is equal to it. */
  compares: 512,
  answers: 1024,
  intercepts: 2048,
} as const

export interface ThirdEntry {
  readonly statement: Statement
  readonly name: string
  /** What its instances are, as a kind and as traits; 0 for functions. */
  readonly kind: number
  readonly traits: number
  /** Calls that make an instance; `W` stands for something that it may hold. */
  readonly makes: readonly string[]
  readonly uses: ThirdUses
}

/** What a text of level 3 takes from its program. */
export interface ThirdUses {
  /** Of `THIRD_NAMES` and `FIXTURES`. */
  readonly names: readonly string[]
  /** Bits of `Need`. */
  readonly needs: number
  /** Bits of `VARIABLES` that it may rebind. */
  readonly unsteady: number
  readonly callbacks: readonly number[]
}

const WORD = /\b[A-Za-z]\w*\b/g

/** Fixtures come first: definitions may need them, and they need none but `end0`. */
export function usesOf(text: string, own = ''): ThirdUses {
  const words = new Set(text.replace(/'[^']*'/g, '').match(WORD))
  const fixtures = Object.keys(FIXTURES).filter((name) => words.has(name))
  const definitions = THIRD_NAMES.filter((name) => name !== own && words.has(name))
  return {
    names: [...fixtures, ...definitions],
    needs: (words.has('kept') ? Need.kept : 0) | (words.has('N') ? Need.plainClass : 0),
    unsteady: (/\bg = /.test(text) ? 1 << 6 : 0) | (/\bh = /.test(text) ? 1 << 7 : 0),
    callbacks: [0, 1, 2].filter((name) => words.has(`k${name}`)),
  }
}
