/**
 * Bytes → Program, the inverse of `encode.ts`. Whatever the bytes are, the answer of `decodeProgram` is a valid program or a
 * `DamagedBytes` that says what is wrong with them: cut short, altered, of another format or version, nested too
 * deeply, with something behind the end, or spelling what is no program.
 *
 * Long because it is one reader of one format.
 */
import { ByteReader, DamagedBytes } from '../base/bytes.ts'
import { fnv1a } from '../base/hash.ts'
import type {
  ArithmeticOperator,
  ComparisonOperator,
  ComprehensionClause,
  ExceptHandler,
  Expression,
  ModuleName,
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
  VERSIONS,
} from './codec-format.ts'
import { EXPRESSION_DEPTH_MAX, INT_DIGITS_MAX, STATEMENT_DEPTH_MAX } from './limits.ts'
import { type Invalid, validateExpression, validateProgram } from './validate.ts'

export function decodeProgram(bytes: Uint8Array): Program {
  const program = decodeValidProgram(bytes)
  refuseInvalid(validateProgram(program))
  return program
}

/**
 * Only for bytes of which somebody in this run knows that they hold a valid program: whoever made them, or read them
 * from a file. Validating costs four times what reading does.
 */
export function decodeValidProgram(bytes: Uint8Array): Program {
  return opened(bytes, Holds.program, (tree) => ({ body: tree.suite() }))
}

export function decodeExpression(bytes: Uint8Array): Expression {
  const expression = opened(bytes, Holds.expression, (tree) => tree.expression())
  refuseInvalid(validateExpression(expression))
  return expression
}

function refuseInvalid([first]: readonly Invalid[]): void {
  if (first !== undefined) throw new DamagedBytes(`no valid program: ${first.message}, at ${first.path.join('.')}`)
}

function opened<T>(bytes: Uint8Array, holds: number, read: (tree: TreeReader) => T): T {
  if (bytes.length < MAGIC.length + 6) throw new DamagedBytes('too short for a program')
  if (MAGIC.some((byte, index) => bytes[index] !== byte)) throw new DamagedBytes('does not begin as a program does')
  const version = bytes[MAGIC.length]
  if (version === undefined || !VERSIONS.includes(version))
    throw new DamagedBytes(`program format ${version} is unknown; this Heapsmith reads ${VERSIONS.join(' and ')}`)
  const end = bytes.length - 4
  const checksum = new DataView(bytes.buffer, bytes.byteOffset + end, 4).getUint32(0, true)
  if (checksum !== fnv1a(bytes, 0, end))
    throw new DamagedBytes('the checksum does not fit: the bytes were altered or cut')
  if (bytes[MAGIC.length + 1] !== holds)
    throw new DamagedBytes('holds an expression instead of a program, or the other way round')
  const tree = new TreeReader(bytes.subarray(MAGIC.length + 2, end), version)
  const value = read(tree)
  if (!tree.atEnd) throw new DamagedBytes('something stands behind the end of the program')
  return value
}

