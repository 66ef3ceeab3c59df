/**
 * Which level of the language a program needs. An engine says which level it runs, and the oracle which level it judges,
 * so that both can grow construct by construct while programs above them are set aside with a reason, never run or
 * judged wrongly. Level 1 is classes, functions, containers and weakrefs; level 2 brings closures, generators,
 * exceptions, `with`, comprehensions and inheritance; level 3 subclasses of built-in types, weak containers, and special
 * methods that run in the middle of an operation.
 */
import { remembered } from '../base/remembered.ts'
import {
  BUILTIN_NAMES,
  type ClassDefinition,
  type Expression,
  type Program,
  type Statement,
  type Target,
} from './ast.ts'
import { referentOf, scopesOf } from './scopes.ts'
import { type Placed, walk } from './shape.ts'
import { LATER_BUILTINS, LATER_MEMBERS, SPECIAL_METHODS } from './surface.ts'

export type Level = 1 | 2 | 3

/** A level, and what of a program needs it. */
export interface Need {
  readonly level: Level
  readonly construct: string
}

const HIGHEST: Level = 3
const NOTHING: Need = { level: 1, construct: 'nothing' }

export function levelOf(program: Program): Level {
  return needOf(program).level
}

/** The highest level that the program needs, and the first construct that needs it. */
export function needOf(program: Program): Need {
  let highest = NOTHING
  for (const statement of program.body) highest = higher(highest, needOfStatement(statement))
  return highest
}

/** Why a program cannot be had at a level; undefined: it can. */
export function aboveLevel(program: Program, level: Level): string | undefined {
  if (level === HIGHEST) return undefined
  const need = needOf(program)
  return need.level <= level ? undefined : `${need.construct} belongs to level ${need.level} of the language`
}

function higher(a: Need, b: Need): Need {
  return b.level > a.level ? b : a
}

/** Programs of a campaign share their statements, so that nearly all are known already. */
const needOfStatement = remembered((statement: Statement): Need => {
  let need = NOTHING
  const root: Placed = { role: 'statement', node: statement, path: ['body', 0] }
  let functions = 0
  for (const { node, role } of walk([root])) {
    if (node.kind === 'def') functions++
    need = higher(need, ownNeed(node, role))
  }
  return need.level === 1 && functions > 1 ? higher(need, closureNeed(statement)) : need
})

const LEVEL_2: Readonly<Partial<Record<(Statement | Expression | Target)['kind'], string>>> = {
  nonlocal: '`nonlocal`',
  raise: '`raise`',
  try: '`try`',
  with: '`with`',
  lambda: '`lambda`',
  yield: '`yield`',
  'list-comprehension': 'a comprehension',
  'set-comprehension': 'a comprehension',
  'dict-comprehension': 'a comprehension',
  'generator-expression': 'a generator expression',
}

function ownNeed(node: Statement | Expression | Target, role: Placed['role']): Need {
  const construct = LEVEL_2[node.kind]
  if (construct !== undefined) return { level: 2, construct }
  switch (node.kind) {
    case 'class':
      return classNeed(node)
    case 'name':
      return LATER_BUILTINS.has(node.name) ? { level: 2, construct: `\`${node.name}\`` } : NOTHING
    case 'call':
      return node.function.kind === 'name' && node.function.name === 'type' && node.arguments.length > 1
        ? { level: 3, construct: 'a class made by a call of `type`' }
        : NOTHING
    case 'attribute': {
      const { object, name } = node
      if (object.kind === 'name' && LATER_MEMBERS.has(`${object.name}.${name}`))
        return { level: 3, construct: `\`${object.name}.${name}\`` }
      return role === 'target' ? methodNeed(name) : NOTHING
    }
    default:
      return NOTHING
  }
}

function classNeed(node: ClassDefinition): Need {
  let need = NOTHING
  for (const base of node.bases) {
    const isProgramClass = base.kind === 'name' && (base.name === 'object' || !isBuiltInType(base.name))
    need = higher(
      need,
      isProgramClass ? { level: 2, construct: 'a base class' } : { level: 3, construct: 'a built-in base class' },
    )
  }
  for (const item of node.body) {
    if (item.kind === 'def') need = higher(need, methodNeed(item.name))
    if (item.kind === 'assign')
      for (const target of item.targets) if (target.kind === 'name') need = higher(need, methodNeed(target.name))
  }
  return need
}

function isBuiltInType(name: string): boolean {
  return (BUILTIN_NAMES as readonly string[]).includes(name)
}

function methodNeed(name: string): Need {
  const level = SPECIAL_METHODS.get(name)
  return level === undefined ? NOTHING : { level, construct: `\`${name}\`` }
}

function closureNeed(statement: Statement): Need {
  const scopes = scopesOf({ body: [statement] })
  return scopes.occurrences.some((occurrence) => referentOf(occurrence, scopes) === 'closure')
    ? { level: 2, construct: 'a closure' }
    : NOTHING
}
