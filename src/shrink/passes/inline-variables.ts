/**
 * Puts the value of a variable that is bound once and read once in the place where it is read: `a = X(); f(a)` becomes
 * `f(X())`. Also lets a variable that only copies another be replaced by it.
 */
import type { Program } from '../../program/ast.ts'
import { deleteStatement, statementPlaces } from '../../program/edit.ts'
import { type Occurrence, scopesOf } from '../../program/scopes.ts'
import { withNodeAt } from '../../program/shape.ts'
import type { Cut, Pass } from '../cut.ts'

export const inlineVariables: Pass = {
  name: 'inline variables',
  cuts(program) {
    const uses = new Map<string, Occurrence[]>()
    for (const occurrence of scopesOf(program).occurrences)
      uses.set(occurrence.name, [...(uses.get(occurrence.name) ?? []), occurrence])
    return statementPlaces(program).flatMap(({ node, path }): Cut[] => {
      const [target, second] = node.kind === 'assign' ? node.targets : []
      if (node.kind !== 'assign' || target?.kind !== 'name' || second !== undefined) return []
      const all = uses.get(target.name) ?? []
      const loads = all.filter(({ as }) => as === 'load')
      const others = all.length - loads.length
      if (others !== 1 || loads.length === 0 || (loads.length > 1 && node.value.kind !== 'name')) return []
      return [
        () => {
          let changed: Program = program
          for (const load of loads) changed = withNodeAt(changed, load.path.slice(0, -1), node.value)
          return deleteStatement(changed, path)
        },
      ]
    })
  },
}
