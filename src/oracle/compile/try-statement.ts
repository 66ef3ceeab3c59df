/** A `try` statement, compiled; its blocks run at once, or in steps where a generator may stop in them. */
import type { Statement, Try } from '../../program/ast.ts'
import { compileExpression } from './expressions.ts'
import { hasYield } from './has-yield.ts'
import { deleteName, type Place, storeName } from './names.ts'
import { behind, blockGoesOn, withoutFinally } from './reached.ts'
import type { StepAct } from './steps.ts'
import { type Handler, tryExcept, tryFinally } from './try.ts'

/** `compileInner` says how the blocks inside run: at once, or in steps. */
export function compileTry(
  statement: Try,
  place: Place,
  compileInner: (body: readonly Statement[], inside: Place) => StepAct,
): StepAct {
  const guarded: Place = { ...place, isGuarded: true }
  const handling = behind(guarded, 'no')
  const { handlers, finalbody } = statement
  const compiled = handlers.map(
    ({ type, name, body }): Handler => ({
      type: type === undefined ? null : compileExpression(type, handling),
      name: name === undefined ? null : { store: storeName(name, place), remove: deleteName(name, place) },
      body: compileInner(body, handling),
    }),
  )
  // Without a `finally` an `else` stands outside of all protection.
  const beside = finalbody.length > 0 ? guarded : place
  const outside = behind(beside, blockGoesOn(statement.body))
  const body = compileInner(statement.body, guarded)
  const protectedBody =
    handlers.length === 0 ? body : tryExcept(body, compiled, compileInner(statement.orelse, outside))
  if (finalbody.length === 0) return protectedBody
  const afterwards = compileInner(finalbody, withoutFinally(statement) === 'yes' ? place : behind(place, 'open'))
  const isOther = finalbody.some(hasYield) || (place.reached !== 'no' && place.slots.size > 0)
  const afterError = isOther ? compileInner(finalbody, handling) : afterwards
  return tryFinally(protectedBody, afterwards, afterError)
}
