/**
 * Lets one global name do the work of another: two classes become one, two variables one. What bound the other goes,
 * and whatever spoke of it speaks of the one that stays.
 */
import type { Program, Statement } from '../../program/ast.ts'
import { renameNames } from '../../program/repair.ts'
import { scopesOf } from '../../program/scopes.ts'
import type { Cut, Pass } from '../cut.ts'
import { isDefinition } from '../top-level.ts'

const MOST_NAMES = 16

export const mergeNames: Pass = {
  name: 'merge names',
  isCostly: true,
  cuts(program) {
    const names = sortsOf(program)
    if (names.size > MOST_NAMES) return []
    const cuts: Cut[] = []
    for (const [gone, sort] of names) {
      for (const [kept, other] of names) {
        if (gone !== kept && sort === other) cuts.push(() => merged(program, gone, kept))
      }
    }
    return cuts
  },
}

/** Global names with what first binds each: a class, a function or anything else. */
function sortsOf(program: Program): ReadonlyMap<string, string> {
  const { occurrences, globalNames } = scopesOf(program)
  const sorts = new Map<string, string>()
  for (const { name, as, node } of occurrences) {
    if (as !== 'bind' || !globalNames.has(name) || sorts.has(name)) continue
    const kind = 'kind' in node ? node.kind : undefined
    sorts.set(name, kind === 'class' || kind === 'def' ? kind : 'variable')
  }
  return sorts
}

function merged(program: Program, gone: string, kept: string): Program {
  const [first, ...rest] = program.body.filter((node) => binds(node, gone))
  // A variable that is bound again and again keeps all but its first binding: its history may be the point.
  const dropped = new Set<Statement>(first === undefined ? [] : first.kind === 'assign' ? [first] : [first, ...rest])
  const body = program.body.filter((node) => !dropped.has(node))
  return renameNames({ body }, new Map([[gone, kept]]))
}

function binds(node: Statement, name: string): boolean {
  if (isDefinition(node)) return node.name === name
  const [target, ...more] = node.kind === 'assign' ? node.targets : []
  return target?.kind === 'name' && target.name === name && more.length === 0
}
