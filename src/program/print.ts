/**
 * Program → Python text, the inverse of parsing: four spaces an indent, one space around operators, and only the
 * parentheses that Python's grammar needs. Printing is injective on valid programs: parse∘print is the identity.
 */
import { unreachable } from '../base/assert.ts'
import type { Expression, Parameter, Program, Statement, Target } from './ast.ts'
import { printBytes, printFloat, printStr } from './print-literal.ts'

/** The whole program, one statement after the other, with a line end behind each. */
export function printProgram(program: Program): string {
  return program.body.map(printStatement).join('')
}

/** One statement, with its line end. */
export function printStatement(statement: Statement): string {
  return block(statement, '')
}

function block(statement: Statement, indent: string): string {
  switch (statement.kind) {
    case 'class':
      return `${indent}class ${statement.name}:\n${suite(statement.body, indent)}`
    case 'def':
      return `${indent}def ${statement.name}(${statement.parameters.map(parameter).join(', ')}):\n${suite(statement.body, indent)}`
    case 'if':
      return `${indent}if ${printExpression(statement.test)}:\n${suite(statement.body, indent)}${orelse(statement.orelse, indent)}`
    case 'for':
      return `${indent}for ${target(statement.target)} in ${printExpression(statement.iterable)}:\n${suite(statement.body, indent)}`
    case 'while':
      return `${indent}while ${printExpression(statement.test)}:\n${suite(statement.body, indent)}`
    default:
      return `${indent}${simple(statement)}\n`
  }
}

function suite(body: readonly Statement[], indent: string): string {
  return body.map((statement) => block(statement, `${indent}    `)).join('')
}

function orelse(body: readonly Statement[], indent: string): string {
  const [only, ...rest] = body
  if (only === undefined) return ''
  if (only.kind === 'if' && rest.length === 0) return `${indent}el${block(only, indent).slice(indent.length)}`
  return `${indent}else:\n${suite(body, indent)}`
}

type CompoundKind = 'class' | 'def' | 'if' | 'for' | 'while'

function simple(statement: Exclude<Statement, { kind: CompoundKind }>): string {
  switch (statement.kind) {
    case 'expression':
      return printExpression(statement.value)
    case 'assign':
      return `${statement.targets.map((item) => `${target(item)} = `).join('')}${printExpression(statement.value)}`
    case 'delete':
      return `del ${statement.targets.map(target).join(', ')}`
    case 'return':
      return statement.value === undefined ? 'return' : `return ${printExpression(statement.value)}`
    case 'global':
      return `global ${statement.names.join(', ')}`
    case 'assert':
      return statement.message === undefined
        ? `assert ${printExpression(statement.test)}`
        : `assert ${printExpression(statement.test)}, ${printExpression(statement.message)}`
    case 'import':
      return `import ${statement.modules.join(', ')}`
    case 'break':
    case 'continue':
    case 'pass':
      return statement.kind
    default:
      return unreachable(statement)
  }
}

function parameter(item: Parameter): string {
  return item.default === undefined ? item.name : `${item.name}=${printExpression(item.default)}`
}

function target(item: Target): string {
  if (item.kind !== 'targets') return printExpression(item)
  const inner = item.items.map(target)
  return `(${inner.join(', ')}${inner.length === 1 ? ',' : ''})`
}

/** How tightly an expression binds: what stands inside another needs parentheses when it binds less. */
const Binding = { or: 1, and: 2, not: 3, compare: 4, sum: 5, product: 6, negative: 7, primary: 8 } as const

function bindingOf(expression: Expression): number {
  switch (expression.kind) {
    case 'or':
    case 'and':
    case 'not':
    case 'compare':
      return Binding[expression.kind]
    case 'arithmetic':
      return expression.operator === '*' ? Binding.product : Binding.sum
    case 'int':
      return expression.value < 0 ? Binding.negative : Binding.primary
    case 'float':
      return expression.value < 0 || Object.is(expression.value, -0) ? Binding.negative : Binding.primary
    default:
      return Binding.primary
  }
}

function inside(expression: Expression, atLeast: number): string {
  const text = printExpression(expression)
  return bindingOf(expression) < atLeast ? `(${text})` : text
}

/** What a `.name`, `[index]` or `(…)` follows: an int literal needs parentheses before a dot. */
function primary(expression: Expression): string {
  return expression.kind === 'int' || expression.kind === 'float'
    ? `(${printExpression(expression)})`
    : inside(expression, Binding.primary)
}

/** One expression, on one line. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'name':
      return expression.name
    case 'attribute':
      return `${primary(expression.object)}.${expression.name}`
    case 'subscript':
      return `${primary(expression.object)}[${printExpression(expression.index)}]`
    case 'call':
      return `${primary(expression.function)}(${expression.arguments.map(printExpression).join(', ')})`
    case 'none':
      return 'None'
    case 'bool':
      return expression.value ? 'True' : 'False'
    case 'int':
      return String(expression.value)
    case 'float':
      return printFloat(expression.value)
    case 'str':
      return printStr(expression.value)
    case 'bytes':
      return printBytes(expression.value)
    case 'list':
      return `[${expression.items.map(printExpression).join(', ')}]`
    case 'tuple':
      return `(${expression.items.map(printExpression).join(', ')}${expression.items.length === 1 ? ',' : ''})`
    case 'dict':
      return `{${expression.entries.map((entry) => `${printExpression(entry.key)}: ${printExpression(entry.value)}`).join(', ')}}`
    case 'set':
      return `{${expression.items.map(printExpression).join(', ')}}`
    case 'compare':
      return `${inside(expression.left, Binding.sum)} ${expression.operator} ${inside(expression.right, Binding.sum)}`
    case 'not':
      return `not ${inside(expression.operand, Binding.not)}`
    case 'and':
      return `${inside(expression.left, Binding.and)} and ${inside(expression.right, Binding.not)}`
    case 'or':
      return `${inside(expression.left, Binding.or)} or ${inside(expression.right, Binding.and)}`
    case 'arithmetic': {
      const own = bindingOf(expression)
      return `${inside(expression.left, own)} ${expression.operator} ${inside(expression.right, own + 1)}`
    }
    default:
      return unreachable(expression)
  }
}
