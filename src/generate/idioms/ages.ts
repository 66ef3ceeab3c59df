/** Idioms about generations: parts of one structure of different age, partial collections, frozen and saved garbage. */
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { storeAttribute } from '../moves/attributes.ts'
import { append, makeList } from '../moves/lists.ts'
import { collect, look } from '../moves/observations.ts'
import { dropVariable, makeLinkable, release } from '../moves/variables.ts'
import { call, compare, does, show } from '../syntax.ts'
import { letGo, twoPlaces } from './cycles.ts'

const FREEZE = family([1], () => does('gc.freeze'))
const UNFREEZE = family([1], () => does('gc.unfreeze'))
const FREEZE_COUNT = family([1], () => show(compare(call('gc.get_freeze_count'), '>', 0)))
const SAVE_ALL = family([1], () => does('gc.set_debug', 'gc.DEBUG_SAVEALL'))
const SAVE_NONE = family([1], () => does('gc.set_debug', 0))
const GARBAGE = family([2], (what) => (what === 0 ? show(call('len', 'gc.garbage')) : does('gc.garbage.clear')))

/** Ages what is alive: once to generation 1, or further. */
function age(composer: Composer): void {
  collect(composer, 0)
  if (composer.prng.percent(35)) collect(composer, 1)
}

/** Ends the saving of garbage, so that nothing of it outlives the program. */
export function stopSaving(composer: Composer): void {
  composer.say(SAVE_NONE(0))
  composer.say(GARBAGE(1))
  composer.savesAll = false
}

function stopFreezing(composer: Composer): void {
  composer.say(UNFREEZE(0))
  composer.frozen = 'thawed'
}

export const ageIdioms = {
  /** An older object holds a younger one, or the other way round, in one cycle. */
  acrossAges: (composer: Composer) => {
    const [v, w] = twoPlaces(composer)
    makeLinkable(composer, v)
    age(composer)
    makeLinkable(composer, w)
    storeAttribute(composer, v, 0, w)
    if (composer.prng.percent(70)) storeAttribute(composer, w, 0, v)
    if (composer.prng.percent(70)) dropVariable(composer, w)
    if (composer.prng.percent(70)) dropVariable(composer, v)
    collect(composer, composer.prng.below(2))
    look(composer)
    if (composer.prng.percent(50)) collect(composer, 3)
  },
  /** Old garbage keeps young objects alive until the old generation is collected. */
  heldFromOldTrash: (composer: Composer) => {
    const [v, w] = twoPlaces(composer)
    makeLinkable(composer, v)
    storeAttribute(composer, v, 1, v)
    collect(composer, composer.prng.below(2))
    makeLinkable(composer, w)
    storeAttribute(composer, w, 1, w)
    storeAttribute(composer, v, 0, w)
    dropVariable(composer, v)
    dropVariable(composer, w)
    collect(composer, 0)
    if (composer.prng.percent(60)) collect(composer, 1)
    collect(composer, 3)
  },
  /** A list that grows old while it is filled. */
  agedList: (composer: Composer) => {
    const [v, w] = twoPlaces(composer)
    makeList(composer, v)
    const rounds = composer.prng.between(2, 3)
    for (let i = 0; i < rounds; i++) {
      makeLinkable(composer, w)
      if (composer.prng.percent(50)) storeAttribute(composer, w, 0, v)
      append(composer, v, w)
      collect(composer, composer.prng.below(2))
    }
    dropVariable(composer, w)
    letGo(composer, v)
  },
  freeze: (composer: Composer) => {
    if (composer.frozen === 'frozen') return stopFreezing(composer)
    const v = composer.place()
    makeLinkable(composer, v)
    storeAttribute(composer, v, 0, v)
    if (composer.prng.percent(50)) release(composer, v)
    composer.say(FREEZE(0))
    composer.frozen = 'frozen'
    if (composer.prng.percent(40)) composer.say(FREEZE_COUNT(0))
    collect(composer, 3)
    if (composer.prng.percent(60)) {
      stopFreezing(composer)
      collect(composer, 3)
    }
  },
  saveAll: (composer: Composer) => {
    if (composer.savesAll) return stopSaving(composer)
    composer.say(SAVE_ALL(0))
    composer.savesAll = true
    composer.hasSaved = true
    const v = composer.place()
    makeLinkable(composer, v)
    storeAttribute(composer, v, 0, v)
    dropVariable(composer, v)
    collect(composer, 3)
    composer.say(GARBAGE(0))
    if (composer.prng.percent(60)) stopSaving(composer)
  },
} as const
