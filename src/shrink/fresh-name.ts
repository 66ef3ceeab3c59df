/** A name that nothing in the program is called by; it is renamed for its readers in the end. */
import type { Program } from '../program/ast.ts'
import { isBuiltIn, scopesOf } from '../program/scopes.ts'

export function freshName(program: Program): string {
  const taken = new Set(scopesOf(program).occurrences.map(({ name }) => name))
  let name = 'v'
  for (let i = 1; taken.has(name) || isBuiltIn(name); i++) name = `v${i}`
  return name
}
