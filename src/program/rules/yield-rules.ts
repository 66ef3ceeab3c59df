/**
 * `yield` belongs to a `def` around it, directly: one in a lambda or a comprehension would make a generator of that, and
 * one in a class body or at the top of a program Python itself refuses. What is evaluated around an inner function (its
 * defaults, the bases of a class, the first iterable of a comprehension) belongs to the outer one.
 */
import type { Expression } from '../ast.ts'
import { children, type Placed } from '../shape.ts'
import type { Fault } from './fault.ts'

type Inside = 'function' | 'module' | 'class' | 'lambda' | 'comprehension'

const OUTSIDE = '`yield` stands outside a function'
const REASONS: Readonly<Record<Exclude<Inside, 'function'>, Omit<Fault, 'node'>>> = {
  module: { message: OUTSIDE, hint: 'put it inside a `def`' },
  class: { message: OUTSIDE, hint: 'put it inside a method' },
  lambda: { message: '`yield` in a lambda is not in the heap language', hint: 'write a `def`' },
  comprehension: { message: '`yield` stands inside a comprehension', hint: 'write a `for` loop' },
}

/** Relies on the depth rules, which come first. */
export function yieldFaults(roots: readonly Placed[]): Fault[] {
  const faults: Fault[] = []
  for (const root of roots) visit(root, 'module', faults)
  return faults
}

function visit({ node }: Placed, inside: Inside, faults: Fault[]): void {
  if (node.kind === 'yield' && inside !== 'function') faults.push({ node, ...REASONS[inside] })
  for (const child of children(node)) visit(child, insideOf(node, child, inside), faults)
}

function insideOf(node: Placed['node'], child: Placed, around: Inside): Inside {
  switch (node.kind) {
    case 'def':
      return child.path[0] === 'body' ? 'function' : around
    case 'class':
      return child.path[0] === 'body' ? 'class' : around
    case 'lambda':
      return child.path[0] === 'body' ? 'lambda' : around
    case 'list-comprehension':
    case 'set-comprehension':
    case 'dict-comprehension':
    case 'generator-expression':
      return (child.node as Expression) === node.clauses[0]?.iterable ? around : 'comprehension'
    default:
      return around
  }
}
