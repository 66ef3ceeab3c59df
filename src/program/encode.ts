/**
 * Program → bytes, for threads, the corpus and reports. The format is in `codec-format.ts`; the inverse is
 * `decode.ts`. Only valid programs are encoded: an invalid one may overflow the stack or come back refused.
 */
import { createHash } from 'node:crypto'
import { unreachable } from '../base/assert.ts'
import { ByteWriter } from '../base/bytes.ts'
import { fnv1a } from '../base/hash.ts'
import type {
  ComprehensionClause,
  ExceptHandler,
  Expression,
  Parameter,
  Program,
  Statement,
  Target,
  WithItem,
} from './ast.ts'
import {
  EXPRESSION_CODES,
  type ExpressionCode,
  Holds,
  MAGIC,
  STATEMENT_CODES,
  type StatementCode,
  VARINT_INT_MAX,
  VERSION,
} from './codec-format.ts'
import { printProgram } from './print.ts'

export function encodeProgram(program: Program): Uint8Array {
  return sealed(Holds.program, (tree) => tree.list(program.body, (item) => tree.statement(item)))
}

export function encodeExpression(expression: Expression): Uint8Array {
  return sealed(Holds.expression, (tree) => tree.expression(expression))
}

/** A name for a program: 16 hexadecimal digits that depend on its text alone, so that they outlive this format. */
export function programKey(program: Program): string {
  return createHash('sha256').update(printProgram(program)).digest('hex').slice(0, 16)
}

function sealed(holds: number, write: (tree: TreeWriter) => void): Uint8Array {
  const tree = new TreeWriter()
  write(tree)
  const head = new ByteWriter()
  for (const byte of [...MAGIC, VERSION, holds]) head.byte(byte)
  head.unsigned(tree.strings.size)
  for (const text of tree.strings.keys()) head.text(text)
  const front = head.finish()
  const back = tree.out.finish()
  const bytes = new Uint8Array(front.length + back.length + 4)
  bytes.set(front)
  bytes.set(back, front.length)
  const end = bytes.length - 4
  new DataView(bytes.buffer).setUint32(end, fnv1a(bytes, 0, end), true)
  return bytes
}

const STATEMENT_INDEX = new Map<string, number>(STATEMENT_CODES.map((code, index) => [code, index]))
const EXPRESSION_INDEX = new Map<string, number>(EXPRESSION_CODES.map((code, index) => [code, index]))

class TreeWriter {
  readonly out = new ByteWriter()
  /** Each string with its index, in order of first use. */
  readonly strings = new Map<string, number>()

  list<T>(items: readonly T[], write: (item: T) => void): void {
    this.out.unsigned(items.length)
    for (const item of items) write(item)
  }

  private text(value: string): void {
    let index = this.strings.get(value)
    if (index === undefined) {
      index = this.strings.size
      this.strings.set(value, index)
    }
    this.out.unsigned(index)
  }

  private statementCode(code: StatementCode): void {
    this.out.byte(STATEMENT_INDEX.get(code) as number)
  }

  private code(code: ExpressionCode): void {
    this.out.byte(EXPRESSION_INDEX.get(code) as number)
  }

  private suite(body: readonly Statement[]): void {
    this.list(body, (item) => this.statement(item))
  }

  statement(node: Statement): void {
    switch (node.kind) {
      case 'return':
        this.statementCode(node.value === undefined ? 'return' : 'return value')
        if (node.value !== undefined) this.expression(node.value)
        return
      case 'assert':
        this.statementCode(node.message === undefined ? 'assert' : 'assert message')
        this.expression(node.test)
        if (node.message !== undefined) this.expression(node.message)
        return
      case 'raise':
        this.statementCode(
          node.exception === undefined ? 'raise' : node.cause === undefined ? 'raise exception' : 'raise from',
        )
        if (node.exception !== undefined) this.expression(node.exception)
        if (node.cause !== undefined) this.expression(node.cause)
        return
      default:
        this.statementCode(node.kind)
        this.statementFields(node)
    }
  }

