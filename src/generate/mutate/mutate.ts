/**
 * A program and another → a neighbour of the first: a few mutations drawn by weight. A pure function of its arguments;
 * valid programs give valid programs.
 */
import { assert } from '../../base/assert.ts'
import type { Prng } from '../../base/prng.ts'
import type { Program } from '../../program/ast.ts'
import type { Level } from '../../program/level.ts'
import { Draft } from './draft.ts'
import { MUTATION_NAMES, MUTATIONS, type MutationName } from './mutations.ts'

export interface Mutant {
  readonly program: Program
  /** What was done, each once, in the order of the table. */
  readonly mutations: readonly MutationName[]
}

/** Another change follows so often, up to so many: few changes show little that the parent did not (docs/campaign.md). */
const MORE_PERCENT = 80
const CHANGES_MAX = 12

/** Each mutant goes without some mutations (swarm testing), so that it tells what the others are good for. */
const LEFT_OUT_PERCENT = 50

/** Weights in the order of `MUTATION_NAMES`, whole numbers. */
export function mutate(
  parent: Program,
  donor: Program,
  prng: Prng,
  weights: readonly number[],
  level: Level = 1,
): Mutant {
  assert(parent.body.length > 0 && donor.body.length > 0, 'a program has statements')
  assert(weights.length === MUTATION_NAMES.length, 'each mutation has a weight')
  const draft = new Draft(parent.body, prng, level)
  const done = new Set<MutationName>()
  let changes = 1
  while (changes < CHANGES_MAX && prng.percent(MORE_PERCENT)) changes++
  const own = swarm(weights, prng)
  for (let tries = changes * 4; changes > 0 && tries > 0; tries--) {
    const name = draw(own, prng)
    if (!MUTATIONS[name](draft, donor.body)) continue
    done.add(name)
    changes--
  }
  draft.bindLoose()
  return { program: { body: draft.body }, mutations: MUTATION_NAMES.filter((name) => done.has(name)) }
}

function swarm(weights: readonly number[], prng: Prng): readonly number[] {
  const own = weights.map((weight) => (prng.percent(LEFT_OUT_PERCENT) ? 0 : weight))
  return own.some((weight) => weight > 0) ? own : weights
}

function draw(weights: readonly number[], prng: Prng): MutationName {
  let point = prng.below(weights.reduce((sum, weight) => sum + weight, 0))
  for (const [i, name] of MUTATION_NAMES.entries()) {
    point -= weights[i] as number
    if (point < 0) return name
  }
  throw new RangeError('no weights')
}
