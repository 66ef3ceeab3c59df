/**
 * A top-level statement → the Python text that the harness compiles in its place. Hidden first statements report the
 * entry of `__init__`, `__del__`, of other special methods and of functions with one argument; one behind each class
 * statement reports the class. They only call C functions (see harness.py).
 *
 * Keeps true: nothing that a program can observe changes, `gc.get_freeze_count()` included.
 */
import type { Call, Expression, FunctionDefinition, Lambda, Name, Statement } from '../../program/ast.ts'
import { printExpression, printStatement } from '../../program/print.ts'
import { SPECIAL_METHODS } from '../../program/surface.ts'
import { mapExpressions } from './map-expressions.ts'
import type { NameTable } from './name-table.ts'

/** First bytes of the log's records for events; see decode-log.ts. */
export const BLOCK = 0xf8
export const INITIALIZED = 0xfe
export const FINALIZED = 0xfd
export const ENTERED = 0xfc
export const CLASS_MADE = 0xfb
/** Behind the byte that all records of several kinds begin with. */
export const SUBCLASS_MADE = 6

/**
 * Text of a module, or of an expression with an equals sign in front (whose value is told). `watched`: collections that
 * the program asks for are told from automatic ones.
 */
export function instrument(statement: Statement, names: NameTable, watched: boolean): string {
  const rewritten = mapExpressions(statement, (expression) => rewrite(expression, names, watched))
  if (rewritten.kind === 'expression') return `=${printExpression(rewritten.value)}`
  return prepare(rewritten, names).map(printStatement).join('')
}

/** The statements that stand in for one. */
function prepare(statement: Statement, names: NameTable): readonly Statement[] {
  const suite = (body: readonly Statement[]): Statement[] => body.flatMap((item) => prepare(item, names))
  switch (statement.kind) {
    case 'class': {
      const body = statement.body.flatMap((item) =>
        item.kind === 'def' ? method(item, statement.name, names) : prepare(item, names),
      )
      const index = names.indexOf(statement.name)
      const made =
        statement.bases.length > 0 ? reportSubclass(index, statement.name) : report(CLASS_MADE, index, statement.name)
      return [{ ...statement, body }, made]
    }
    case 'def': {
      const body = suite(statement.body)
      return [
        {
          ...statement,
          body: takesOneArgument(statement) ? withFirst(body, entry(names.indexOf(statement.name))) : body,
        },
      ]
    }
    case 'if':
      return [{ ...statement, body: suite(statement.body), orelse: suite(statement.orelse) }]
    case 'for':
    case 'while':
    case 'with':
      return [{ ...statement, body: suite(statement.body) }]
    case 'try':
      return [
        {
          ...statement,
          body: suite(statement.body),
          handlers: statement.handlers.map((handler) => ({ ...handler, body: suite(handler.body) })),
          orelse: suite(statement.orelse),
          finalbody: suite(statement.finalbody),
        },
      ]
    default:
      return [statement]
  }
}

function method(definition: FunctionDefinition, className: string, names: NameTable): Statement {
  const body = definition.body.flatMap((item) => prepare(item, names))
  const self = definition.parameters[0]
  const tag = definition.name === '__init__' ? INITIALIZED : definition.name === '__del__' ? FINALIZED : undefined
  if (SPECIAL_METHODS.has(definition.name))
    return { ...definition, body: withFirst(body, entry(names.indexOf(definition.name))) }
  if (tag === undefined || self === undefined) return { ...definition, body }
  return { ...definition, body: withFirst(body, report(tag, names.indexOf(className), self.name)) }
}

/** Writes a tag, a name's number and the object that a variable holds. */
function report(tag: number, index: number, variable: string): Statement {
  const packed = call('__hs_pack__', [int(tag), int(index), call('__hs_id__', [name(variable)])])
  return { kind: 'expression', value: call('__hs_write__', [packed]) }
}

/** The same for a class with bases; the one that says how its instances lie in memory is told, too. */
function reportSubclass(index: number, variable: string): Statement {
  const base: Expression = { kind: 'attribute', object: name(variable), name: '__base__' }
  const ids = [call('__hs_id__', [name(variable)]), call('__hs_id__', [base])]
  const packed = call('__hs_pack_class__', [int(BLOCK), int(SUBCLASS_MADE), int(index), ...ids])
  return { kind: 'expression', value: call('__hs_write__', [packed]) }
}

/** A docstring stays in front. */
function withFirst(body: readonly Statement[], first: Statement): Statement[] {
  const [head, ...rest] = body
  const documented = head?.kind === 'expression' && head.value.kind === 'str'
  return documented ? [head, first, ...rest] : [first, ...body]
}

function entry(index: number): Statement {
  return { kind: 'expression', value: reportEntry(index) }
}

function reportEntry(index: number): Call {
  const bytes = String.fromCharCode(ENTERED, index & 0xff, index >> 8)
  return call('__hs_write__', [{ kind: 'bytes', value: bytes }])
}

function takesOneArgument({ parameters }: FunctionDefinition | Lambda): boolean {
  const [first, ...rest] = parameters
  return first !== undefined && rest.every((parameter) => parameter.default !== undefined)
}

function rewrite(expression: Expression, names: NameTable, watched: boolean): Expression {
  if (expression.kind === 'lambda' && takesOneArgument(expression)) {
    // What `write` gives is never zero.
    const written = reportEntry(names.indexOf('<lambda>'))
    return { ...expression, body: { kind: 'and', left: written, right: expression.body } }
  }
  if (watched && isMemberOfGc(expression, 'collect')) return name('__hs_collect__')
  if (expression.kind === 'call' && isMemberOfGc(expression.function, 'get_freeze_count')) {
    return call('__hs_max__', [
      int(0),
      { kind: 'arithmetic', operator: '-', left: expression, right: name('__hs_frozen__') },
    ])
  }
  return expression
}

function isMemberOfGc(expression: Expression, member: string): boolean {
  return (
    expression.kind === 'attribute' &&
    expression.name === member &&
    expression.object.kind === 'name' &&
    expression.object.name === 'gc'
  )
}

function call(functionName: string, args: readonly Expression[]): Call {
  return { kind: 'call', function: name(functionName), arguments: args }
}

function name(text: string): Name {
  return { kind: 'name', name: text }
}

function int(value: number): Expression {
  return { kind: 'int', value }
}

/** A probe of a case as a statement of the harness; its answer is the value. */
export function probeText(kind: 'value' | 'refcount' | 'generation' | 'handle', expression: Expression): string {
  const wrapper = {
    value: undefined,
    refcount: '__hs_refcount__',
    generation: '__hs_generation__',
    handle: '__hs_id__',
  }[kind]
  const value = wrapper === undefined ? expression : call(wrapper, [expression])
  return `=${printExpression(value)}`
}
