/**
 * Puts a statement into a function, a finalizer or a callback of its own, so that it runs in a frame, in the middle of a
 * deallocation, or in the middle of a collection.
 *
 * Keeps true: what is wrapped later has a higher number, and can only use what has a lower one, so that no wrapped
 * statement runs itself again.
 */
import type { Statement } from '../../program/ast.ts'
import { call, classOf, define, does, globals, put } from '../syntax.ts'
import { type Draft, isSimple } from './draft.ts'
import { namesOf } from './statement-names.ts'
import { wrapLater } from './wrap-later.ts'

/** Few, so that statements stay few. */
const WRAPPERS_MAX = 4
const WEAK_VARIABLES = ['p', 'q', 'r']

export function wrap(draft: Draft): boolean {
  const { body, prng } = draft
  const number = nextNumber(body)
  const place = draft.find(isSimple)
  if (place < 0 || number >= WRAPPERS_MAX || draft.room < 3) return false
  const statement = body[place] as Statement
  const { binds } = namesOf(statement)
  const inner = binds.length === 0 ? [statement] : [globals(...binds), statement]
  const name = `w${number}`
  const variables = draft.variables()
  if (draft.level > 1 && variables.length > 0 && prng.percent(50)) {
    wrapLater(draft, place, inner, name)
    return true
  }
  switch (variables.length === 0 ? 0 : prng.below(4)) {
    case 0:
      body.splice(place, 1, define(name, [], inner), does(name))
      return true
    case 1:
      // Dies at once.
      body.splice(place, 1, finalized(name, inner), does(name))
      return true
    case 2: {
      // Dies in a collection, by then or later.
      const variable = prng.pick(variables)
      const ring = [put(variable, call(name)), put(`${variable}.x`, variable), put(variable, null)]
      body.splice(place, 1, finalized(name, inner), ...ring)
      return true
    }
    default: {
      const refer = put(prng.pick(WEAK_VARIABLES), call('weakref.ref', prng.pick(variables), name))
      body.splice(place, 1, define(name, ['o'], inner), refer)
      return true
    }
  }
}

function finalized(name: string, body: readonly Statement[]): Statement {
  return classOf(name, [define('__del__', ['self'], body)])
}

function nextNumber(body: readonly Statement[]): number {
  let next = 0
  for (const statement of body) {
    if (statement.kind !== 'class' && statement.kind !== 'def') continue
    const number = /^w(\d)$/.exec(statement.name)?.[1]
    if (number !== undefined) next = Math.max(next, Number(number) + 1)
  }
  return next
}
