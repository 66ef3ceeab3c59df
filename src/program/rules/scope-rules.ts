/**
 * What variables may be called and refer to: good names, `global` and `nonlocal` before any use and for what there is, and
 * nothing of Python's built-ins and modules that the language does not offer.
 */
import type { Program } from '../ast.ts'
import { nameFault } from '../names.ts'
import { type Occurrence, ownerAround, referentOf, type Scope, type Scopes, scopesOf } from '../scopes.ts'
import { OTHER_BUILTINS, OTHER_METHOD_HINT, OTHER_METHODS } from '../surface.ts'
import type { Fault } from './fault.ts'

export function scopeFaults(program: Program, scopes: Scopes = scopesOf(program)): Fault[] {
  const faults: Fault[] = []
  const mentioned = new Map<Scope, Set<string>>()
  for (const occurrence of scopes.occurrences) {
    const bad = nameFault(occurrence.name, 'variable')
    if (bad !== undefined) faults.push({ node: occurrence.node, part: occurrence.part, ...bad })
    else
      add(faults, declarationFault(occurrence, mentioned), referenceFault(occurrence, scopes), methodFault(occurrence))
    if (occurrence.as !== 'global' && occurrence.as !== 'nonlocal') remember(mentioned, occurrence)
  }
  return faults
}

function add(faults: Fault[], ...found: readonly (Fault | undefined)[]): void {
  for (const fault of found) if (fault !== undefined) faults.push(fault)
}

function remember(mentioned: Map<Scope, Set<string>>, { scope, name }: Occurrence): void {
  const names = mentioned.get(scope) ?? new Set()
  mentioned.set(scope, names.add(name))
}

function declarationFault(
  { as, name, scope, node, part }: Occurrence,
  mentioned: ReadonlyMap<Scope, ReadonlySet<string>>,
): Fault | undefined {
  if (as !== 'global' && as !== 'nonlocal') return undefined
  const fault = (message: string, hint: string): Fault => ({ node, part, message, hint })
  if (mentioned.get(scope)?.has(name) === true) {
    return fault(`\`${name}\` is a parameter or used before \`${as} ${name}\``, `put \`${as}\` first in the function`)
  }
  if (as === 'global' || scope.kind !== 'function') return undefined
  if (scope.globals.has(name)) return fault(`\`${name}\` is nonlocal and global`, 'remove one of the two')
  return ownerAround(scope, name) === undefined
    ? fault(
        `no function around this one has a variable \`${name}\``,
        'assign to it in the function around, or declare it `global`',
      )
    : undefined
}

function referenceFault(occurrence: Occurrence, scopes: Scopes): Fault | undefined {
  if (occurrence.as !== 'load') return undefined
  const { name, node, part } = occurrence
  if (referentOf(occurrence, scopes) === 'unbound' && OTHER_BUILTINS.has(name)) {
    return {
      node,
      part,
      message: `\`${name}\` is not among the built-ins of the heap language`,
      hint: otherBuiltinHint(name),
    }
  }
  return undefined
}

function otherBuiltinHint(name: string): string {
  switch (name) {
    case 'super':
      return 'call the method of the base class itself: `Base.method(self)`'
    case 'getattr':
    case 'setattr':
    case 'delattr':
    case 'hasattr':
      return 'read, assign or `del` the attribute itself'
    default:
      return 'use one of `object list dict set frozenset tuple int float str bytes len range id print …`, or bind the name first'
  }
}

/** A special method that comes into a class, by `def` or by assignment. */
function methodFault({ as, name, scope, node, part }: Occurrence): Fault | undefined {
  if (as !== 'bind' || scope.kind !== 'class' || !OTHER_METHODS.has(name)) return undefined
  return { node, part, message: `\`${name}\` is not in the heap language`, hint: OTHER_METHOD_HINT }
}
