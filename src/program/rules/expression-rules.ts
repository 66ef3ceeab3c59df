/**
 * What holds of each expression and target by itself: literals, attribute names, module members, non-empty displays.
 */

import type { Attribute, ModuleName, Name } from '../ast.ts'
import { COMPARISON_OPERATORS } from '../ast.ts'
import { nameFault } from '../names.ts'
import { isModuleName, type Scopes } from '../scopes.ts'
import type { Placed } from '../shape.ts'
import { walk } from '../shape.ts'
import { MODULE_MEMBERS, OTHER_METHOD_HINT, OTHER_METHODS } from '../surface.ts'
import type { Fault } from './fault.ts'
import { literalFault } from './literal-rules.ts'
import { parameterFaults } from './statement-rules.ts'

const OPERATORS: ReadonlySet<string> = new Set([...COMPARISON_OPERATORS, '+', '-', '*'])

export function expressionFaults(roots: readonly Placed[], scopes: Scopes | undefined): Fault[] {
  const rebound = new Set<string>()
  for (const { as, name } of scopes?.occurrences ?? []) if (as === 'bind') rebound.add(name)
  const faults: Fault[] = []
  for (const placed of walk(roots)) {
    if (placed.role === 'statement') continue
    if (placed.node.kind === 'lambda') parameterFaults(placed.node.parameters, faults)
    const fault = ownFault(placed, rebound)
    if (fault !== undefined) faults.push(fault)
  }
  return faults
}

function ownFault(
  { node, role }: Exclude<Placed, { role: 'statement' }>,
  rebound: ReadonlySet<string>,
): Fault | undefined {
  switch (node.kind) {
    case 'attribute':
      return attributeFault(node, role, rebound)
    case 'targets':
      return node.items.length > 0
        ? undefined
        : { node, message: 'a tuple of targets must not be empty', hint: 'name at least one target' }
    case 'set':
      return node.items.length > 0
        ? undefined
        : { node, message: 'a set display must not be empty', hint: 'write `set()`' }
    case 'compare':
    case 'arithmetic':
      return OPERATORS.has(node.operator)
        ? undefined
        : { node, message: `unknown operator ${node.operator}`, hint: `use one of ${[...OPERATORS].join(' ')}` }
    case 'list-comprehension':
    case 'set-comprehension':
    case 'dict-comprehension':
    case 'generator-expression':
      return node.clauses.length > 0
        ? undefined
        : { node, message: 'a comprehension has no `for`', hint: 'give it at least one' }
    default:
      return literalFault(node)
  }
}

function attributeFault(node: Attribute, role: Placed['role'], rebound: ReadonlySet<string>): Fault | undefined {
  const bad = nameFault(node.name, 'attribute')
  if (bad !== undefined) return { node, part: 0, ...bad }
  if (role === 'target' && OTHER_METHODS.has(node.name))
    return { node, part: 0, message: `\`${node.name}\` is not in the heap language`, hint: OTHER_METHOD_HINT }
  const { object } = node
  if (object.kind !== 'name' || !isModuleName(object.name) || rebound.has(object.name)) return undefined
  return memberFault(node, object as Name & { name: ModuleName })
}

function memberFault(node: Attribute, module: Name & { name: ModuleName }): Fault | undefined {
  const offered = MODULE_MEMBERS[module.name]
  if (offered.includes(node.name)) return undefined
  const message = `\`${module.name}.${node.name}\` is not in the heap language`
  return { node, part: 0, message, hint: `\`${module.name}\` offers ${offered.join(', ')}` }
}
