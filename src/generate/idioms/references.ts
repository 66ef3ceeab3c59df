/** Idioms with weak references: fans of them onto one object, inside its own cycle, in other trash, dropped before. */
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { Kind } from '../kind.ts'
import { storeAttribute } from '../moves/attributes.ts'
import { append, makeList } from '../moves/lists.ts'
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
import { CALLBACKS, DATA_VARIABLES, SHARED, variable, WEAK_VARIABLES } from '../names.ts'
import { attribute, call, classOf, compare, define, does, globals, put, text } from '../syntax.ts'
import { letGo, twoPlaces } from './cycles.ts'

const ASKER = 'kq'
const ASKING = family([1], () => define(ASKER, ['ref'], [does('print', compare(call('q'), 'is', null))]))
const TAKE_ASKING = family([DATA_VARIABLES], (v) =>
  put(variable(DATA_VARIABLES), call('weakref.ref', variable(v), ASKER)),
)
const LATE_NAME = 'X'
const LATE_CLASS = family([CALLBACKS.length], (k) =>
  classOf(LATE_NAME, [
    define(
      '__del__',
      ['self'],
      [globals('q'), put('q', call('weakref.ref', 'self', CALLBACKS[k] as string)), does('print', text(LATE_NAME))],
    ),
  ]),
)
const LATE = family([DATA_VARIABLES], (v) => put(variable(v), call(LATE_NAME)))
const LATE_CYCLE = family([DATA_VARIABLES], (v) => put(attribute(variable(v), 'x'), variable(v)))

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
  /**
   * Young trash with a reference to an older object that only it holds: the object outlives the collection's search, and
   * dies while the trash is cleared.
   */
  toElder: (composer: Composer) => {
    const { prng } = composer
    const [v, w] = twoPlaces(composer)
    makeLinkable(composer, v, true)
    collect(composer, prng.below(2))
    const callback = anyCallback(composer, true)
    makeList(composer, w)
    keepInList(composer, w, v, callback)
    append(composer, w, v)
    append(composer, w, w)
    if (prng.percent(40)) takeReference(composer, freeWeakVariable(composer), v, anyCallback(composer))
    dropVariable(composer, v)
    dropVariable(composer, w)
    collect(composer, prng.percent(75) ? 0 : prng.between(1, 3))
    const r = heldReference(composer)
    if (r >= 0 && prng.percent(50)) askDead(composer, r)
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
  /** The callback of one reference asks another one to the same object, or to what dies with it. */
  askedByCallback: (composer: Composer) => {
    const { prng } = composer
    const [v, w] = twoPlaces(composer)
    makeLinkable(composer, v, true)
    makeLinkable(composer, w, true)
    storeAttribute(composer, v, 0, w)
    storeAttribute(composer, w, prng.below(2), v)
    composer.say(ASKING(0))
    composer.say(TAKE_ASKING(prng.percent(50) ? v : w))
    takeReference(composer, SHARED.q - DATA_VARIABLES, v, 0)
    composer.sketch.bind(DATA_VARIABLES, composer.sketch.fresh(Kind.weakref))
    dropVariable(composer, w)
    die(composer, v)
  },
  /** Trash whose finalizer makes a reference to it, with a callback; it is cleared all the same. */
  late: (composer: Composer) => {
    const v = composer.anyVariable()
    const callback = anyCallback(composer, true) - 1
    composer.say(LATE_CLASS(callback))
    composer.say(LATE(v))
    composer.say(LATE_CYCLE(v))
    composer.sketch.bind(v, composer.sketch.atom)
    dropVariable(composer, v)
    collect(composer, composer.prng.percent(70) ? 3 : 0)
    composer.sketch.bind(SHARED.q, composer.sketch.fresh(Kind.weakref))
    if (composer.prng.percent(60)) askDead(composer, SHARED.q - DATA_VARIABLES)
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
