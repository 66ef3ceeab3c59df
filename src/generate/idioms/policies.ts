/**
 * Thresholds so low that collections become due after a handful of objects, and young collections that the program asks
 * for itself, which make older ones due. Matters where programs collect by themselves.
 */
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { makeList } from '../moves/lists.ts'
import { collect } from '../moves/observations.ts'
import { does } from '../syntax.ts'

const YOUNG = [2, 3, 5, 10]
const OLDER = [0, 1, 2, 3]
const SET = family([YOUNG.length, OLDER.length, OLDER.length], (young, middle, old) =>
  does('gc.set_threshold', YOUNG[young] as number, OLDER[middle] as number, OLDER[old] as number),
)

export const policyIdioms = {
  thresholds: (composer: Composer) => {
    const { prng } = composer
    composer.say(SET(prng.below(YOUNG.length), prng.below(OLDER.length), prng.below(OLDER.length)))
    for (let i = prng.below(5); i > 0; i--) collect(composer, prng.below(2))
    for (let i = prng.between(1, 8); i > 0; i--) makeList(composer, composer.place())
  },
} as const
