/**
 * What the parts of a program that have variables of their own (functions, lambdas, comprehensions, classes) bind, use
 * and declare, with those inside them (the first pass of Python/symtable.c). Knows nothing of what lies around a block:
 * so that it is found once for a node, wherever that stands.
 */
import { remembered } from '../../../base/remembered.ts'
import type {
  ClassDefinition,
  Comprehension,
  DictComprehension,
  Expression,
  FunctionDefinition,
  Lambda,
  Parameter,
  Statement,
  Target,
} from '../../../program/ast.ts'

export type AnyComprehension = Comprehension | DictComprehension
export type BlockNode = FunctionDefinition | Lambda | ClassDefinition | AnyComprehension

export interface Block {
  readonly kind: 'module' | 'class' | 'function' | 'comprehension'
  readonly parameters: readonly string[]
  readonly binds: Set<string>
  readonly uses: Set<string>
  readonly globals: Set<string>
  readonly nonlocals: Set<string>
  readonly children: Block[]
  /** A `def` stands in it, not deeper. */
  definesFunctions: boolean
  /** A `yield` stands in it, or it is a generator expression. */
  isGenerator: boolean
}

/** The parameter of a comprehension: the iterator of its first clause. */
export const ITERATOR = '.0'

function newBlock(kind: Block['kind'], parameters: readonly string[] = []): Block {
  const none = (): Set<string> => new Set()
  return {
    kind,
    parameters,
    binds: none(),
    uses: none(),
    globals: none(),
    nonlocals: none(),
    children: [],
    definesFunctions: false,
    isGenerator: false,
  }
}

/** A top-level statement. */
export function blockOfStatement(statement: Statement): Block {
  const block = newBlock('module')
  visit(statement, block)
  return block
}

export const blockOf: (node: BlockNode) => Block = remembered(makeBlock)

function makeBlock(node: BlockNode): Block {
  switch (node.kind) {
    case 'def': {
      const block = newBlock('function', names(node.parameters))
      suite(node.body, block)
      return block
    }
    case 'lambda': {
      const block = newBlock('function', names(node.parameters))
      expression(node.body, block)
      return block
    }
    case 'class': {
      const block = newBlock('class')
      suite(node.body, block)
      return block
    }
    default:
      return comprehensionBlock(node)
  }
}

/** All but the first iterable, which belongs to the block around. */
function comprehensionBlock(node: AnyComprehension): Block {
  const block = newBlock('comprehension', [ITERATOR])
  block.isGenerator = node.kind === 'generator-expression'
  for (const [index, clause] of node.clauses.entries()) {
    if (index > 0) expression(clause.iterable, block)
    target(clause.target, block)
    for (const condition of clause.conditions) expression(condition, block)
  }
  if (node.kind === 'dict-comprehension') {
    expression(node.key, block)
    expression(node.value, block)
  } else expression(node.element, block)
  return block
}

function names(parameters: readonly Parameter[]): string[] {
  return parameters.map(({ name }) => name)
}

function suite(body: readonly Statement[], block: Block): void {
  for (const statement of body) visit(statement, block)
}

function defaults(parameters: readonly Parameter[], block: Block): void {
  for (const parameter of parameters) optional(parameter.default, block)
}

function optional(node: Expression | undefined, block: Block): void {
  if (node !== undefined) expression(node, block)
}

function add(words: readonly string[], set: Set<string>): void {
  for (const word of words) set.add(word)
}

function visit(node: Statement, block: Block): void {
  switch (node.kind) {
    case 'global':
      return add(node.names, block.globals)
    case 'nonlocal':
      return add(node.names, block.nonlocals)
    case 'import':
      return add(node.modules, block.binds)
    case 'class':
      block.binds.add(node.name)
      for (const base of node.bases) expression(base, block)
      block.children.push(blockOf(node))
      return
    case 'def':
      block.binds.add(node.name)
      defaults(node.parameters, block)
      block.children.push(blockOf(node))
      block.definesFunctions = true
      return
    case 'expression':
      return expression(node.value, block)
    case 'assign':
      expression(node.value, block)
      for (const item of node.targets) target(item, block)
      return
    case 'delete':
      for (const item of node.targets) target(item, block)
      return
    case 'return':
      return optional(node.value, block)
    case 'assert':
      expression(node.test, block)
      return optional(node.message, block)
    case 'raise':
      optional(node.exception, block)
      return optional(node.cause, block)
    default:
      compound(node, block)
  }
}

function compound(node: Statement, block: Block): void {
  switch (node.kind) {
    case 'if':
    case 'while':
      expression(node.test, block)
      break
    case 'for':
      expression(node.iterable, block)
      target(node.target, block)
      break
    case 'with':
      for (const item of node.items) {
        expression(item.context, block)
        if (item.target !== undefined) target(item.target, block)
      }
      break
    case 'try':
      suite(node.body, block)
      for (const handler of node.handlers) {
        optional(handler.type, block)
        if (handler.name !== undefined) block.binds.add(handler.name)
        suite(handler.body, block)
      }
      suite(node.orelse, block)
      return suite(node.finalbody, block)
    default:
      return
  }
  suite(node.body, block)
  if (node.kind === 'if') suite(node.orelse, block)
}

function target(node: Target, block: Block): void {
  if (node.kind === 'name') block.binds.add(node.name)
  else if (node.kind === 'targets') for (const item of node.items) target(item, block)
  else expression(node, block)
}

function expressions(nodes: readonly Expression[], block: Block): void {
  for (const node of nodes) expression(node, block)
}

function expression(node: Expression, block: Block): void {
  switch (node.kind) {
    case 'name':
      block.uses.add(node.name)
      return
    case 'attribute':
      return expression(node.object, block)
    case 'subscript':
      expression(node.object, block)
      return expression(node.index, block)
    case 'call':
      expression(node.function, block)
      return expressions(node.arguments, block)
    case 'list':
    case 'tuple':
    case 'set':
      return expressions(node.items, block)
    case 'dict':
      for (const { key, value } of node.entries) expressions([key, value], block)
      return
    case 'not':
      return expression(node.operand, block)
    case 'compare':
    case 'and':
    case 'or':
    case 'arithmetic':
      return expressions([node.left, node.right], block)
    case 'lambda':
      defaults(node.parameters, block)
      block.children.push(blockOf(node))
      return
    case 'yield':
      block.isGenerator = true
      return optional(node.value, block)
    case 'list-comprehension':
    case 'set-comprehension':
    case 'generator-expression':
    case 'dict-comprehension':
      optional(node.clauses[0]?.iterable, block)
      block.children.push(blockOf(node))
      return
    default:
  }
}
