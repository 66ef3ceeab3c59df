/**
 * `__eq__` that empties or drops the container in the middle of a search or a comparison: of a list itself, and of one that
 * only a weak proxy leads to (bpo-38395, bpo-38588, bpo-38610).
 */
import type { Statement } from '../../program/ast.ts'
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { DATA_VARIABLES, variable } from '../names.ts'
import { call, classOf, compare, define, does, gives, globals, list, type Operand, put } from '../syntax.ts'
import { letGo } from './cycles.ts'
import { DERIVED, DERIVED_CLASS } from './derived.ts'

const V = DATA_VARIABLES
/** Tells of its death by its number, and when it is compared does something to a global. */
const MEDDLER = 'J'
const DEEDS: readonly ((v: string) => readonly Statement[])[] = [
  (v) => [does(`${v}.clear`)],
  (v) => [put(v, null)],
  (v) => [put(v, null), does('gc.collect')],
  (v) => [does(`${v}.append`, 1), put('t', call(MEDDLER, 5)), does(`${v}.clear`)],
  (v) => [put('t', call(MEDDLER, 6)), does('print', call('sys.getrefcount', 'other')), put(v, null)],
]
const MEDDLER_CLASS = family([V, DEEDS.length, 2], (v, deed, answer) =>
  classOf(MEDDLER, [
    define('__init__', ['self', 'n'], [put('self.n', 'n')]),
    define('__del__', ['self'], [does('print', 'self.n')]),
    define(
      '__eq__',
      ['self', 'other'],
      [
        globals(variable(v)),
        ...(DEEDS[deed] as (v: string) => readonly Statement[])(variable(v)),
        gives((answer === 1) as Operand),
      ],
    ),
  ]),
)
const CONTENTS: readonly (readonly Operand[])[] = [
  [call(MEDDLER, 1), call(MEDDLER, 2)],
  [list(), call(MEDDLER, 1), list(1)],
  [call('object'), call('object')],
]
const FILL = family([V, CONTENTS.length, 2], (v, contents, isDerived) => {
  const filled = list(...(CONTENTS[contents] as readonly Operand[]))
  return put(variable(v), isDerived === 1 ? call(DERIVED[0], filled) : filled)
})
const PROXY = family([V, V], (w, v) => put(variable(w), call('weakref.proxy', variable(v))))
const WANTED = call(MEDDLER, 3)
const SEARCH = family([V, 5], (v, how) => {
  const [at, name] = [variable(v), ['index', 'count', 'remove'][how]]
  if (name !== undefined) return does(`${at}.${name}`, WANTED)
  return does('print', how === 3 ? compare(WANTED, 'in', at) : compare(at, '==', list(WANTED, WANTED)))
})
const IN = 3

export const interruptionIdioms = {
  list: (composer: Composer) => {
    const { prng, sketch } = composer
    const v = composer.anyVariable()
    composer.say(MEDDLER_CLASS(v, prng.below(DEEDS.length), prng.below(2)))
    composer.say(FILL(v, prng.below(CONTENTS.length), 0))
    composer.say(SEARCH(v, prng.below(5)))
    sketch.bind(v, sketch.atom)
    sketch.unsteady |= 1 << v
  },
  proxy: (composer: Composer) => {
    const { prng, sketch } = composer
    const v = composer.anyVariable()
    const w = (v + 1) % V
    if (w >= composer.variables) return
    composer.say(DERIVED_CLASS(0, 0))
    composer.say(MEDDLER_CLASS(v, prng.below(DEEDS.length), prng.below(2)))
    composer.say(FILL(v, prng.below(CONTENTS.length), 1))
    composer.say(PROXY(w, v))
    // A comparison through a proxy holds nothing even in CPython, and reads what is gone.
    composer.say(SEARCH(w, prng.percent(70) ? IN : prng.below(IN)))
    sketch.bind(v, sketch.atom)
    sketch.unsteady |= 1 << v
    sketch.bind(w, sketch.atom)
    letGo(composer, w)
  },
} as const
