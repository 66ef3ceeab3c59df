/**
 * What variables may be called and refer to: good names, `global` before any use, no closures, and nothing of Python's
 * built-ins and modules that the language does not offer.
 */
import type { Program } from '../ast.ts'
import { nameFault } from '../names.ts'
import { type Occurrence, referentOf, type Scope, type Scopes, scopesOf } from '../scopes.ts'
import { LATER_METHODS, OTHER_BUILTINS } from '../surface.ts'
import type { Fault } from './fault.ts'

export function scopeFaults(program: Program, scopes: Scopes = scopesOf(program)): Fault[] {
  const faults: Fault[] = []
  const mentioned = new Map<Scope, Set<string>>()
  for (const occurrence of scopes.occurrences) {
    const bad = nameFault(occurrence.name, 'variable')
    if (bad !== undefined) faults.push({ node: occurrence.node, part: occurrence.part, ...bad })
    else add(faults, globalFault(occurrence, mentioned), referenceFault(occurrence, scopes), methodFault(occurrence))
    if (occurrence.as !== 'global') remember(mentioned, occurrence)
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

function globalFault(
  { as, name, scope, node, part }: Occurrence,
  mentioned: ReadonlyMap<Scope, ReadonlySet<string>>,
): Fault | undefined {
  if (as !== 'global' || mentioned.get(scope)?.has(name) !== true) return undefined
  return {
    node,
    part,
    message: `\`${name}\` is a parameter or used before \`global ${name}\``,
    hint: 'put `global` first in the function',
  }
}

function referenceFault(occurrence: Occurrence, scopes: Scopes): Fault | undefined {
  if (occurrence.as !== 'load') return undefined
  const { name, node, part } = occurrence
  const referent = referentOf(occurrence, scopes)
  if (referent === 'closure') {
    return {
      node,
      part,
      message: `\`${name}\` is a variable of the function around this one; closures are level 2, not supported yet`,
      hint: `pass it as a parameter, such as \`${name}=${name}\`, or declare it \`global\` in both`,
    }
  }
  if (referent === 'unbound' && OTHER_BUILTINS.has(name)) {
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
      return 'inheritance is level 2, not supported yet; call the function directly'
    case 'getattr':
    case 'setattr':
    case 'delattr':
    case 'hasattr':
      return 'read, assign or `del` the attribute itself'
    default:
      return 'use one of `object list dict set frozenset tuple int float str bytes len range id print …`, or bind the name first'
  }
}

/** A special method of a later level that comes into a class by assignment; a `def` is judged with the statements. */
function methodFault({ as, name, scope, node, part }: Occurrence): Fault | undefined {
  if (as !== 'bind' || scope.kind !== 'class' || 'parameters' in node || !Object.hasOwn(LATER_METHODS, name))
    return undefined
  return {
    node,
    part,
    message: `\`${name}\` belongs to level ${LATER_METHODS[name]}, not supported yet`,
    hint: 'give it a plain name',
  }
}
