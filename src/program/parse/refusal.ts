/**
 * Every construct of Python that the heap language leaves out, by the name that the grammar gives it: what to say, and
 * what the language offers instead.
 */

export interface Refusal {
  readonly message: string
  readonly hint: string
}

function outside(construct: string, hint: string): Refusal {
  return { message: `${construct} is not in the heap language`, hint }
}

/** By node name of the grammar. */
export const REFUSED_NODES: Readonly<Record<string, Refusal>> = {
  DecoratedStatement: outside('a decorator', 'call the decorator on the name after its definition: `f = decorate(f)`'),
  MatchStatement: outside('`match`', 'use `if` and `elif`'),
  TypeDefinition: outside('the `type` statement', 'leave types out'),
  UpdateStatement: outside('an augmented assignment', 'write it out: `x = x + y`'),
  ConditionalExpression: outside('a conditional expression', 'use an `if` statement'),
  NamedExpression: outside('`:=`', 'assign in a statement of its own first'),
  AwaitExpression: outside('`await`', 'the language has no coroutines; call a function'),
  FormatString: outside('an f-string', 'add strings with `+` and `str(x)`'),
  Ellipsis: outside('`...`', 'use `None`, or `pass` as a body'),
}

export const REFUSALS = {
  annotation: outside('an annotation', 'leave it out'),
  starred: outside('a star', 'write the items one by one'),
  starArgument: outside('a star argument', 'pass the arguments one by one, by position'),
  keywordArgument: outside('a keyword argument', 'pass it by position'),
  starParameter: outside('a star parameter', 'name each parameter; pass lists or dicts as one'),
  positionalMarker: outside('`/` among parameters', 'leave it out: all arguments are passed by position'),
  slice: outside('a slice', 'index one item, or build the part in a loop'),
  chained: outside('a chained comparison', 'write `a < b and b < c`'),
  loopElse: outside('`else` on a loop', 'set a variable before `break` and test it after the loop'),
  typeParameters: outside('a type parameter', 'leave it out'),
  asyncStatement: outside('`async`', 'leave it out'),
  yieldFrom: outside('`yield from`', 'write `for x in y:` and `yield x` in it'),
  classKeyword: outside('a keyword behind the base classes', 'leave it out'),
  exceptStar: outside('`except*`', 'write `except E:`'),
  exceptList: outside('a list behind `except` without parentheses', 'write `except (A, B):`'),
  raiseList: outside('`raise` with a comma', 'write `raise E(x)`'),
  withParentheses: outside(
    'a list in parentheses behind `with`',
    'leave the parentheses out: `with a as b, c as d:`; a tuple needs two pairs',
  ),
  withLambda: outside(
    'a bare lambda behind `with`',
    'no function is a context manager; if it must be, use parentheses',
  ),
  generatorArgument: outside(
    'a generator expression beside other arguments',
    'put parentheses around it: `f(a, (x for x in y))`',
  ),
  importAs: outside('`import … as`', 'import the module under its own name'),
  importFrom: outside('`from … import`', 'write `import gc`, then `gc.collect()`'),
  importList: outside('a list in parentheses after `import`', 'leave the parentheses out'),
  unaryMinus: outside('a minus before anything but a number', 'write `0 - x`'),
  unaryPlus: outside('a plus sign before a value', 'leave it out'),
  invert: outside('`~`', 'write `0 - x - 1`'),
  emptyTargets: outside('an empty tuple of targets', 'assign to at least one name'),
  listTargets: outside('a list of targets', 'write a tuple of them: `(a, b)`'),
} as const satisfies Record<string, Refusal>

/** By operator, for those that are not `+ - *`. */
export const REFUSED_OPERATORS: Readonly<Record<string, Refusal>> = {
  '/': outside('`/`', 'the arithmetic operators are `+`, `-` and `*`'),
  '//': outside('`//`', 'the arithmetic operators are `+`, `-` and `*`'),
  '%': outside('`%`', 'the arithmetic operators are `+`, `-` and `*`'),
  '**': outside('`**`', 'multiply with `*`'),
  '@': outside('`@`', 'the arithmetic operators are `+`, `-` and `*`'),
  '&': outside('`&`', 'use the methods of sets, or `and`'),
  '|': outside('`|`', 'use the methods of sets, or `or`'),
  '^': outside('`^`', 'use the methods of sets, or `!=`'),
  '<<': outside('`<<`', 'multiply with `*`'),
  '>>': outside('`>>`', 'the arithmetic operators are `+`, `-` and `*`'),
  '<>': outside('`<>`', 'write `!=`'),
}
