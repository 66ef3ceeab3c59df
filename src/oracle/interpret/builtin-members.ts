/**
 * Public members of the built-in types, so that a missing attribute (AttributeError) is told from one that exists and
 * is not modelled (undecided). From `dir()` of each type on 3.8 to 3.14; those of one version only are left out.
 */
import { Undecided } from '../atom.ts'
import type { Ancestor } from '../thing.ts'

const INT_MEMBERS = [
  'as_integer_ratio',
  'bit_count',
  'bit_length',
  'conjugate',
  'denominator',
  'from_bytes',
  'imag',
  'is_integer',
  'numerator',
  'real',
  'to_bytes',
]

export const BUILTIN_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  list: ['append', 'clear', 'copy', 'count', 'extend', 'index', 'insert', 'pop', 'remove', 'reverse', 'sort'],
  tuple: ['count', 'index'],
  dict: ['clear', 'copy', 'fromkeys', 'get', 'items', 'keys', 'pop', 'popitem', 'setdefault', 'update', 'values'],
  set: [
    'add',
    'clear',
    'copy',
    'difference',
    'difference_update',
    'discard',
    'intersection',
    'intersection_update',
    'isdisjoint',
    'issubset',
    'issuperset',
    'pop',
    'remove',
    'symmetric_difference',
    'symmetric_difference_update',
    'union',
    'update',
  ],
  frozenset: [
    'copy',
    'difference',
    'intersection',
    'isdisjoint',
    'issubset',
    'issuperset',
    'symmetric_difference',
    'union',
  ],
  int: INT_MEMBERS,
  bool: INT_MEMBERS,
  float: ['as_integer_ratio', 'conjugate', 'from_number', 'fromhex', 'hex', 'imag', 'is_integer', 'real'],
  range: ['count', 'index', 'start', 'step', 'stop'],
  str: [
    'capitalize',
    'casefold',
    'center',
    'count',
    'encode',
    'endswith',
    'expandtabs',
    'find',
    'format',
    'format_map',
    'index',
    'isalnum',
    'isalpha',
    'isascii',
    'isdecimal',
    'isdigit',
    'isidentifier',
    'islower',
    'isnumeric',
    'isprintable',
    'isspace',
    'istitle',
    'isupper',
    'join',
    'ljust',
    'lower',
    'lstrip',
    'maketrans',
    'partition',
    'removeprefix',
    'removesuffix',
    'replace',
    'rfind',
    'rindex',
    'rjust',
    'rpartition',
    'rsplit',
    'rstrip',
    'split',
    'splitlines',
    'startswith',
    'strip',
    'swapcase',
    'title',
    'translate',
    'upper',
    'zfill',
  ],
  bytes: [
    'count',
    'decode',
    'endswith',
    'find',
    'hex',
    'index',
    'join',
    'lower',
    'replace',
    'split',
    'startswith',
    'strip',
    'upper',
  ],
  bytearray: [
    'append',
    'clear',
    'copy',
    'count',
    'decode',
    'extend',
    'find',
    'hex',
    'index',
    'insert',
    'join',
    'lower',
    'pop',
    'remove',
    'replace',
    'reverse',
    'resize',
    'split',
    'strip',
    'upper',
  ],
  cell: ['cell_contents'],
  frame: [
    'clear',
    'f_back',
    'f_builtins',
    'f_code',
    'f_generator',
    'f_globals',
    'f_lasti',
    'f_lineno',
    'f_locals',
    'f_trace',
    'f_trace_lines',
    'f_trace_opcodes',
  ],
  generator: ['close', 'gi_code', 'gi_frame', 'gi_running', 'gi_suspended', 'gi_yieldfrom', 'send', 'throw'],
  traceback: ['tb_frame', 'tb_lasti', 'tb_lineno', 'tb_next'],
}

/** A built-in type comes before a class of the program, and has a member of one name with it. */
export function refuseShadowed(ancestors: readonly Ancestor[]): void {
  let builtin: string | null = null
  for (const ancestor of ancestors) {
    if (typeof ancestor === 'string') {
      builtin ??= ancestor
      continue
    }
    if (builtin === null) continue
    for (const name of ancestor.members.keys()) {
      const shadowed = BUILTIN_MEMBERS[builtin]?.includes(name) ?? !name.startsWith('_')
      const special = name.startsWith('__') && name !== '__del__' && name !== '__slots__' && name !== '__doc__'
      if (shadowed || special) throw new Undecided(`${name} behind that of ${builtin}`)
    }
  }
}
