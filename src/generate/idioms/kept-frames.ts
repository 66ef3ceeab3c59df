/**
 * Idioms where a function's variables outlive its call: in the cells of a closure, and in a frame that a traceback keeps,
 * which an exception keeps, which the object keeps that the function worked on.
 */
import type { Composer } from '../composer.ts'
import { Kind } from '../kind.ts'
import { storeAttribute } from '../moves/attributes.ts'
import { callTwo, closureMoves } from '../moves/closures.ts'
import { exceptionMoves } from '../moves/exceptions.ts'
import { collect, look } from '../moves/observations.ts'
import { linkable } from '../moves/subjects.ts'
import { dropVariable, makeLinkable, release } from '../moves/variables.ts'
import { takeReference } from '../moves/weakrefs.ts'
import { MAKERS, TRAPS } from '../names.ts'
import { letGo } from './cycles.ts'

/** Ties what a call gave to an instance that it may know, lets go of both, and collects. */
function tie(composer: Composer, names: readonly string[]): void {
  const { prng, sketch } = composer
  const v = callTwo(composer, names)
  if (v < 0) return
  const known = linkable(composer)
  const w = known >= 0 && known !== v ? known : (v + 1) % composer.variables
  if (w !== known) makeLinkable(composer, w)
  if (!storeAttribute(composer, w, prng.below(2), v)) return
  if (sketch.kind(v) === Kind.callable && prng.percent(30)) takeReference(composer, prng.below(3), v, 0)
  dropVariable(composer, v)
  if (prng.percent(25)) look(composer)
  letGo(composer, w)
  if (prng.percent(60)) collect(composer, 3)
}

export const frameIdioms = {
  cell: (composer: Composer) => tie(composer, MAKERS),
  traceback: (composer: Composer) => tie(composer, TRAPS),
  /** An exception caught at top level and kept by the object that it is about. */
  caught: (composer: Composer) => {
    exceptionMoves.catch(composer)
    const v = composer.holding(Kind.exception)
    if (v < 0) return
    if (composer.prng.percent(60)) exceptionMoves.chain(composer)
    release(composer, v)
    if (composer.prng.percent(60)) collect(composer, 3)
  },
  lambda: (composer: Composer) => {
    closureMoves.lambda(composer)
    const v = composer.holding(Kind.callable)
    const w = linkable(composer)
    if (v < 0 || w < 0 || v === w || !storeAttribute(composer, w, 0, v)) return
    dropVariable(composer, v)
    letGo(composer, w)
  },
} as const
