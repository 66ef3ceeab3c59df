/**
 * The heap language: an immutable syntax tree of the Python subset. Each node is a plain frozen-by-type object with a
 * `kind`; there are no parents and no positions (the parser keeps positions beside the tree). Which constructs belong to
 * which level of the language says `level.ts`.
 *
 * Leaves out, on purpose: every construct that the parser refuses (see `parse/refusal.ts`).
 *
 * Long because the whole tree belongs in one place.
 */

/** A whole program: its top-level statements, in order. Modules `gc`, `sys` and `weakref` are always imported. */
export interface Program {
  readonly body: readonly Statement[]
}

export type Statement =
  | ExpressionStatement
  | Assign
  | Delete
  | ClassDefinition
  | FunctionDefinition
  | Return
  | Global
  | If
  | For
  | While
  | Break
  | Continue
  | Pass
  | Assert
  | Import
  | Nonlocal
  | Raise
  | Try
  | With

export interface ExpressionStatement {
  readonly kind: 'expression'
  readonly value: Expression
}

/** `a = b = value`: targets from left to right. */
export interface Assign {
  readonly kind: 'assign'
  readonly targets: readonly Target[]
  readonly value: Expression
}

export interface Delete {
  readonly kind: 'delete'
  readonly targets: readonly Target[]
}

export interface ClassDefinition {
  readonly kind: 'class'
  readonly name: string
  /** `class C:` has none. */
  readonly bases: readonly Expression[]
  readonly body: readonly Statement[]
}

/** A generator function where a `yield` stands in its body outside of inner functions: see `generators.ts`. */
export interface FunctionDefinition {
  readonly kind: 'def'
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly body: readonly Statement[]
}

/** A positional parameter; one with a default is followed only by such. */
export interface Parameter {
  readonly name: string
  readonly default?: Expression
}

export interface Return {
  readonly kind: 'return'
  readonly value?: Expression
}

export interface Global {
  readonly kind: 'global'
  readonly names: readonly string[]
}

/** `elif` is an `If` alone in `orelse`. */
export interface If {
  readonly kind: 'if'
  readonly test: Expression
  readonly body: readonly Statement[]
  readonly orelse: readonly Statement[]
}

export interface For {
  readonly kind: 'for'
  readonly target: Target
  readonly iterable: Expression
  readonly body: readonly Statement[]
}

export interface While {
  readonly kind: 'while'
  readonly test: Expression
  readonly body: readonly Statement[]
}

export interface Break {
  readonly kind: 'break'
}

export interface Continue {
  readonly kind: 'continue'
}

export interface Pass {
  readonly kind: 'pass'
}

export interface Assert {
  readonly kind: 'assert'
  readonly test: Expression
  readonly message?: Expression
}

export interface Import {
  readonly kind: 'import'
  readonly modules: readonly ModuleName[]
}

/** At least one name, each a variable of a function around. */
export interface Nonlocal {
  readonly kind: 'nonlocal'
  readonly names: readonly string[]
}

/** `raise`, `raise exception`, `raise exception from cause`: without an exception there is no cause. */
export interface Raise {
  readonly kind: 'raise'
  readonly exception?: Expression
  readonly cause?: Expression
}

/** At least one handler or a `finally`; an `else` only behind handlers. An absent `else` or `finally` is empty. */
export interface Try {
  readonly kind: 'try'
  readonly body: readonly Statement[]
  readonly handlers: readonly ExceptHandler[]
  readonly orelse: readonly Statement[]
  readonly finalbody: readonly Statement[]
}

/** `except:` (only as the last one), `except type:`, `except type as name:`. */
export interface ExceptHandler {
  readonly type?: Expression
  /** Bound when the handler begins, deleted when it ends; only with a type. */
  readonly name?: string
  readonly body: readonly Statement[]
}

/** At least one item. */
export interface With {
  readonly kind: 'with'
  readonly items: readonly WithItem[]
  readonly body: readonly Statement[]
}

export interface WithItem {
  readonly context: Expression
  readonly target?: Target
}

export type ModuleName = 'gc' | 'sys' | 'weakref'

/** What `=`, `del` and `for` write to. A tuple target has at least one item. */
export type Target = Name | Attribute | Subscript | TupleTarget

export interface TupleTarget {
  readonly kind: 'targets'
  readonly items: readonly Target[]
}

export type Expression =
  | Name
  | Attribute
  | Subscript
  | Call
  | NoneLiteral
  | BoolLiteral
  | IntLiteral
  | FloatLiteral
  | StrLiteral
  | BytesLiteral
  | ListDisplay
  | TupleDisplay
  | DictDisplay
  | SetDisplay
  | Compare
  | Not
  | BoolOperation
  | Arithmetic
  | Lambda
  | Yield
  | Comprehension
  | DictComprehension

