/**
 * The binary form of programs: `HSP`, a version, what it holds, a table of all strings, the tree, and a checksum.
 *
 *   'H' 'S' 'P' | version u8 | holds u8 | strings: count, text… | tree | FNV-1a of all before, u32 little endian
 *
 * In the tree every node is a code (its index below) and its fields in the order of `ast.ts`; lists have their length
 * in front, names and strings are indices into the table; what may be absent has a flag in front, 1 where it is there.
 * Codes are only ever added, at the end: a version means one reading of the bytes for all time.
 */

export const MAGIC: readonly number[] = [0x48, 0x53, 0x50]
/** Version 1 has neither the codes of levels 2 and 3 nor the list of bases in a class. */
export const VERSION = 2
export const VERSIONS: readonly number[] = [1, VERSION]

/** What the bytes hold. */
export const Holds = { program: 0, expression: 1 } as const

export const STATEMENT_CODES = [
  'expression',
  'assign',
  'delete',
  'class',
  'def',
  'return',
  'return value',
  'global',
  'if',
  'for',
  'while',
  'break',
  'continue',
  'pass',
  'assert',
  'assert message',
  'import',
  'nonlocal',
  'raise',
  'raise exception',
  'raise from',
  'try',
  'with',
] as const

export type StatementCode = (typeof STATEMENT_CODES)[number]

/** Also those of targets, which share the first three. `large int` is text: the digits in base 16. */
export const EXPRESSION_CODES = [
  'name',
  'attribute',
  'subscript',
  'targets',
  'call',
  'none',
  'true',
  'false',
  'int',
  'large int',
  'float',
  'str',
  'bytes',
  'list',
  'tuple',
  'dict',
  'set',
  'is',
  'is not',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  'not in',
  'not',
  'and',
  'or',
  '+',
  '-',
  '*',
  'lambda',
  'yield',
  'yield value',
  'list-comprehension',
  'set-comprehension',
  'generator-expression',
  'dict-comprehension',
] as const

export type ExpressionCode = (typeof EXPRESSION_CODES)[number]

/** Larger ones are written as text: a signed varint holds 52 bits and a sign. */
export const VARINT_INT_MAX = 2 ** 52 - 1