  private statementFields(node: Exclude<Statement, { kind: 'return' | 'assert' | 'raise' }>): void {
    switch (node.kind) {
      case 'expression':
        return this.expression(node.value)
      case 'assign':
        this.list(node.targets, (item) => this.target(item))
        return this.expression(node.value)
      case 'delete':
        return this.list(node.targets, (item) => this.target(item))
      case 'class':
        this.text(node.name)
        this.list(node.bases, (item) => this.expression(item))
        return this.suite(node.body)
      case 'def':
        this.text(node.name)
        this.list(node.parameters, (item) => this.parameter(item))
        return this.suite(node.body)
      case 'global':
      case 'nonlocal':
        return this.list(node.names, (item) => this.text(item))
      case 'if':
        this.expression(node.test)
        this.suite(node.body)
        return this.suite(node.orelse)
      case 'for':
        this.target(node.target)
        this.expression(node.iterable)
        return this.suite(node.body)
      case 'while':
        this.expression(node.test)
        return this.suite(node.body)
      case 'import':
        return this.list(node.modules, (item) => this.text(item))
      case 'try':
        this.suite(node.body)
        this.list(node.handlers, (item) => this.handler(item))
        this.suite(node.orelse)
        return this.suite(node.finalbody)
      case 'with':
        this.list(node.items, (item) => this.withItem(item))
        return this.suite(node.body)
      case 'break':
      case 'continue':
      case 'pass':
        return
      default:
        return unreachable(node)
    }
  }

  private optional<T>(value: T | undefined, write: (value: T) => void): void {
    this.out.byte(value === undefined ? 0 : 1)
    if (value !== undefined) write(value)
  }

  private parameter(node: Parameter): void {
    this.text(node.name)
    this.optional(node.default, (value) => this.expression(value))
  }

  private handler(node: ExceptHandler): void {
    this.optional(node.type, (type) => this.expression(type))
    this.optional(node.name, (name) => this.text(name))
    this.suite(node.body)
  }

  private withItem(node: WithItem): void {
    this.expression(node.context)
    this.optional(node.target, (target) => this.target(target))
  }

  private clause(node: ComprehensionClause): void {
    this.target(node.target)
    this.expression(node.iterable)
    this.list(node.conditions, (item) => this.expression(item))
  }

  private target(node: Target): void {
    if (node.kind !== 'targets') return this.expression(node)
    this.code('targets')
    this.list(node.items, (item) => this.target(item))
  }

  expression(node: Expression): void {
    switch (node.kind) {
      case 'bool':
        return this.code(node.value ? 'true' : 'false')
      case 'int':
        return this.int(node.value)
      case 'yield':
        this.code(node.value === undefined ? 'yield' : 'yield value')
        if (node.value !== undefined) this.expression(node.value)
        return
      case 'compare':
      case 'arithmetic':
        this.code(node.operator)
        this.expression(node.left)
        return this.expression(node.right)
      default:
        this.code(node.kind)
        this.expressionFields(node)
    }
  }

  private expressionFields(
    node: Exclude<Expression, { kind: 'bool' | 'int' | 'compare' | 'arithmetic' | 'yield' }>,
  ): void {
    switch (node.kind) {
      case 'name':
        return this.text(node.name)
      case 'attribute':
        this.expression(node.object)
        return this.text(node.name)
      case 'subscript':
        this.expression(node.object)
        return this.expression(node.index)
      case 'call':
        this.expression(node.function)
        return this.list(node.arguments, (item) => this.expression(item))
      case 'float':
        return this.out.float(node.value)
      case 'str':
      case 'bytes':
        return this.text(node.value)
      case 'list':
      case 'tuple':
      case 'set':
        return this.list(node.items, (item) => this.expression(item))
      case 'dict':
        return this.list(node.entries, ({ key, value }) => {
          this.expression(key)
          this.expression(value)
        })
      case 'not':
        return this.expression(node.operand)
      case 'and':
      case 'or':
        this.expression(node.left)
        return this.expression(node.right)
      case 'lambda':
        this.list(node.parameters, (item) => this.parameter(item))
        return this.expression(node.body)
      case 'list-comprehension':
      case 'set-comprehension':
      case 'generator-expression':
        this.expression(node.element)
        return this.list(node.clauses, (item) => this.clause(item))
      case 'dict-comprehension':
        this.expression(node.key)
        this.expression(node.value)
        return this.list(node.clauses, (item) => this.clause(item))
      case 'none':
        return
      default:
        return unreachable(node)
    }
  }

  private int(value: number | bigint): void {
    if (typeof value === 'number' && Math.abs(value) <= VARINT_INT_MAX) {
      this.code('int')
      this.out.signed(value)
    } else {
      this.code('large int')
      this.text(value.toString(16))
    }
  }
}
