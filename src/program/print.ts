/**
 * Program → Python text, the inverse of parsing: four spaces an indent, one space around operators, and only the
 * parentheses that Python's grammar needs. Printing is injective on valid programs: parse∘print is the identity.
 */
import { unreachable } from '../base/assert.ts'
import type { ComprehensionClause, Expression, Parameter, Program, Statement, Target, Try, WithItem } from './ast.ts'
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
      return `${indent}class ${statement.name}${bases(statement.bases)}:\n${suite(statement.body, indent)}`
    case 'def':
      return `${indent}def ${statement.name}(${parameters(statement.parameters)}):\n${suite(statement.body, indent)}`
    case 'if':
      return `${indent}if ${item(statement.test)}:\n${suite(statement.body, indent)}${orelse(statement.orelse, indent)}`
    case 'for':
      return `${indent}for ${target(statement.target)} in ${item(statement.iterable)}:\n${suite(statement.body, indent)}`
    case 'while':
      return `${indent}while ${item(statement.test)}:\n${suite(statement.body, indent)}`
    case 'try':
      return attempt(statement, indent)
    case 'with':
      return `${indent}with ${statement.items.map(withItem).join(', ')}:\n${suite(statement.body, indent)}`
    default:
      return `${indent}${simple(statement)}\n`
  }
}

function attempt({ body, handlers, orelse, finalbody }: Try, indent: string): string {
  const part = (head: string, statements: readonly Statement[]): string =>
    statements.length === 0 ? '' : `${indent}${head}:\n${suite(statements, indent)}`
  const caught = handlers.map((handler) => {
    const type = handler.type === undefined ? '' : ` ${inside(handler.type, Binding.or)}`
    return part(`except${type}${handler.name === undefined ? '' : ` as ${handler.name}`}`, handler.body)
  })
  return `${part('try', body)}${caught.join('')}${part('else', orelse)}${part('finally', finalbody)}`
}

/** Since 3.9 one pair of parentheses behind `with` may be a list of items; a second one makes it a tuple everywhere. */
function withItem({ context, target: to }: WithItem): string {
  const text = inside(context, Binding.or)
  const shown = context.kind === 'tuple' ? `(${text})` : text
  return to === undefined ? shown : `${shown} as ${target(to)}`
}

/** A generator expression needs parentheses of its own here, even alone. */
function bases(expressions: readonly Expression[]): string {
  return expressions.length === 0 ? '' : `(${expressions.map(item).join(', ')})`
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

type CompoundKind = 'class' | 'def' | 'if' | 'for' | 'while' | 'try' | 'with'

function simple(statement: Exclude<Statement, { kind: CompoundKind }>): string {
  switch (statement.kind) {
    case 'expression':
      return printExpression(statement.value)
    case 'assign':
      return `${statement.targets.map((item) => `${target(item)} = `).join('')}${printExpression(statement.value)}`
    case 'delete':
      return `del ${statement.targets.map(target).join(', ')}`
    case 'return':
      return statement.value === undefined ? 'return' : `return ${item(statement.value)}`
    case 'global':
    case 'nonlocal':
      return `${statement.kind} ${statement.names.join(', ')}`
    case 'assert':
      return statement.message === undefined
        ? `assert ${item(statement.test)}`
        : `assert ${item(statement.test)}, ${item(statement.message)}`
    case 'raise': {
      const { exception, cause } = statement
      if (exception === undefined) return 'raise'
      return `raise ${item(exception)}${cause === undefined ? '' : ` from ${item(cause)}`}`
    }
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

function parameters(list: readonly Parameter[]): string {
  return list
    .map(({ name, default: value }) => (value === undefined ? name : `${name}=${inside(value, Binding.or)}`))
    .join(', ')
}

function target(place: Target): string {
  if (place.kind !== 'targets') return printExpression(place)
  const inner = place.items.map(target)
  return `(${inner.join(', ')}${inner.length === 1 ? ',' : ''})`
}

/** How tightly an expression binds: what stands inside another needs parentheses when it binds less. */
const Binding = { yield: 0, lambda: 1, or: 2, and: 3, not: 4, compare: 5, sum: 6, product: 7, negative: 8, primary: 9 }

function bindingOf(expression: Expression): number {
  switch (expression.kind) {
    case 'yield':
    case 'lambda':
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

/** One of several between commas, or what stands alone where a `yield` needs parentheses. */
function item(expression: Expression): string {
  return inside(expression, Binding.lambda)
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
      return `${primary(expression.object)}[${inside(expression.index, Binding.or)}]`
    case 'call':
      return `${primary(expression.function)}${callArguments(expression.arguments)}`
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
      return `[${expression.items.map(item).join(', ')}]`
    case 'tuple':
      return `(${expression.items.map(item).join(', ')}${expression.items.length === 1 ? ',' : ''})`
    case 'dict':
      return `{${expression.entries.map(({ key, value }) => `${inside(key, Binding.or)}: ${item(value)}`).join(', ')}}`
    case 'set':
      return `{${expression.items.map(item).join(', ')}}`
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
    case 'lambda': {
      const list = parameters(expression.parameters)
      return `lambda${list === '' ? '' : ` ${list}`}: ${item(expression.body)}`
    }
    case 'yield':
      return expression.value === undefined ? 'yield' : `yield ${item(expression.value)}`
    case 'list-comprehension':
      return `[${inside(expression.element, Binding.or)}${clauses(expression.clauses)}]`
    case 'set-comprehension':
      return `{${inside(expression.element, Binding.or)}${clauses(expression.clauses)}}`
    case 'generator-expression':
      return `(${inside(expression.element, Binding.or)}${clauses(expression.clauses)})`
    case 'dict-comprehension': {
      const { key, value } = expression
      return `{${inside(key, Binding.or)}: ${inside(value, Binding.or)}${clauses(expression.clauses)}}`
    }
    default:
      return unreachable(expression)
  }
}

/** A generator expression alone shares the call's parentheses. */
function callArguments(list: readonly Expression[]): string {
  const [only] = list
  if (list.length === 1 && only?.kind === 'generator-expression') return printExpression(only)
  return `(${list.map(item).join(', ')})`
}

function clauses(list: readonly ComprehensionClause[]): string {
  return list
    .map(({ target: to, iterable, conditions }) => {
      const filters = conditions.map((condition) => ` if ${inside(condition, Binding.or)}`)
      return ` for ${target(to)} in ${inside(iterable, Binding.or)}${filters.join('')}`
    })
    .join('')
}
