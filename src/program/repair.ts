/**
 * Edits that keep names meaningful. `repairScope` gives each name that lost what it referred to another one that is in
 * scope, chosen by the name alone, so that the same edit always gives the same program; `renameNames` calls things
 * otherwise without changing what any name refers to.
 */
import { MODULE_NAMES, type Nonlocal, type Program } from './ast.ts'
import {
  isModuleName,
  type Occurrence,
  ownerAround,
  type Referent,
  referentOf,
  type Scope,
  type Scopes,
  scopesOf,
} from './scopes.ts'
import { topLevel, walk, withNodeAt } from './shape.ts'
import { MODULE_MEMBERS } from './surface.ts'

/**
 * The program with every name that is bound nowhere replaced by a name in scope; by `None` where nothing is. A member that a module does not have becomes one that it has.
 */
export function repairScope(program: Program): Program {
  const scopes = scopesOf(program)
  let repaired = program
  for (const occurrence of scopes.occurrences) {
    const { name, as, path } = occurrence
    if (as !== 'load' && as !== 'delete') continue
    if (referentOf(occurrence, scopes) !== 'unbound') continue
    const candidates = inScope(occurrence, scopes)
    if (candidates.length > 0) repaired = withNodeAt(repaired, path, candidates[textHash(name) % candidates.length])
    else if (as === 'load') repaired = withNodeAt(repaired, path.slice(0, -1), { kind: 'none' })
  }
  return repairMembers(repairNonlocals(repaired))
}

/** Declarations of what no function around has any more go; what they declared is a variable of the function's own. */
function repairNonlocals(program: Program): Program {
  let repaired = program
  for (;;) {
    const orphan = scopesOf(repaired).occurrences.find(
      ({ as, scope, name }) => as === 'nonlocal' && ownerAround(scope, name) === undefined,
    )
    if (orphan === undefined) return repaired
    const { names } = orphan.node as Nonlocal
    const left = names.toSpliced(orphan.part, 1)
    repaired =
      left.length > 0
        ? withNodeAt(repaired, orphan.path.slice(0, -1), left)
        : withNodeAt(repaired, orphan.path.slice(0, -2), { kind: 'pass' })
  }
}

/** What a name in the occurrence's place could refer to, in the order of first binding. */
function inScope({ scope, as: use }: Occurrence, scopes: Scopes): string[] {
  const names = new Set<string>()
  for (const { name, as, scope: where } of scopes.occurrences) {
    if (as !== 'bind' || scope.globals.has(name) || scope.nonlocals.has(name)) continue
    const referent = referentOf({ name, scope } as Occurrence, scopes)
    if (referent === 'closure' ? use === 'load' && where === ownerAround(scope, name) : isSeen(referent, where, scope))
      names.add(name)
  }
  return [...names]
}

function isSeen(referent: Referent, where: Scope, scope: Scope): boolean {
  return referent === 'global' || (referent === 'local' && where === scope)
}

function repairMembers(program: Program): Program {
  const rebound = new Set(
    scopesOf(program)
      .occurrences.filter(({ as }) => as === 'bind')
      .map(({ name }) => name),
  )
  let repaired = program
  for (const { node, path } of walk(topLevel(program))) {
    if (node.kind !== 'attribute' || node.object.kind !== 'name') continue
    const module = node.object.name
    if (!isModuleName(module) || rebound.has(module) || MODULE_MEMBERS[module].includes(node.name)) continue
    const members = MODULE_MEMBERS[module]
    repaired = withNodeAt(repaired, [...path, 'name'], members[textHash(node.name) % members.length])
  }
  return repaired
}

function textHash(text: string): number {
  let hash = 7
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) >>> 0
  return hash
}

/**
 * The program with variables, functions and classes called otherwise. Attributes, methods, class variables and the
 * three modules keep their names. The caller sees to it that no new name is in use.
 */
export function renameNames(program: Program, names: ReadonlyMap<string, string>): Program {
  let renamed = program
  for (const { name, scope, path } of scopesOf(program).occurrences) {
    const next = names.get(name)
    const ofClass = scope.kind === 'class' && scope.bound.has(name)
    if (next === undefined || ofClass || (MODULE_NAMES as readonly string[]).includes(name)) continue
    renamed = withNodeAt(renamed, path, next)
  }
  return renamed
}
