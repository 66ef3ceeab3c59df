/** The pair that an iterator over items gives out again when nobody kept it: let go, collected, and filled anew. */
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { Kind } from '../kind.ts'
import { collect } from '../moves/observations.ts'
import { DATA_VARIABLES, variable } from '../names.ts'
import { call, compare, dict, does, each, list, type Operand, put, text, when } from '../syntax.ts'

const V = DATA_VARIABLES
const FIRST: readonly Operand[] = [1, null, list()]
const GENERATIONS: readonly (readonly Operand[])[] = [[], [0], [1]]
const BEGIN = family([1], () => put('i', 0))
/** An atom first, of which the collector untracks the pair; then something that is to be tracked. */
const DICT = family([V, FIRST.length, V], (v, first, w) =>
  put(variable(v), dict([text('k'), FIRST[first] as Operand], [text('m'), list(variable(w))])),
)
const WALK = family([V, V, GENERATIONS.length], (v, w, generation) =>
  each(variable(w), call(`${variable(v)}.items`), [
    when(compare('i', '==', 0), [
      put(variable(w), null),
      does('gc.collect', ...(GENERATIONS[generation] as readonly Operand[])),
      put('i', 1),
    ]),
  ]),
)

export const pairIdioms = {
  reused: (composer: Composer) => {
    const { prng, sketch } = composer
    const held = composer.bound()
    const v = composer.place()
    const w = (v + 1) % V
    if (held < 0 || w >= composer.variables) return
    const object = sketch.fresh(Kind.dict)
    if (!sketch.mayLink(object, sketch.at(held))) return
    composer.say(BEGIN(0))
    composer.say(DICT(v, prng.below(FIRST.length), held))
    sketch.link(object, sketch.at(held))
    sketch.bind(v, object)
    composer.say(WALK(v, w, prng.below(GENERATIONS.length)))
    sketch.bind(w, sketch.inside(object, Kind.tuple))
    if (prng.percent(30)) collect(composer, prng.below(3))
  },
} as const
