/**
 * Instructions of the stack machine: a word of 32 bits, operation in the low byte, argument in the 24 bits above.
 * Modelled on CPython's (Python/bytecodes.c), with the differences between versions decided by the compiler where it can.
 * Arguments: `object` an address divided by 16, `target` a word index of the code segment, `count`, `index`, `code` a
 * number of `Machine.codes`. The evaluation loop switches over these numbers; a test compares both.
 */
export const Op = {
  /** Function entry: automatic collection that is due (3.12+). */
  RESUME: 1,
  /** Reports the entry of a function; see `Code.report`. */
  REPORT: 2,
  /** object */
  LOAD_CONST: 3,
  /** index */
  LOAD_FAST: 4,
  LOAD_FAST_BORROW: 5,
  STORE_FAST: 6,
  DELETE_FAST: 7,
  /** object (the name) */
  LOAD_NAME: 8,
  STORE_NAME: 9,
  DELETE_NAME: 10,
  LOAD_GLOBAL: 11,
  STORE_GLOBAL: 12,
  DELETE_GLOBAL: 13,
  LOAD_ATTR: 14,
  STORE_ATTR: 15,
  DELETE_ATTR: 16,
  LOAD_METHOD: 17,
  /** count of arguments */
  CALL_METHOD: 18,
  CALL: 19,
  BINARY_ADD: 20,
  BINARY_SUBTRACT: 21,
  BINARY_MULTIPLY: 22,
  /** index of the operator in COMPARISONS */
  COMPARE: 23,
  IS: 24,
  IS_NOT: 25,
  CONTAINS: 26,
  NOT_CONTAINS: 27,
  SUBSCRIPT: 28,
  STORE_SUBSCR: 29,
  DELETE_SUBSCR: 30,
  NOT: 31,
  /** target */
  JUMP: 32,
  JUMP_BACKWARD: 33,
  POP_JUMP_IF_FALSE: 34,
  POP_JUMP_IF_TRUE: 35,
  JUMP_IF_FALSE_OR_POP: 36,
  JUMP_IF_TRUE_OR_POP: 37,
  /** count */
  BUILD_TUPLE: 38,
  BUILD_LIST: 39,
  BUILD_SET: 40,
  BUILD_MAP: 41,
  /** object: a constant tuple or frozenset whose items a new list or set gets */
  LIST_OF: 42,
  SET_OF: 43,
  UNPACK_SEQUENCE: 44,
  GET_ITER: 45,
  /** target, where the iterator is exhausted */
  FOR_ITER: 46,
  POP_TOP: 47,
  DUP_TOP: 48,
  /** depth, 2 or more */
  SWAP: 49,
  RETURN_VALUE: 50,
  /** code; under them on the stack the tuple of defaults */
  MAKE_FUNCTION: 51,
  MAKE_FUNCTION_WITH_DEFAULTS: 52,
  /** count of bases; under them the function of the body */
  BUILD_CLASS: 53,
  /** object (the name) */
  IMPORT: 54,
  /** 1 where a message lies on the stack */
  RAISE_ASSERTION: 55,
  /** index of a local variable whose value moves into a new cell in its place */
  MAKE_CELL: 56,
  /** index of an argument | index of its cell << 12 (to 3.10) */
  MAKE_ARGUMENT_CELL: 57,
  /** count: of the function's closure, into the last local variables */
  COPY_FREE_VARS: 58,
  /** index of a cell */
  LOAD_CLOSURE: 59,
  LOAD_DEREF: 60,
  STORE_DEREF: 61,
  DELETE_DEREF: 62,
  LOAD_CLASSDEREF: 63,
  /** code; under them on the stack the closure, and beneath that the defaults */
  MAKE_CLOSURE: 64,
  MAKE_CLOSURE_WITH_DEFAULTS: 65,
  /** index; the value may be missing */
  LOAD_FAST_AND_CLEAR: 66,
  STORE_FAST_MAYBE_NULL: 67,
  /** depth of the container beneath the item */
  LIST_APPEND: 68,
  SET_ADD: 69,
  MAP_ADD: 70,
  PUSH_EXC_INFO: 71,
  MATCH_EXCEPTION: 72,
  POP_EXCEPT: 73,
  RERAISE: 74,
  /** depth */
  COPY: 75,
  /** 0, 1: an exception, 2: and its cause */
  RAISE: 76,
  WITH_EXCEPT_START: 77,
  BEFORE_WITH: 78,
  /** object (the name of a method) */
  LOAD_SPECIAL: 79,
  CALL_EXIT: 80,
  RETURN_GENERATOR: 81,
  YIELD_VALUE: 82,
  STOPITERATION_ERROR: 83,
  RETURN_FROM_GENERATOR: 84,
  /** Fails with the error that is set. */
  THROWN: 85,
  /** object (the name): a global of the library's */
  LOAD_LIBRARY: 86,
  /** The namespace of a class body. */
  LOAD_LOCALS: 87,
  LIST_TO_TUPLE: 88,
} as const

export const COMPARISONS = ['==', '!=', '<', '<=', '>', '>='] as const
