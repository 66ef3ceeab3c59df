/** Idioms with weak references: fans of them onto one object, inside its own cycle, in other trash, dropped before. */
import type { Composer } from '../composer.ts'
import { storeAttribute } from '../moves/attributes.ts'
import { makeList } from '../moves/lists.ts'
import { collect, look } from '../moves/observations.ts'
import { alias, dropVariable, makeLinkable, release } from '../moves/variables.ts'
import {
  anyCallback,
  askDead,
  freeWeakVariable,
  heldReference,
  keepInAttribute,
  keepInList,
  takeReference,
} from '../moves/weakrefs.ts'
import { DATA_VARIABLES, WEAK_VARIABLES } from '../names.ts'
import { letGo, twoPlaces } from './cycles.ts'

/** Ends an idiom: the referent goes, by count or by collection, and the references are asked. */
function die(composer: Composer, v: number): void {
  release(composer, v)
  if (composer.prng.percent(60)) collect(composer, composer.prng.percent(75) ? 3 : composer.prng.below(2))
  const r = heldReference(composer)
  if (r >= 0 && composer.prng.percent(70)) askDead(composer, r)
}

export const referenceIdioms = {
  fan: (composer: Composer) => {
    const [v, w] = twoPlaces(composer)
    makeLinkable(composer, v, true)
    if (composer.prng.percent(50)) storeAttribute(composer, v, 1, v)
    const width = composer.prng.between(2, 5)
    let hasList = false
    for (let i = 0; i < width; i++) {
      const callback = anyCallback(composer, composer.prng.percent(50))
      const where = composer.prng.below(4)
      if (where < 2) takeReference(composer, composer.prng.below(WEAK_VARIABLES), v, callback)
      else if (where === 2) keepInAttribute(composer, v, v, callback)
      else {
        if (!hasList) makeList(composer, w)
        hasList = true
        keepInList(composer, w, v, callback)
      }
    }
    const r = heldReference(composer)
    if (r >= 0 && composer.prng.percent(30)) dropVariable(composer, DATA_VARIABLES + r)
    die(composer, v)
    if (hasList) letGo(composer, w)
  },
  /** The reference itself is part of the trash: its callback must not run. */
  inTrash: (composer: Composer) => {
    const [v, w] = twoPlaces(composer)
    makeLinkable(composer, v, true)
    makeLinkable(composer, w)
    storeAttribute(composer, v, 1, v)
    keepInAttribute(composer, w, v, anyCallback(composer, true))
    storeAttribute(composer, w, 1, composer.prng.percent(50) ? w : v)
    takeReference(composer, freeWeakVariable(composer), v, anyCallback(composer))
    dropVariable(composer, w)
    die(composer, v)
  },
  /** Two objects, each with a reference to the other, in one cycle. */
  mutual: (composer: Composer) => {
    const [v, w] = twoPlaces(composer)
    makeLinkable(composer, v, true)
    makeLinkable(composer, w, true)
    storeAttribute(composer, v, 0, w)
    storeAttribute(composer, w, 0, v)
    takeReference(composer, 0, v, anyCallback(composer))
    takeReference(composer, 1, w, anyCallback(composer))
    if (composer.prng.percent(40)) keepInAttribute(composer, v, w, anyCallback(composer, true))
    release(composer, w)
    die(composer, v)
  },
  /** Held twice; a reference survives the first release and not the second. */
  lastReference: (composer: Composer) => {
    const [v, w] = twoPlaces(composer)
    makeLinkable(composer, v, true)
    alias(composer, w, v)
    takeReference(composer, freeWeakVariable(composer), v, anyCallback(composer))
    release(composer, v)
    look(composer)
    die(composer, w)
  },
} as const
