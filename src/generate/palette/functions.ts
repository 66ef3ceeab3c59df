/**
 * Random functions over no, one or two arguments: they build temporaries and cycles from what they get, keep it in a
 * default container or a global, tie it together, or give it back. Only instances of the plain class are made here.
 */
import type { Prng } from '../../base/prng.ts'
import type { Parameter, Statement } from '../../program/ast.ts'
import { FUNCTIONS, SHARED } from '../names.ts'
import {
  arithmetic,
  attribute,
  byDefault,
  call,
  compare,
  define,
  dict,
  does,
  drop,
  each,
  gives,
  globals,
  item,
  list,
  put,
  repeat,
  set,
  text,
  tuple,
  when,
} from '../syntax.ts'
import type { FunctionEntry, Result } from './class-entry.ts'
import { Need } from './class-entry.ts'

interface Recipe {
  readonly body: readonly Statement[]
  readonly result?: Result
  readonly box?: Parameter
  readonly writes?: 'g' | 'h'
  readonly needs?: number
  readonly wantsAttributes?: true
  readonly wantsWeakrefable?: true
  readonly sets?: readonly [number, number]
  readonly ties?: true
  readonly makes?: number
}

const newPlain = put('t', call('N'))

/** `f0()`: things made and dropped, or made and given back. */
const WITHOUT_ARGUMENT: readonly ((prng: Prng) => Recipe)[] = [
  () => ({ body: [put('t', list()), does('t.append', 't')] }),
  () => ({
    body: [put('t', list()), put('s', list('t')), does('t.append', 's'), gives('t')],
    result: 'list',
    makes: 1,
  }),
  () => ({ body: [newPlain, put('t.x', 't')], needs: Need.plainClass }),
  () => ({
    body: [newPlain, put('s', call('N')), put('t.x', 's'), put('s.x', 't'), gives('t')],
    result: 'plain',
    needs: Need.plainClass,
    makes: 1,
  }),
  () => ({
    body: [newPlain, put('s', call('N')), put('t.x', 's'), put('s.y', list('t')), drop('t'), does('gc.collect', 0)],
    needs: Need.plainClass,
  }),
  (prng) => ({
    body: [put('t', list()), each('i', call('range', prng.between(2, 5)), [does('t.append', call('N'))]), gives('t')],
    result: 'list',
    needs: Need.plainClass,
    makes: 5,
  }),
  (prng) => ({
    body: [put('t', null), each('i', call('range', prng.between(2, 5)), [put('t', list('t'))]), gives('t')],
    result: 'list',
    makes: 5,
  }),
  (prng) => ({
    body: [put('t', tuple()), each('i', call('range', prng.between(2, 5)), [put('t', tuple('t', 'i'))]), gives('t')],
    result: 'tuple',
    makes: 5,
  }),
  () => ({ body: [put('g', list())], writes: 'g' }),
  () => ({ body: [put('h', call('N')), put('h.x', 'h')], writes: 'h', needs: Need.plainClass }),
  () => ({ body: [put('t', dict()), put(item('t', text('k')), 't'), gives(call('len', 't'))], result: 'atom' }),
  () => ({
    body: [does('box.append', list()), gives(call('len', 'box'))],
    result: 'atom',
    box: byDefault('box', list()),
  }),
  () => ({ body: [does('box.append', 'box'), gives('box')], result: 'box', box: byDefault('box', list()), ties: true }),
  (prng) => ({
    body: [
      put('i', 0),
      repeat(compare('i', '<', prng.between(2, 4)), [
        put('t', call('N')),
        put('t.x', 't'),
        put('i', arithmetic('i', '+', 1)),
      ]),
      gives('t'),
    ],
    result: 'plain',
    needs: Need.plainClass,
    makes: 1,
  }),
  () => ({ body: [put('t', set(1, 2, 3)), does('t.discard', 2), gives(call('len', 't'))], result: 'atom' }),
]

