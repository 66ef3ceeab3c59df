/**
 * Random top-level `for`, `while` and `if` statements over fixed globals. A block says what its globals must hold
 * before it runs and what they hold afterwards; the program provides the first and notes the second.
 *
 * Keeps true: at most five rounds a loop, and no loop over a container that its own body could make longer.
 */
import type { Prng } from '../../base/prng.ts'
import type { Statement } from '../../program/ast.ts'
import { Kind } from '../kind.ts'
import { CLASSES, CLASSES_WITHOUT_ARGUMENT, DATA_VARIABLES, SHARED, variable } from '../names.ts'
import type { Operand } from '../syntax.ts'
import {
  arithmetic,
  attribute,
  call,
  compare,
  dict,
  does,
  each,
  item,
  list,
  must,
  put,
  repeat,
  text,
  tuple,
  when,
} from '../syntax.ts'

/** `linkable`: an instance whose `x` can be set. */
export type Before = 'bound' | 'list' | 'linkable' | 'weakref'
/** What a variable holds afterwards: something new, or something that the block may have changed. */
export type After = 'instance' | 'list' | 'tuple' | 'unknown' | 'changed'

export interface BlockEntry {
  readonly statement: Statement
  readonly before: readonly (readonly [number, Before])[]
  readonly after: readonly (readonly [number, After])[]
  /** The class that it makes instances of, -1 when none. */
  readonly className: number
  /** Whether that class must allow `x` to be set. */
  readonly setsAttribute: boolean
  /** Whether `i` must be 0 first. */
  readonly counts: boolean
  readonly makes: number
}

interface Draw {
  readonly v: string
  readonly w: string
  readonly vi: number
  readonly wi: number
  readonly name: number
  readonly rounds: number
  /** A new instance; the operand is its number. */
  readonly instance: (number: Operand) => Operand
  readonly prng: Prng
}

type Recipe = (draw: Draw) => Partial<Omit<BlockEntry, 'statement'>> & { readonly statement: Statement }

const usesClass = (draw: Draw, sets: boolean) => ({ className: draw.name, setsAttribute: sets })

/** A `for` over a range, or the same as a `while`. */
function loop(
  draw: Draw,
  body: readonly Statement[],
  rounds: number = draw.rounds,
): { statement: Statement; counts: boolean } {
  if (draw.prng.percent(75)) return { statement: each('i', call('range', rounds), body), counts: false }
  return { statement: repeat(compare('i', '<', rounds), [...body, put('i', arithmetic('i', '+', 1))]), counts: true }
}

