/**
 * A program of a campaign by its number: made from nothing, a mutant of a corpus entry, or an entry as it is. A pure
 * function of (seed, number, recipe, options), so that it does not matter which worker makes it.
 */
import { Prng } from '../base/prng.ts'
import type { Program } from '../program/ast.ts'
import { fullOrYoung } from './full-or-young.ts'
import { type GenerateOptions, generateProgram } from './generate.ts'
import { mutate } from './mutate/mutate.ts'
import type { MutationName } from './mutate/mutations.ts'
import { sharedDecoded, sharedProgram } from './share.ts'

/** A program in its binary form, with a name by content. */
export interface Source {
  readonly key: string
  readonly program: Uint8Array
}

/** How to make a program that is not made from nothing. */
export type Recipe =
  | { readonly kind: 'mutant'; readonly parent: Source; readonly donor: Source; readonly weights: readonly number[] }
  | { readonly kind: 'entry'; readonly entry: Source }

export interface Produced {
  readonly program: Program
  readonly mutations: readonly MutationName[]
}

/** Sets the stream of mutations apart from that of programs made from nothing. */
const MUTATION_STREAM = 0x6d757461

export function produceProgram(
  seed: number,
  index: number,
  recipe: Recipe | undefined,
  options: GenerateOptions,
): Produced {
  if (recipe === undefined) return { program: generateProgram(seed, index, options), mutations: [] }
  const made = prepare(seed, index, recipe)
  return { ...made, program: options.fullOrYoung === true ? fullOrYoung(made.program) : made.program }
}

function prepare(seed: number, index: number, recipe: Recipe): Produced {
  if (recipe.kind === 'entry') return { program: decoded(recipe.entry), mutations: [] }
  const prng = new Prng(seed, index, MUTATION_STREAM)
  const { program, mutations } = mutate(decoded(recipe.parent), decoded(recipe.donor), prng, recipe.weights)
  return { program: sharedProgram(program), mutations }
}

function decoded({ key, program }: Source): Program {
  return sharedDecoded(key, program)
}
