/**
 * What features need to know of a program: of each statement its shape (what it does, without names of variables), of
 * each class what matters to memory. Remembered by the identity of the statement, which programs share.
 */
import { remembered } from '../base/remembered.ts'
import type { Expression, Program, Statement, Target } from '../program/ast.ts'
import { topLevel, walk } from '../program/shape.ts'
import { mix, textHash } from './feature-hash.ts'

export interface StatementShape {
  readonly shape: number
  /** A set or frozenset is made here. */
  readonly hasSets: boolean
  /** Of a class statement: its name and {@link ClassTrait} bits. */
  readonly defines?: { readonly name: string; readonly traits: number }
}

const ClassTrait = { finalizer: 1, slots: 2, initializer: 4, bases: 8, special: 16 } as const

export const shapeOf: (statement: Statement) => StatementShape = remembered(describe)

function describe(statement: Statement): StatementShape {
  let hasSets = false
  for (const { node } of walk(topLevel({ body: [statement] }))) {
    if (node.kind === 'set' || (node.kind === 'name' && /set$/.test(node.name))) hasSets = true
  }
  const kind = textHash(statement.kind)
  switch (statement.kind) {
    case 'expression':
      return { shape: mix(kind, expressionShape(statement.value)), hasSets }
    case 'assign':
      return { shape: mix(kind, targetsShape(statement.targets), expressionShape(statement.value)), hasSets }
    case 'delete':
      return { shape: mix(kind, targetsShape(statement.targets)), hasSets }
    case 'class': {
      const traits = classTraits(statement)
      return { shape: mix(kind, traits), hasSets, defines: { name: statement.name, traits } }
    }
    default:
      return { shape: kind, hasSets }
  }
}

function targetsShape(targets: readonly Target[]): number {
  return targets.reduce((hash, target) => mix(hash, textHash(target.kind)), targets.length)
}

function expressionShape(expression: Expression): number {
  const kind = textHash(expression.kind)
  switch (expression.kind) {
    case 'call': {
      const called = expression.function
      const name = called.kind === 'attribute' || called.kind === 'name' ? textHash(called.name) : 0
      const [first] = expression.arguments
      const argument = first === undefined ? 0 : first.kind === 'int' ? Number(first.value) + 2 : 1
      return mix(kind, name, argument)
    }
    case 'compare':
    case 'arithmetic':
      return mix(kind, textHash(expression.operator))
    default:
      return kind
  }
}

function classTraits(node: Extract<Statement, { kind: 'class' }>): number {
  let traits = node.bases.length > 0 ? ClassTrait.bases : 0
  for (const item of node.body) {
    if (item.kind === 'def' && item.name === '__del__') traits |= ClassTrait.finalizer
    else if (item.kind === 'def' && item.name === '__init__') traits |= ClassTrait.initializer
    else if (item.kind === 'def' && /^__/.test(item.name)) traits |= ClassTrait.special
    else if (item.kind === 'assign' && item.targets.some((each) => each.kind === 'name' && each.name === '__slots__'))
      traits |= ClassTrait.slots
  }
  return traits
}

/** What the names of types in a program's observations stand for. */
export interface ProgramKinds {
  readonly hasSets: boolean
  /** A number for a type: of program classes it depends on what they have, not on how they are called. */
  kindOf(type: string): number
}

const INSTANCE = textHash('instance')

export function programKinds(program: Program): ProgramKinds {
  const classes = new Map<string, number>()
  let hasSets = false
  for (const statement of program.body) {
    const shape = shapeOf(statement)
    hasSets ||= shape.hasSets
    if (shape.defines !== undefined) classes.set(shape.defines.name, mix(INSTANCE, shape.defines.traits))
  }
  return { hasSets, kindOf: (type) => classes.get(type) ?? textHash(type) }
}
