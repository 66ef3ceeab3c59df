/**
 * A program and another → a neighbour of the first: a few mutations drawn by weight. A pure function of its arguments;
 * valid programs give valid programs.
 */
import { assert } from '../../base/assert.ts'
import type { Prng } from '../../base/prng.ts'
import type { Program } from '../../program/ast.ts'
import { Draft } from './draft.ts'
import { MUTATION_NAMES, MUTATIONS, type MutationName } from './mutations.ts'

export interface Mutant {
  readonly program: Program
  /** What was done, each once, in the order of the table. */
  readonly mutations: readonly MutationName[]
}

/** Weights in the order of `MUTATION_NAMES`, whole numbers. */
export function mutate(parent: Program, donor: Program, prng: Prng, weights: readonly number[]): Mutant {
  assert(parent.body.length > 0 && donor.body.length > 0, 'a program has statements')
  assert(weights.length === MUTATION_NAMES.length, 'each mutation has a weight')
  const draft = new Draft(parent.body, prng)
  const done = new Set<MutationName>()
  // One change in half of the mutants, two in a quarter, and so on.
  let changes = 1
  while (changes < 6 && prng.percent(50)) changes++
  for (let tries = changes * 4; changes > 0 && tries > 0; tries--) {
    const name = draw(weights, prng)
    if (!MUTATIONS[name](draft, donor.body)) continue
    done.add(name)
    changes--
  }
  draft.bindLoose()
  return { program: { body: draft.body }, mutations: MUTATION_NAMES.filter((name) => done.has(name)) }
}

function draw(weights: readonly number[], prng: Prng): MutationName {
  let point = prng.below(weights.reduce((sum, weight) => sum + weight, 0))
  for (const [i, name] of MUTATION_NAMES.entries()) {
    point -= weights[i] as number
    if (point < 0) return name
  }
  throw new RangeError('no weights')
}
