/**
 * The names of the module that a top-level statement binds and that it uses, its functions' bodies included. Remembered
 * by the identity of the statement, which programs share.
 */
import { remembered } from '../../base/remembered.ts'
import type { Statement } from '../../program/ast.ts'
import { isBuiltIn, referentOf, scopesOf } from '../../program/scopes.ts'

export interface StatementNames {
  readonly binds: readonly string[]
  /** Read or deleted, and not built in. */
  readonly uses: readonly string[]
}

export const namesOf: (statement: Statement) => StatementNames = remembered(find)

function find(statement: Statement): StatementNames {
  const scopes = scopesOf({ body: [statement] })
  const binds = new Set<string>()
  const uses = new Set<string>()
  for (const occurrence of scopes.occurrences) {
    const { name, as, scope } = occurrence
    const ofModule = scope.kind === 'module' || scope.globals.has(name)
    if (as === 'bind' && ofModule) binds.add(name)
    if (as !== 'load' && as !== 'delete') continue
    const referent = referentOf(occurrence, scopes)
    if ((referent === 'unbound' || referent === 'global') && !isBuiltIn(name)) uses.add(name)
  }
  return { binds: [...binds], uses: [...uses] }
}