export interface Name {
  readonly kind: 'name'
  readonly name: string
}

export interface Attribute {
  readonly kind: 'attribute'
  readonly object: Expression
  readonly name: string
}

export interface Subscript {
  readonly kind: 'subscript'
  readonly object: Expression
  readonly index: Expression
}

/** Positional arguments only. */
export interface Call {
  readonly kind: 'call'
  readonly function: Expression
  readonly arguments: readonly Expression[]
}

export interface NoneLiteral {
  readonly kind: 'none'
}

export interface BoolLiteral {
  readonly kind: 'bool'
  readonly value: boolean
}

/** Also negative: `-1` is one literal. A `number` where it is a safe integer, else a `bigint`. */
export interface IntLiteral {
  readonly kind: 'int'
  readonly value: number | bigint
}

/** Finite; also negative. */
export interface FloatLiteral {
  readonly kind: 'float'
  readonly value: number
}

/** Well-formed Unicode (no lone surrogates). */
export interface StrLiteral {
  readonly kind: 'str'
  readonly value: string
}

/** One character U+0000 to U+00FF a byte. */
export interface BytesLiteral {
  readonly kind: 'bytes'
  readonly value: string
}

export interface ListDisplay {
  readonly kind: 'list'
  readonly items: readonly Expression[]
}

export interface TupleDisplay {
  readonly kind: 'tuple'
  readonly items: readonly Expression[]
}

export interface DictDisplay {
  readonly kind: 'dict'
  readonly entries: readonly DictEntry[]
}

export interface DictEntry {
  readonly key: Expression
  readonly value: Expression
}

/** At least one item: the empty set is the call `set()`. */
export interface SetDisplay {
  readonly kind: 'set'
  readonly items: readonly Expression[]
}

export const COMPARISON_OPERATORS = ['is', 'is not', '==', '!=', '<', '<=', '>', '>=', 'in', 'not in'] as const

export type ComparisonOperator = (typeof COMPARISON_OPERATORS)[number]

/** One comparison; Python's chained ones are refused by the parser. */
export interface Compare {
  readonly kind: 'compare'
  readonly operator: ComparisonOperator
  readonly left: Expression
  readonly right: Expression
}

export interface Not {
  readonly kind: 'not'
  readonly operand: Expression
}

export interface BoolOperation {
  readonly kind: 'and' | 'or'
  readonly left: Expression
  readonly right: Expression
}

export type ArithmeticOperator = '+' | '-' | '*'

export interface Arithmetic {
  readonly kind: 'arithmetic'
  readonly operator: ArithmeticOperator
  readonly left: Expression
  readonly right: Expression
}

export interface Lambda {
  readonly kind: 'lambda'
  readonly parameters: readonly Parameter[]
  readonly body: Expression
}

/** Only inside a `def`, and not in a lambda or comprehension there. Without a value it yields None. */
export interface Yield {
  readonly kind: 'yield'
  readonly value?: Expression
}

export const COMPREHENSION_KINDS = ['list-comprehension', 'set-comprehension', 'generator-expression'] as const

/** `[element for …]`, `{element for …}`, `(element for …)`; at least one clause. */
export interface Comprehension {
  readonly kind: (typeof COMPREHENSION_KINDS)[number]
  readonly element: Expression
  readonly clauses: readonly ComprehensionClause[]
}

/** `{key: value for …}`; at least one clause. */
export interface DictComprehension {
  readonly kind: 'dict-comprehension'
  readonly key: Expression
  readonly value: Expression
  readonly clauses: readonly ComprehensionClause[]
}

/** `for target in iterable if condition if condition`. The first iterable is evaluated in the scope around. */
export interface ComprehensionClause {
  readonly target: Target
  readonly iterable: Expression
  readonly conditions: readonly Expression[]
}

/** The built-in names that a program may use; those from `BaseException` on belong to level 2. */
// biome-ignore format: a list of words
export const BUILTIN_NAMES = [
  'object', 'list', 'dict', 'set', 'frozenset', 'tuple', 'int', 'float', 'str', 'bytes', 'bytearray', 'bool', 'len',
  'range', 'id', 'print', 'isinstance', 'iter', 'next', 'type', 'sorted', 'Exception', 'ValueError', 'TypeError',
  'KeyError', 'IndexError', 'AttributeError', 'NameError', 'RuntimeError', 'ReferenceError', 'RecursionError',
  'AssertionError', 'MemoryError', 'StopIteration', 'BaseException', 'GeneratorExit', 'LookupError', 'ArithmeticError',
  'OverflowError', 'UnboundLocalError',
] as const

export const MODULE_NAMES: readonly ModuleName[] = ['gc', 'sys', 'weakref']
