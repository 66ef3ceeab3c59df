/**
 * Tuples of generators whose items collect: as many items as there were places for at first, where the tuple that the
 * collections met is the one that comes out (up to 3.13), and one fewer or more.
 */
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { Kind } from '../kind.ts'
import { clause, comprehension } from '../later-syntax.ts'
import { DATA_VARIABLES, variable } from '../names.ts'
import { call, item, list, type Operand, put, tuple } from '../syntax.ts'

const V = DATA_VARIABLES
const COUNTS = [10, 10, 9, 11, 25]
const ITEMS: readonly Operand[] = [list('k'), 'k', tuple('k', list())]
const FILLED = family([V, COUNTS.length, ITEMS.length, 2], (v, count, what, generation) =>
  put(
    variable(v),
    call(
      'tuple',
      comprehension(
        'generator-expression',
        item(tuple(ITEMS[what] as Operand, call('gc.collect', generation)), 0),
        clause('k', call('range', COUNTS[count] as number)),
      ),
    ),
  ),
)

export const filledTupleIdioms = {
  filled: (composer: Composer) => {
    const { prng, sketch } = composer
    const v = composer.place()
    composer.say(FILLED(v, prng.below(COUNTS.length), prng.below(ITEMS.length), prng.below(2)))
    const object = sketch.fresh(Kind.tuple)
    sketch.grow(object, 10)
    sketch.forget(object)
    sketch.bind(v, object)
  },
} as const
