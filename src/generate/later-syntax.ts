/** Short words for what level 2 adds to the syntax; operands as in `syntax.ts`. */
import type {
  ClassDefinition,
  Comprehension,
  ComprehensionClause,
  DictComprehension,
  ExceptHandler,
  Expression,
  Lambda,
  Parameter,
  Statement,
  Target,
  Try,
  With,
  WithItem,
  Yield,
} from '../program/ast.ts'
import { classOf, expression, type Operand } from './syntax.ts'

export function lambda(parameters: readonly (string | Parameter)[], body: Operand): Lambda {
  return {
    kind: 'lambda',
    parameters: parameters.map((item) => (typeof item === 'string' ? { name: item } : item)),
    body: expression(body),
  }
}

export function yields(value?: Operand): Yield {
  return value === undefined ? { kind: 'yield' } : { kind: 'yield', value: expression(value) }
}

export function raises(exception?: Operand, cause?: Operand): Statement {
  if (exception === undefined) return { kind: 'raise' }
  const raised = { kind: 'raise', exception: expression(exception) } as const
  return cause === undefined ? raised : { ...raised, cause: expression(cause) }
}

/** `except type as name:`; without a type it takes all. */
export function except(type: Operand | undefined, name: string | undefined, body: readonly Statement[]): ExceptHandler {
  return {
    ...(type === undefined ? {} : { type: expression(type) }),
    ...(name === undefined ? {} : { name }),
    body,
  }
}

export function attempt(
  body: readonly Statement[],
  handlers: readonly ExceptHandler[],
  finalbody: readonly Statement[] = [],
  orelse: readonly Statement[] = [],
): Try {
  return { kind: 'try', body, handlers, orelse, finalbody }
}

export function withAll(items: readonly WithItem[], body: readonly Statement[]): With {
  return { kind: 'with', items, body }
}

export function managed(context: Operand, target?: Operand): WithItem {
  const item = { context: expression(context) }
  return target === undefined ? item : { ...item, target: expression(target) as Target }
}

export function clause(target: Operand, iterable: Operand, ...conditions: readonly Operand[]): ComprehensionClause {
  return {
    target: expression(target) as Target,
    iterable: expression(iterable),
    conditions: conditions.map(expression),
  }
}

export function comprehension(
  kind: Comprehension['kind'],
  element: Operand,
  ...clauses: readonly ComprehensionClause[]
): Comprehension {
  return { kind, element: expression(element), clauses }
}

export function dictComprehension(
  key: Operand,
  value: Operand,
  ...clauses: readonly ComprehensionClause[]
): DictComprehension {
  return { kind: 'dict-comprehension', key: expression(key), value: expression(value), clauses }
}

export function nonlocals(...names: readonly string[]): Statement {
  return { kind: 'nonlocal', names }
}

export function heirOf(name: string, bases: readonly string[], body: readonly Statement[]): ClassDefinition {
  return { ...classOf(name, body), bases: bases.map((base): Expression => expression(base)) }
}