/** The reader of `base` drops a byte order mark; a string of a program may begin with one. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decodedText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new DamagedBytes('a string is not UTF-8')
  }
}

const DEPTH_MAX = STATEMENT_DEPTH_MAX + EXPRESSION_DEPTH_MAX

class TreeReader {
  private readonly from: ByteReader
  private readonly length: number
  private readonly strings: readonly string[]
  private readonly version: number
  private depth = 0

  constructor(data: Uint8Array, version: number) {
    this.version = version
    this.from = new ByteReader(data)
    this.length = data.length
    this.strings = this.list(() => decodedText(this.from.bytes()))
  }

  get atEnd(): boolean {
    return this.from.atEnd
  }

  /** No list is longer than the bytes that are left: each item takes at least one. */
  private list<T>(read: () => T): T[] {
    const count = this.from.unsigned()
    if (!(count <= this.length - this.from.offset))
      throw new DamagedBytes(`${count} items promised, but the bytes end before`)
    return Array.from({ length: count }, read)
  }

  private text(): string {
    const index = this.from.unsigned()
    const value = this.strings[index]
    if (value === undefined) throw new DamagedBytes(`string ${index} of ${this.strings.length}`)
    return value
  }

  private nested<T>(read: () => T): T {
    if (++this.depth > DEPTH_MAX) throw new DamagedBytes('nested too deeply')
    const value = read()
    this.depth--
    return value
  }

  suite(): Statement[] {
    return this.list(() => this.nested(() => this.statement()))
  }

  private statement(): Statement {
    const byte = this.from.byte()
    const code: StatementCode | undefined = STATEMENT_CODES[byte]
    switch (code) {
      case 'expression':
        return { kind: 'expression', value: this.expression() }
      case 'assign':
        return { kind: 'assign', targets: this.targets(), value: this.expression() }
      case 'delete':
        return { kind: 'delete', targets: this.targets() }
      case 'class':
        return { kind: 'class', name: this.text(), bases: this.version === 1 ? [] : this.items(), body: this.suite() }
      case 'def':
        return { kind: 'def', name: this.text(), parameters: this.list(() => this.parameter()), body: this.suite() }
      case 'return':
        return { kind: 'return' }
      case 'return value':
        return { kind: 'return', value: this.expression() }
      case 'global':
        return { kind: 'global', names: this.list(() => this.text()) }
      case 'if':
        return { kind: 'if', test: this.expression(), body: this.suite(), orelse: this.suite() }
      case 'for':
        return { kind: 'for', target: this.target(), iterable: this.expression(), body: this.suite() }
      case 'while':
        return { kind: 'while', test: this.expression(), body: this.suite() }
      case 'break':
      case 'continue':
      case 'pass':
        return { kind: code }
      case 'assert':
        return { kind: 'assert', test: this.expression() }
      case 'assert message':
        return { kind: 'assert', test: this.expression(), message: this.expression() }
      case 'import':
        return { kind: 'import', modules: this.list(() => this.text() as ModuleName) }
      case 'nonlocal':
        return { kind: 'nonlocal', names: this.list(() => this.text()) }
      case 'raise':
        return { kind: 'raise' }
      case 'raise exception':
        return { kind: 'raise', exception: this.expression() }
      case 'raise from':
        return { kind: 'raise', exception: this.expression(), cause: this.expression() }
      case 'try':
        return {
          kind: 'try',
          body: this.suite(),
          handlers: this.list(() => this.handler()),
          orelse: this.suite(),
          finalbody: this.suite(),
        }
      case 'with':
        return { kind: 'with', items: this.list(() => this.withItem()), body: this.suite() }
      default:
        throw new DamagedBytes(`statement code ${byte} is unknown`)
    }
  }

  private optional<T>(read: () => T): T | undefined {
    const flag = this.from.byte()
    if (flag > 1) throw new DamagedBytes(`flag ${flag} is neither 0 nor 1`)
    return flag === 0 ? undefined : read()
  }

  private parameter(): Parameter {
    const name = this.text()
    const value = this.optional(() => this.expression())
    return value === undefined ? { name } : { name, default: value }
  }

  private handler(): ExceptHandler {
    const type = this.optional(() => this.expression())
    const name = this.optional(() => this.text())
    const body = this.suite()
    if (type === undefined) {
      if (name !== undefined) throw new DamagedBytes('a handler has a name but no type')
      return { body }
    }
    return name === undefined ? { type, body } : { type, name, body }
  }

  private withItem(): WithItem {
    const context = this.expression()
    const target = this.optional(() => this.target())
    return target === undefined ? { context } : { context, target }
  }

  private clause(): ComprehensionClause {
    return { target: this.target(), iterable: this.expression(), conditions: this.items() }
  }

  private clauses(): ComprehensionClause[] {
    return this.list(() => this.clause())
  }

  private targets(): Target[] {
    return this.list(() => this.target())
  }

  private target(): Target {
    const node = this.nested(() => this.place())
    if (node.kind === 'targets' || node.kind === 'name' || node.kind === 'attribute' || node.kind === 'subscript')
      return node
    throw new DamagedBytes(`${node.kind} is no target`)
  }

  expression(): Expression {
    const node = this.nested(() => this.place())
    if (node.kind === 'targets') throw new DamagedBytes('a tuple of targets stands where a value should')
    return node
  }

  private items(): Expression[] {
    return this.list(() => this.expression())
  }

  private place(): Expression | Target {
    const byte = this.from.byte()
    const code: ExpressionCode | undefined = EXPRESSION_CODES[byte]
    switch (code) {
      case 'name':
        return { kind: 'name', name: this.text() }
      case 'attribute':
        return { kind: 'attribute', object: this.expression(), name: this.text() }
      case 'subscript':
        return { kind: 'subscript', object: this.expression(), index: this.expression() }
      case 'targets':
        return { kind: 'targets', items: this.targets() }
      case 'call':
        return { kind: 'call', function: this.expression(), arguments: this.items() }
      case 'none':
        return { kind: 'none' }
      case 'true':
      case 'false':
        return { kind: 'bool', value: code === 'true' }
      case 'int':
        return { kind: 'int', value: this.from.signed() }
      case 'large int':
        return { kind: 'int', value: largeInt(this.text()) }
      case 'float':
        return { kind: 'float', value: this.from.float() }
      case 'str':
      case 'bytes':
        return { kind: code, value: this.text() }
      case 'list':
      case 'tuple':
      case 'set':
        return { kind: code, items: this.items() }
      case 'dict':
        return { kind: 'dict', entries: this.list(() => ({ key: this.expression(), value: this.expression() })) }
      case 'not':
        return { kind: 'not', operand: this.expression() }
      case 'lambda':
        return { kind: 'lambda', parameters: this.list(() => this.parameter()), body: this.expression() }
      case 'yield':
        return { kind: 'yield' }
      case 'yield value':
        return { kind: 'yield', value: this.expression() }
      case 'list-comprehension':
      case 'set-comprehension':
      case 'generator-expression':
        return { kind: code, element: this.expression(), clauses: this.clauses() }
      case 'dict-comprehension':
        return { kind: code, key: this.expression(), value: this.expression(), clauses: this.clauses() }
      case undefined:
        throw new DamagedBytes(`expression code ${byte} is unknown`)
      default:
        return this.binary(code)
    }
  }

  private binary(code: ComparisonOperator | ArithmeticOperator | 'and' | 'or'): Expression {
    const left = this.expression()
    const right = this.expression()
    if (code === 'and' || code === 'or') return { kind: code, left, right }
    if (code === '+' || code === '-' || code === '*') return { kind: 'arithmetic', operator: code, left, right }
    return { kind: 'compare', operator: code, left, right }
  }
}

function largeInt(text: string): number | bigint {
  if (text.length > INT_DIGITS_MAX || !/^-?[1-9a-f][0-9a-f]*$/.test(text))
    throw new DamagedBytes('a large int is not written in base 16')
  const negative = text.startsWith('-')
  const size = BigInt(`0x${negative ? text.slice(1) : text}`)
  const value = negative ? -size : size
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}
