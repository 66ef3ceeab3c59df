/** Cuts out every statement that speaks of a global name, wherever they stand: one name at a time. */
import type { Program } from '../../program/ast.ts'
import { deleteStatement, statementPlaces } from '../../program/edit.ts'
import { scopesOf } from '../../program/scopes.ts'
import { nodeAt, type Path } from '../../program/shape.ts'
import type { Pass } from '../cut.ts'

export const dropNames: Pass = {
  name: 'drop names',
  cuts(program) {
    const statements = new Set(statementPlaces(program).map(({ path }) => path.join('.')))
    const places = new Map<string, Map<string, Path>>()
    const { occurrences, globalNames } = scopesOf(program)
    for (const { name, path } of occurrences) {
      if (!globalNames.has(name)) continue
      const statement = innermost(path, statements)
      const known = places.get(name) ?? new Map<string, Path>()
      places.set(name, known.set(statement.join('.'), statement))
    }
    return [...places.values()].map((paths) => () => withoutAll(program, [...paths.values()]))
  },
}

/** The statement in which the node at `path` stands. */
function innermost(path: Path, statements: ReadonlySet<string>): Path {
  let end = path.length
  while (end > 1 && !statements.has(path.slice(0, end).join('.'))) end--
  return path.slice(0, end)
}

/** Paths in source order; from the end, so that those before stay true. */
function withoutAll(program: Program, paths: readonly Path[]): Program {
  let changed = program
  for (const path of paths.toReversed())
    if (nodeAt(changed, path) !== undefined) changed = deleteStatement(changed, path)
  return changed
}
