/** Statements that raise on purpose: one or two in a hundred. Some die with temporaries half made. */

import type { Statement } from '../../program/ast.ts'
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { Kind } from '../kind.ts'
import { DATA_VARIABLES, variable } from '../names.ts'
import {
  arithmetic,
  attribute,
  call,
  compare,
  dict,
  does,
  drop,
  item,
  list,
  must,
  put,
  show,
  text,
  tuple,
} from '../syntax.ts'

const MISTAKES: readonly ((v: string) => Statement)[] = [
  () => show('missing'),
  () => put('a', 'missing'),
  () => drop('missing'),
  (v) => show(attribute(v, 'nope')),
  (v) => drop(attribute(v, 'nope')),
  (v) => show(list(v, 'missing')),
  (v) => put(v, tuple(v, list(), 'missing')),
  (v) => put(v, list(list(v), item(list(), 0))),
  () => show(item(list(), 0)),
  () => show(item(dict(), text('k'))),
  () => does('len', 5),
  () => show(arithmetic(1, '+', text('a'))),
  () => show(compare(1, '<', text('a'))),
  () => does('weakref.ref', 1),
  () => does('weakref.ref', list()),
  () => put(attribute(null, 'x'), 1),
  () => must(false, text('on purpose')),
  (v) => must(compare(v, 'is', list(v)), text('never')),
  () => does('gc.collect', 3),
  () => show(call('dict', 1)),
  () => put('b', call('N', 1, 2)),
  (v) => does('list', v, v),
  () => put(item(tuple(1, 2), 0), null),
]

const MISTAKE = family([MISTAKES.length, DATA_VARIABLES], (what, v) =>
  (MISTAKES[what] as (v: string) => Statement)(variable(v)),
)

/** Looked for by an instance: the KeyError holds it. */
const MISSING = family([4, DATA_VARIABLES, DATA_VARIABLES], (how, v, w) => {
  const [container, key] = [variable(v), variable(w)]
  const place = item(container, key)
  return [show(place), drop(place), does(`${container}.pop`, key), does(`${container}.remove`, key)][how] as Statement
})

export const mistakeMoves = {
  /** A key that is not there, in most programs. */
  missing: (composer: Composer) => {
    const isSet = composer.prng.percent(25)
    const v = composer.holding(isSet ? Kind.set : Kind.dict)
    const w = composer.holding(Kind.instance)
    if (v < 0 || w < 0) return
    composer.say(MISSING(isSet ? 3 : composer.prng.below(3), v, w))
    if (!isSet) composer.sketch.forget(composer.sketch.at(v))
  },
  raise: (composer: Composer) => {
    composer.say(MISTAKE(composer.prng.below(MISTAKES.length), composer.anyVariable()))
  },
} as const
