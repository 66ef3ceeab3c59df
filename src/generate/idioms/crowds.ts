/**
 * Idioms for the allocator: more objects of one kind than their free list keeps, dying at once or staying; and requests
 * around the size from which on pools do not serve them.
 */

import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { Kind } from '../kind.ts'
import { makeList } from '../moves/lists.ts'
import { DATA_VARIABLES, variable } from '../names.ts'
import { arithmetic, call, dict, does, each, list, put, text, tuple } from '../syntax.ts'
import { letGo } from './cycles.ts'

const V = DATA_VARIABLES
/** Below and above the limits of the free lists of lists and dicts (80). */
const CROWDS = [40, 90, 130]
const MEMBERS = [list(), dict(), list('i'), dict([text('k'), 'i']), tuple('i', text('k')), tuple('i', list())]
const FILL = family([V, CROWDS.length, MEMBERS.length], (v, size, kind) =>
  each('i', call('range', CROWDS[size] as number), [
    does(`${variable(v)}.append`, MEMBERS[kind] as (typeof MEMBERS)[0]),
  ]),
)
const CLEAR = family([V], (v) => does(`${variable(v)}.clear`))

/** Bytes have 33 more than they show, a list's items 8 each: around 512 bytes. */
const BYTES = [463, 479, 480, 490, 1000]
const ITEMS = [63, 64, 65, 66, 200]
const LARGE_BYTES = family([V, BYTES.length], (v, size) => put(variable(v), call('bytes', BYTES[size] as number)))
const LARGE_LIST = family([V, ITEMS.length], (v, size) =>
  put(variable(v), arithmetic(list(null), '*', ITEMS[size] as number)),
)

export const crowdIdioms = {
  crowd: (composer: Composer) => {
    const { prng, sketch } = composer
    const v = composer.place()
    const object = makeList(composer, v)
    const kind = prng.below(MEMBERS.length)
    // A second crowd finds what the first left behind.
    for (let rounds = prng.between(1, 3); rounds > 0; rounds--) {
      composer.say(FILL(v, prng.below(CROWDS.length), kind))
      if (rounds > 1 || prng.percent(50)) composer.say(CLEAR(v))
    }
    sketch.grow(object, 1)
    sketch.forget(object)
    if (prng.percent(50)) letGo(composer, v)
  },
  large: (composer: Composer) => {
    const { prng, sketch } = composer
    for (let count = prng.between(1, 4); count > 0; count--) {
      const v = composer.place()
      if (prng.percent(50)) {
        composer.say(LARGE_BYTES(v, prng.below(BYTES.length)))
        sketch.bind(v, sketch.atom)
      } else {
        composer.say(LARGE_LIST(v, prng.below(ITEMS.length)))
        const object = sketch.fresh(Kind.list)
        sketch.forget(object)
        sketch.bind(v, object)
      }
    }
  },
} as const
