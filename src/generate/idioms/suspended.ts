/**
 * Idioms with suspended generators: closed by their last reference, inside cycles and thus by the collector, held by
 * containers that they change, brought back by what runs when they are closed.
 */
import type { Composer } from '../composer.ts'
import { Kind } from '../kind.ts'
import { storeAttribute } from '../moves/attributes.ts'
import { append, makeList } from '../moves/lists.ts'
import { collect, look } from '../moves/observations.ts'
import { linkable } from '../moves/subjects.ts'
import { dropVariable, makeLinkable, release } from '../moves/variables.ts'
import { advance, makeWalk } from '../moves/walks.ts'
import { anyCallback, takeReference } from '../moves/weakrefs.ts'
import { letGo } from './cycles.ts'

/** A suspended generator that is not also what it works on; -1 where there is none. */
function suspended(composer: Composer): number {
  const v = makeWalk(composer)
  if (v >= 0) advance(composer, v)
  return v
}

/** An instance in another variable than `v`, whose `x` can be set; -1 where there is none. */
function holder(composer: Composer, v: number): number {
  const known = linkable(composer)
  if (known >= 0 && known !== v) return known
  const w = (v + 1) % composer.variables
  makeLinkable(composer, w)
  return w
}

export const suspendedIdioms = {
  lastReference: (composer: Composer) => {
    const v = suspended(composer)
    if (v < 0) return
    release(composer, v)
    if (composer.prng.percent(50)) look(composer)
  },
  /** An instance holds a generator whose frame holds the instance, or may. */
  cycle: (composer: Composer) => {
    const v = suspended(composer)
    if (v < 0) return
    const w = holder(composer, v)
    if (!storeAttribute(composer, w, composer.prng.below(2), v)) return
    if (composer.prng.percent(40)) storeAttribute(composer, w, 1, w)
    dropVariable(composer, v)
    if (composer.prng.percent(40)) collect(composer, 0)
    letGo(composer, w)
    if (composer.prng.percent(50)) collect(composer, 3)
  },
  inList: (composer: Composer) => {
    const v = suspended(composer)
    if (v < 0) return
    const known = composer.holding(Kind.list)
    const w = known >= 0 && known !== v ? known : (v + 1) % composer.variables
    if (w !== known) makeList(composer, w)
    if (!composer.sketch.mayLink(composer.sketch.at(w), composer.sketch.at(v))) return
    append(composer, w, v)
    dropVariable(composer, v)
    letGo(composer, w)
  },
  /** A weak reference to the generator, told when it is closed. */
  watched: (composer: Composer) => {
    const v = suspended(composer)
    if (v < 0) return
    takeReference(composer, composer.prng.below(3), v, anyCallback(composer))
    if (composer.prng.percent(50)) {
      const w = holder(composer, v)
      if (storeAttribute(composer, w, 0, v)) dropVariable(composer, v)
      letGo(composer, w)
    } else release(composer, v)
    if (composer.prng.percent(40)) collect(composer, 3)
  },
} as const
