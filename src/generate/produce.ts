/**
 * A program of a campaign by its number: made from nothing, a mutant of a corpus entry, or an entry as it is. A pure
 * function of (seed, number, recipe, options), so that it does not matter which worker makes it.
 */
import { Prng } from '../base/prng.ts'
import type { Program } from '../program/ast.ts'
import { fullOrYoung } from './full-or-young.ts'
import { type Drawn, type GenerateOptions, generateProgram, generateWithMoves } from './generate.ts'
import { mutate } from './mutate/mutate.ts'
import type { MutationName } from './mutate/mutations.ts'
import { sharedDecoded, sharedProgram } from './share.ts'
import type { Bias } from './swarm.ts'

/** A program in its binary form, with a name by content. */
export interface Source {
  readonly key: string
  readonly program: Uint8Array
}

/** What a campaign has learnt of choices: how often to take which. */
export interface Learnt {
  /** Of mutations, in the order of `MUTATION_NAMES`. */
  readonly weights: readonly number[]
  /** Of what the generator draws. */
  readonly bias: Bias
}

/**
 * How to make a program that is not drawn from nothing, all choices alike. A graft is made from nothing and changed with
 * statements of its parent; a neighbour is its parent, changed with statements of the donor.
 */
export type Recipe =
  | { readonly kind: 'weighed'; readonly learnt: Learnt }
  | { readonly kind: 'graft'; readonly parent: Source; readonly learnt: Learnt }
  | { readonly kind: 'neighbour'; readonly parent: Source; readonly donor: Source; readonly learnt: Learnt }
  | { readonly kind: 'entry'; readonly entry: Source }

/** `random`: without a recipe. */
export type Making = 'random' | Recipe['kind']

export interface Produced {
  readonly program: Program
  readonly making: Making
  readonly mutations: readonly MutationName[]
  /** Of a program without ancestors: what the generator drew. */
  readonly drawn: Omit<Drawn, 'program'> | undefined
}

/** Sets the stream of mutations apart from that of programs made from nothing. */
const MUTATION_STREAM = 0x6d757461

export function produceProgram(
  seed: number,
  index: number,
  recipe: Recipe | undefined,
  options: GenerateOptions,
): Produced {
  const made = prepare(seed, index, recipe, options)
  return { ...made, program: options.fullOrYoung === true ? fullOrYoung(made.program) : made.program }
}

function prepare(seed: number, index: number, recipe: Recipe | undefined, options: GenerateOptions): Produced {
  if (recipe === undefined) return fromNothing('random', generateWithMoves(seed, index, options))
  if (recipe.kind === 'entry')
    return { program: decoded(recipe.entry), making: 'entry', mutations: [], drawn: undefined }
  const { bias, weights } = recipe.learnt
  const biased = { ...options, bias }
  if (recipe.kind === 'weighed') return fromNothing('weighed', generateWithMoves(seed, index, biased))
  const prng = new Prng(seed, index, MUTATION_STREAM)
  const parent = decoded(recipe.parent)
  const { program, mutations } =
    recipe.kind === 'neighbour'
      ? mutate(parent, decoded(recipe.donor), prng, weights, options.level)
      : mutate(generateProgram(seed, index, biased), parent, prng, weights, options.level)
  return { program: sharedProgram(program), making: recipe.kind, mutations, drawn: undefined }
}

function fromNothing(making: Making, { program, ...drawn }: Drawn): Produced {
  return { program, making, mutations: [], drawn }
}

function decoded({ key, program }: Source): Program {
  return sharedDecoded(key, program)
}
