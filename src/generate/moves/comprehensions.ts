/** Moves with comprehensions of all kinds: nested, with conditions, over what they change, with closures as elements. */
import type { Composer } from '../composer.ts'
import { family } from '../intern.ts'
import { Kind } from '../kind.ts'
import { clause, comprehension, dictComprehension, lambda } from '../later-syntax.ts'
import { DATA_VARIABLES, variable, WITNESS } from '../names.ts'
import type { Operand } from '../syntax.ts'
import { arithmetic, call, compare, item, list, put, tuple } from '../syntax.ts'

const V = DATA_VARIABLES

interface Form {
  readonly make: (v: string, w: string) => Operand
  readonly kind: number
  readonly witnesses?: true
}

const made = 'list-comprehension'
const FORMS: readonly Form[] = [
  { make: (_, w) => comprehension(made, w, clause('i', call('range', 3))), kind: Kind.list },
  { make: (_, w) => comprehension(made, lambda([], 'i'), clause('i', tuple(w, list(w)))), kind: Kind.list },
  {
    make: (v, w) => comprehension(made, tuple('i', v), clause('i', tuple(w, v), compare('i', 'is not', null))),
    kind: Kind.list,
  },
  {
    make: (_, w) => comprehension(made, list('k', w), clause('i', call('range', 2)), clause('k', call('range', 'i'))),
    kind: Kind.list,
  },
  {
    make: (_, w) =>
      comprehension(
        made,
        comprehension(made, tuple('i', 'k', w), clause('k', call('range', 2))),
        clause('i', call('range', 2)),
      ),
    kind: Kind.list,
  },
  {
    make: (v) => comprehension('set-comprehension', 'i', clause('i', tuple(1, 2, 2, call('len', list(v))))),
    kind: Kind.set,
  },
  { make: (v, w) => dictComprehension('i', list(v, w), clause('i', call('range', 2))), kind: Kind.dict },
  {
    make: (_, w) => dictComprehension(tuple('i', 1), lambda([], tuple('i', w)), clause('i', call('range', 2))),
    kind: Kind.dict,
  },
  {
    make: () => comprehension(made, call(WITNESS, 'i'), clause('i', call('range', 3))),
    kind: Kind.list,
    witnesses: true,
  },
  // All but the last die at once; and one that raises while it holds what it has made.
  {
    make: () => comprehension(made, call(WITNESS, 'i'), clause('i', call('range', 3), call(WITNESS, 'i'))),
    kind: Kind.list,
    witnesses: true,
  },
  {
    make: () => item(comprehension(made, call(WITNESS, 'i'), clause('i', call('range', 3))), 1),
    kind: Kind.unknown,
    witnesses: true,
  },
  {
    make: () => comprehension(made, tuple(call(WITNESS, 'i'), item(list(0, 1), 'i')), clause('i', call('range', 3))),
    kind: Kind.list,
    witnesses: true,
  },
]
const PUT = family([V, V, FORMS.length], (v, w, form) =>
  put(variable(v), (FORMS[form] as Form).make(variable(v), variable(w))),
)
/** Over a list that the comprehension itself shortens. */
const OVER: readonly ((w: string) => Operand)[] = [
  (w) => comprehension(made, call(`${w}.pop`), clause('i', w)),
  (w) => comprehension(made, call(`${w}.clear`), clause('i', w)),
  (w) => comprehension(made, tuple('i', call(`${w}.remove`, 'i')), clause('i', w)),
  (w) => comprehension(made, 'i', clause('i', w, compare('i', 'is not', w))),
  (w) => dictComprehension(call('len', w), 'i', clause('i', w)),
  (w) => comprehension(made, arithmetic(list('i'), '+', list(lambda([], 'i'))), clause('i', w)),
]
const PUT_OVER = family([V, V, OVER.length], (v, w, form) =>
  put(variable(v), (OVER[form] as (w: string) => Operand)(variable(w))),
)

export const comprehensionMoves = {
  make: (composer: Composer) => {
    const { prng, sketch } = composer
    const [v, w] = [composer.bound(), composer.bound()]
    if (v < 0 || !sketch.mayLink(sketch.at(v), sketch.at(w))) return
    const form = prng.below(FORMS.length)
    const { kind, witnesses } = FORMS[form] as Form
    if (witnesses) composer.later.entry(composer, WITNESS)
    composer.say(PUT(v, w, form))
    const object = sketch.fresh(kind)
    sketch.link(sketch.at(v), sketch.at(w))
    sketch.link(object, sketch.at(v))
    sketch.grow(object, 3)
    sketch.forget(object)
    // The last form raises.
    if (form < FORMS.length - 1) sketch.bind(v, object)
  },
  over: (composer: Composer) => {
    const { prng, sketch } = composer
    const w = composer.holding(Kind.list)
    const v = composer.place()
    if (w < 0 || v === w) return
    const form = prng.below(OVER.length)
    composer.say(PUT_OVER(v, w, form))
    sketch.forget(sketch.at(w))
    sketch.bind(v, sketch.inside(sketch.at(w), form === 4 ? Kind.dict : Kind.list))
  },
} as const
