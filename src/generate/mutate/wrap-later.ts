/**
 * Level 2 of wrapping: a statement runs under `try`, in the `__exit__` of a manager, or in the `finally` of a generator that
 * is closed by its last reference.
 */
import type { Statement } from '../../program/ast.ts'
import { attempt, except, managed, withAll, yields } from '../later-syntax.ts'
import { call, classOf, define, does, put, show } from '../syntax.ts'
import type { Draft } from './draft.ts'

/**
 * Puts the statement at `place` into something with the name; `inner` is the statement with what it needs to be inside a
 * function.
 */
export function wrapLater(draft: Draft, place: number, inner: readonly Statement[], name: string): void {
  const { body, prng } = draft
  const statement = body[place] as Statement
  const variable = prng.pick(draft.variables())
  switch (prng.below(4)) {
    case 0:
      body.splice(place, 1, attempt([statement], [except('Exception', 'e', [put(variable, 'e')])]))
      return
    case 1:
      body.splice(place, 1, attempt([statement], [], [does('gc.collect')]))
      return
    case 2: {
      const enter = define('__enter__', ['self'], [{ kind: 'return', value: { kind: 'name', name: 'self' } }])
      const manager = classOf(name, [
        enter,
        define('__exit__', ['self', `${name}_type`, `${name}_value`, `${name}_traceback`], inner),
      ])
      body.splice(place, 1, manager, withAll([managed(call(name))], [put(variable, null)]))
      return
    }
    default: {
      const walk = define(name, [], [attempt([show(yields())], [], inner)])
      body.splice(place, 1, walk, put(variable, call(name)), does('next', variable), put(variable, null))
    }
  }
}
