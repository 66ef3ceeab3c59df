/** Idioms that nest: towers of lists, tuples, dicts and instances, linked lists, displays inside displays. */

import type { Expression } from '../../program/ast.ts'
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { Kind } from '../kind.ts'
import { storeAttribute } from '../moves/attributes.ts'
import { makeList, wrapInList } from '../moves/lists.ts'
import { wrapInTuple } from '../moves/tuples-and-sets.ts'
import { alias, dropVariable, makeLinkable } from '../moves/variables.ts'
import { DATA_VARIABLES, variable } from '../names.ts'
import { dict, list, put, text, tuple } from '../syntax.ts'
import { letGo, twoPlaces } from './cycles.ts'

const V = DATA_VARIABLES
const DEPTHS = [3, 6, 10, 20]
/** A whole tower in one statement. */
const NESTED = family([V, DEPTHS.length, 3], (v, depth, kind) => put(variable(v), tower(DEPTHS[depth] as number, kind)))

function tower(depth: number, kind: number): Expression {
  let node: Expression = list()
  for (let i = 0; i < depth; i++) {
    // A tower of one kind, or of all in turn.
    const layer = kind === 2 ? i % 3 : kind
    node = layer === 0 ? list(node) : layer === 1 ? tuple(node, i % 4) : dict([text('k'), node])
  }
  return node
}

export const towerIdioms = {
  wrapped: (composer: Composer) => {
    const v = composer.bound()
    const base = v < 0 ? composer.place() : v
    if (v < 0) makeList(composer, base)
    const height = composer.prng.between(2, 8)
    for (let i = 0; i < height; i++)
      if (!(composer.prng.percent(60) ? wrapInList : wrapInTuple)(composer, base, base)) break
    if (composer.prng.percent(60)) letGo(composer, base)
  },
  nested: (composer: Composer) => {
    const v = composer.place()
    const depth = composer.prng.below(DEPTHS.length)
    const kind = composer.prng.below(3)
    composer.say(NESTED(v, depth, kind))
    const layer = kind === 2 ? ((DEPTHS[depth] as number) - 1) % 3 : kind
    const object = composer.sketch.fresh([Kind.list, Kind.tuple, Kind.dict][layer] as number)
    composer.sketch.grow(object, DEPTHS[depth] as number)
    composer.sketch.forget(object)
    composer.sketch.bind(v, object)
    if (composer.prng.percent(50)) letGo(composer, v)
  },
  /** Each new instance holds the one before: the last name goes and the whole chain dies in one cascade. */
  linkedList: (composer: Composer) => {
    const [v, w] = twoPlaces(composer)
    makeLinkable(composer, v)
    const length = composer.prng.between(2, 6)
    for (let i = 0; i < length; i++) {
      makeLinkable(composer, w)
      if (!storeAttribute(composer, w, 0, v)) break
      alias(composer, v, w)
    }
    if (composer.prng.percent(30)) storeAttribute(composer, v, 1, v)
    dropVariable(composer, w)
    letGo(composer, v)
  },
} as const