/** `f1(u)`. */
const WITH_ONE: readonly ((prng: Prng) => Recipe)[] = [
  () => ({ body: [put('t', list('u')), does('t.append', 't')] }),
  () => ({ body: [gives(list('u'))], result: 'list', ties: true, makes: 1 }),
  () => ({ body: [gives(tuple('u', list('u')))], result: 'tuple', ties: true, makes: 2 }),
  () => ({ body: [gives(dict([text('k'), 'u']))], result: 'dict', ties: true, makes: 1 }),
  () => ({ body: [put('u.x', 'u'), gives('u')], result: 'first', wantsAttributes: true, sets: [1, 0] }),
  () => ({
    body: [newPlain, put('t.x', 'u'), put('u.x', 't')],
    needs: Need.plainClass,
    wantsAttributes: true,
    sets: [1, 0],
    ties: true,
    makes: 1,
  }),
  () => ({
    body: [newPlain, put('t.x', 'u'), put('t.y', 't'), gives('t')],
    result: 'plain',
    needs: Need.plainClass,
    ties: true,
    makes: 1,
  }),
  () => ({ body: [put('u.y', list('u', dict([text('k'), 'u'])))], wantsAttributes: true, sets: [2, 0], makes: 2 }),
  () => ({ body: [does('kept.append', 'u')], needs: Need.kept }),
  () => ({ body: [put('h', 'u')], writes: 'h' }),
  () => ({ body: [put('g', list('u', 'u'))], writes: 'g' }),
  () => ({ body: [drop('u'), does('gc.collect')] }),
  () => ({ body: [gives(call('weakref.ref', 'u'))], result: 'weakref', wantsWeakrefable: true }),
  () => ({
    body: [put('t', call('weakref.ref', 'u')), drop('u'), gives(compare(call('t'), 'is', null))],
    result: 'atom',
    wantsWeakrefable: true,
  }),
  () => ({ body: [put('u.x', call('weakref.ref', 'u'))], wantsAttributes: true, wantsWeakrefable: true, sets: [1, 0] }),
  () => ({ body: [when(compare('u', 'is', null), [gives(list())]), gives('u')], result: 'first' }),
  () => ({
    body: [put('t', 'u'), put('u', list('t')), put('t', list('u')), gives('t')],
    result: 'list',
    ties: true,
    makes: 2,
  }),
  (prng) => ({
    body: [each('i', call('range', prng.between(2, 5)), [put('u', list('u'))]), gives('u')],
    result: 'list',
    ties: true,
    makes: 5,
  }),
]

/** `f2(u, v)`. */
const WITH_TWO: readonly ((prng: Prng) => Recipe)[] = [
  () => ({ body: [put('u.x', 'v'), put('v.x', 'u')], wantsAttributes: true, sets: [1, 1], ties: true }),
  () => ({
    body: [put('u.x', 'v'), put('v.y', 'u'), gives('u')],
    result: 'first',
    wantsAttributes: true,
    sets: [1, 2],
    ties: true,
  }),
  () => ({
    body: [put('u.x', list('v')), put('v.x', tuple('u', 'v'))],
    wantsAttributes: true,
    sets: [1, 1],
    ties: true,
    makes: 2,
  }),
  () => ({ body: [gives(list('u', 'v'))], result: 'list', ties: true, makes: 1 }),
  () => ({ body: [gives(tuple('u', 'v'))], result: 'tuple', ties: true, makes: 1 }),
  () => ({
    body: [put('t', dict([text('k'), 'u'], [text('m'), 'v'])), put(item('t', 1), 't'), gives('t')],
    result: 'dict',
    ties: true,
    makes: 1,
  }),
  () => ({
    body: [put('t', list('u', 'v')), does('t.append', 't'), drop('u'), gives('v')],
    result: 'none',
    ties: true,
    makes: 1,
  }),
  () => ({ body: [each('t', tuple('u', 'v'), [does('kept.append', 't')])], needs: Need.kept }),
  () => ({
    body: [newPlain, put('t.x', tuple('u', 'v')), put('t.y', 't'), gives('t')],
    result: 'plain',
    needs: Need.plainClass,
    ties: true,
    makes: 2,
  }),
  () => ({
    body: [when(compare('u', 'is', 'v'), [gives(list('u'))]), put('t', list('u', list('v'))), gives('t')],
    result: 'list',
    ties: true,
    makes: 2,
  }),
  () => ({ body: [put('g', 'u'), put('h', 'v')], writes: 'g' }),
  () => ({
    body: [put('u.y', call('N')), put(attribute('u.y', 'x'), 'v'), put(attribute('u.y', 'y'), 'u')],
    needs: Need.plainClass,
    wantsAttributes: true,
    sets: [2, 0],
    ties: true,
    makes: 1,
  }),
]