const RECIPES: readonly Recipe[] = [
  (d) => ({
    ...loop(d, [does(`${d.v}.append`, d.instance('i'))]),
    ...usesClass(d, false),
    before: [[d.vi, 'list']],
    after: [[d.vi, 'changed']],
    makes: 5,
  }),
  (d) => ({
    ...loop(d, [does(`${d.v}.append`, list('i', d.w))]),
    before: [
      [d.vi, 'list'],
      [d.wi, 'bound'],
    ],
    after: [[d.vi, 'changed']],
    makes: 5,
  }),
  (d) => ({ ...loop(d, [does(`${d.v}.append`, d.v)], 2), before: [[d.vi, 'list']], after: [[d.vi, 'changed']] }),
  (d) => ({ ...loop(d, [put(d.v, list(d.v))]), before: [[d.vi, 'bound']], after: [[d.vi, 'list']], makes: 5 }),
  (d) => ({ ...loop(d, [put(d.v, tuple(d.v, 'i'))]), before: [[d.vi, 'bound']], after: [[d.vi, 'tuple']], makes: 5 }),
  (d) => ({
    ...loop(d, [put(d.v, list(tuple(d.v, dict([text('k'), d.v]))))], 3),
    before: [[d.vi, 'bound']],
    after: [[d.vi, 'list']],
    makes: 9,
  }),
  // Garbage in every round: a cycle that the next one replaces.
  (d) => ({
    ...loop(d, [put(d.v, d.instance('i')), put(`${d.v}.x`, d.v)]),
    ...usesClass(d, true),
    after: [[d.vi, 'instance']],
  }),
  (d) => ({ ...loop(d, [put(d.v, list()), does(`${d.v}.append`, d.v)]), after: [[d.vi, 'list']] }),
  (d) => ({
    ...loop(d, [put(d.v, d.instance('i')), put(`${d.v}.x`, d.w), put(d.w, d.v)]),
    ...usesClass(d, true),
    before: [[d.wi, 'bound']],
    after: [
      [d.vi, 'unknown'],
      [d.wi, 'unknown'],
    ],
    makes: 5,
  }),
  (d) => ({
    ...loop(d, [put(d.v, d.instance('i')), put(`${d.v}.x`, list(d.v)), does('gc.collect', 0)]),
    ...usesClass(d, true),
    after: [[d.vi, 'instance']],
  }),
  (d) => ({
    ...loop(d, [put(d.v, d.instance('i')), put(`${d.v}.x`, call('weakref.ref', d.v))]),
    ...usesClass(d, true),
    after: [[d.vi, 'instance']],
  }),
  (d) => ({
    statement: each('i', call('range', d.rounds), [
      when(compare('i', '==', 1), [{ kind: 'continue' }]),
      put(d.v, d.instance('i')),
      put(`${d.v}.x`, d.v),
    ]),
    ...usesClass(d, true),
    after: [[d.vi, 'instance']],
  }),
  (d) => ({
    statement: each('i', call('range', 5), [
      put(d.v, tuple('i', list('i'))),
      when(compare('i', '==', 2), [{ kind: 'break' }]),
    ]),
    after: [[d.vi, 'tuple']],
  }),
  (d) => ({
    statement: each('i', tuple(d.v, d.w), [put('i.x', d.v)]),
    before: [
      [d.vi, 'linkable'],
      [d.wi, 'linkable'],
    ],
    after: [
      [d.vi, 'changed'],
      [d.wi, 'changed'],
    ],
  }),
  (d) => ({
    statement: each('i', d.v, [does('print', compare('i', 'is', d.w))]),
    before: [
      [d.vi, 'list'],
      [d.wi, 'linkable'],
    ],
  }),
  (d) => ({
    statement: each(d.w, d.v, [{ kind: 'pass' }]),
    before: [
      [d.vi, 'list'],
      [d.wi, 'bound'],
    ],
    after: [[d.wi, 'unknown']],
  }),
  () => ({ statement: each('i', call('range', 3), [does('gc.collect', 'i')]) }),
  (d) => ({
    statement: each('i', call('range', d.rounds), [
      put(d.v, d.instance('i')),
      when(compare('i', '!=', 0), [put(`${d.v}.x`, d.w)], [put(`${d.v}.x`, d.v)]),
      put(d.w, d.v),
    ]),
    ...usesClass(d, true),
    before: [[d.wi, 'bound']],
    after: [
      [d.vi, 'unknown'],
      [d.wi, 'unknown'],
    ],
    makes: 5,
  }),
  (d) => ({
    statement: when(compare(call('q'), 'is', null), [put(d.v, null)], [put(d.v, call('q'))]),
    before: [[SHARED.q, 'weakref']],
    after: [[d.vi, 'unknown']],
  }),
  (d) => ({
    statement: when(compare(call('len', d.v), '>', 2), [does(`${d.v}.clear`)], [does(`${d.v}.append`, d.w)]),
    before: [
      [d.vi, 'list'],
      [d.wi, 'bound'],
    ],
    after: [[d.vi, 'changed']],
  }),
  (d) => ({
    statement: when(
      call('isinstance', d.v, CLASSES[d.name] as string),
      [put(d.w, list(d.v))],
      [when(compare(d.v, 'is', null), [put(d.v, list())], [put(d.v, null)])],
    ),
    ...usesClass(d, false),
    before: [[d.vi, 'bound']],
    after: [
      [d.vi, 'unknown'],
      [d.wi, 'unknown'],
    ],
    makes: 1,
  }),
  (d) => ({
    statement: when(compare(d.v, 'is', d.w), [put(d.v, null)], [put(d.w, d.v)]),
    before: [
      [d.vi, 'bound'],
      [d.wi, 'linkable'],
    ],
    after: [
      [d.vi, 'unknown'],
      [d.wi, 'unknown'],
    ],
  }),
  (d) => ({
    statement: when(compare(d.v, 'in', tuple(d.w, null)), [put(d.v, list())]),
    before: [
      [d.vi, 'linkable'],
      [d.wi, 'bound'],
    ],
    after: [[d.vi, 'unknown']],
  }),
  (d) => ({
    statement: each('i', call('range', d.rounds), [
      put(d.v, d.instance('i')),
      put(attribute(d.v, 'x'), tuple(d.v, list(d.v))),
      must(compare('i', '<', 3), text('round')),
    ]),
    ...usesClass(d, true),
    after: [[d.vi, 'instance']],
  }),
]

/** Ties the items of a list into a ring; the idiom that uses it fills the list first. */
export function ringBlock(variableIndex: number): Statement {
  const v = variable(variableIndex)
  return each('i', call('range', call('len', v)), [put(attribute(item(v, 'i'), 'x'), item(v, arithmetic('i', '-', 1)))])
}

export function fillBlock(variableIndex: number, name: number, rounds: number): Statement {
  return each('i', call('range', rounds), [
    does(
      `${variable(variableIndex)}.append`,
      name < CLASSES_WITHOUT_ARGUMENT ? call(CLASSES[name] as string, 'i') : call(CLASSES[name] as string),
    ),
  ])
}

/** One block; low variables are likelier, as in the programs that use it. */
export function blockEntry(prng: Prng): BlockEntry {
  const vi = prng.below(prng.pick([3, 5, DATA_VARIABLES]))
  const wi = (vi + 1 + prng.below(prng.pick([2, 3, DATA_VARIABLES - 1]))) % DATA_VARIABLES
  const name = prng.below(CLASSES.length)
  const className = CLASSES[name] as string
  const draw: Draw = {
    v: variable(vi),
    w: variable(wi),
    vi,
    wi,
    name,
    prng,
    rounds: prng.between(2, 5),
    instance: (number) => (name < CLASSES_WITHOUT_ARGUMENT ? call(className, number) : call(className)),
  }
  return {
    before: [],
    after: [],
    className: -1,
    setsAttribute: false,
    counts: false,
    makes: 0,
    ...prng.pick(RECIPES)(draw),
  }
}

/** The kinds of `After` that stand for something new. */
export const KIND_AFTER = { list: Kind.list, tuple: Kind.tuple, unknown: Kind.unknown } as const
