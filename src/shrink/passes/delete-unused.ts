/** Deletes definitions that nothing refers to: all at once first, then all of one name. */
import type { Program, Statement } from '../../program/ast.ts'
import { scopesOf } from '../../program/scopes.ts'
import type { Pass } from '../cut.ts'
import { isDefinition } from '../top-level.ts'

export const deleteUnused: Pass = {
  name: 'delete unused definitions',
  cuts(program) {
    const unused = unusedNames(program)
    const sets = unused.length > 1 ? [unused, ...unused.map((name) => [name])] : unused.map((name) => [name])
    return sets.map((names) => () => ({ body: program.body.filter((node) => !binds(node, new Set(names))) }))
  },
}

/** Global names that are bound but never read or deleted. */
function unusedNames(program: Program): string[] {
  const { occurrences, globalNames } = scopesOf(program)
  const used = new Set(occurrences.filter(({ as }) => as === 'load' || as === 'delete').map(({ name }) => name))
  return [...globalNames].filter((name) => !used.has(name))
}

/** Whether the statement does nothing but bind one of `names`, as far as its form tells. */
function binds(node: Statement, names: ReadonlySet<string>): boolean {
  if (isDefinition(node)) return names.has(node.name)
  if (node.kind === 'import') return node.modules.every((name) => names.has(name))
  return node.kind === 'assign' && node.targets.every((target) => target.kind === 'name' && names.has(target.name))
}