/** `f3(u, box=…)`: a default container lives as long as the function, and so does what is put into it. */
const WITH_BOX: readonly ((prng: Prng) => Recipe)[] = [
  () => ({
    body: [does('box.append', 'u'), gives(call('len', 'box'))],
    result: 'atom',
    box: byDefault('box', list()),
    ties: true,
  }),
  () => ({ body: [does('box.append', 'u'), gives('box')], result: 'box', box: byDefault('box', list()), ties: true }),
  () => ({
    body: [put(item('box', text('k')), 'u'), gives('box')],
    result: 'dict',
    box: byDefault('box', dict()),
    ties: true,
  }),
  () => ({
    body: [put('t', item('box', 0)), put(item('box', 0), 'u'), gives('t')],
    result: 'none',
    box: byDefault('box', list(null)),
    ties: true,
  }),
  () => ({
    body: [does('box.clear'), does('box.append', list('u', 'box'))],
    box: byDefault('box', list()),
    ties: true,
    makes: 1,
  }),
  () => ({
    body: [does('box.append', call('weakref.ref', 'u')), gives(call('len', 'box'))],
    result: 'atom',
    box: byDefault('box', list()),
    wantsWeakrefable: true,
  }),
  () => ({
    body: [put('u.x', 'box'), does('box.append', 'u')],
    box: byDefault('box', list()),
    wantsAttributes: true,
    sets: [1, 0],
    ties: true,
  }),
]

const RECIPES = [WITHOUT_ARGUMENT, WITH_ONE, WITH_TWO, WITH_BOX]
const PARAMETERS = [[], ['u'], ['u', 'v'], ['u']]

/** One definition of the function numbered `name`. */
export function functionEntry(prng: Prng, name: number): FunctionEntry {
  const recipe = prng.pick(RECIPES[name] as (typeof RECIPES)[0])(prng)
  const body = [...recipe.body]
  if (recipe.writes !== undefined) body.unshift(name === 2 ? globals('g', 'h') : globals(recipe.writes))
  if (prng.percent(15)) body.unshift(does('print', text(FUNCTIONS[name] as string)))
  if (prng.percent(15) && name > 0) body.unshift(put('s', tuple('u', list())))
  const parameters = [...(PARAMETERS[name] as string[]), ...(recipe.box === undefined ? [] : [recipe.box])]
  const written =
    recipe.writes === undefined ? 0 : name === 2 ? (1 << SHARED.g) | (1 << SHARED.h) : 1 << SHARED[recipe.writes]
  return {
    statement: define(FUNCTIONS[name] as string, parameters, body),
    name,
    result: recipe.result ?? 'none',
    wantsAttributes: recipe.wantsAttributes ?? false,
    wantsWeakrefable: recipe.wantsWeakrefable ?? false,
    sets: recipe.sets ?? [0, 0],
    ties: recipe.ties ?? false,
    makes: recipe.makes ?? 0,
    unsteady: written,
    needs: recipe.needs ?? 0,
  }
}
