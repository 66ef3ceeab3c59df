/**
 * How large a program may be, so that every Python reads it and no recursive walk of ours overflows the stack. Each
 * limit lies below the smallest one of the supported interpreters: 20 nested loops and 200 open parentheses in
 * CPython's compiler, 4300 digits in an int literal, the small C stack of Pyodide.
 */

/** Indented blocks inside each other; an `elif` adds none, a `with` two, a `try` three. */
export const BLOCK_DEPTH_MAX = 20

/** Statements inside each other in the tree, where each `elif` lies inside the `if` before it. */
export const STATEMENT_DEPTH_MAX = 64

/** Expressions and tuple targets inside each other, within one statement. `a + b + c` is two deep, not one. */
export const EXPRESSION_DEPTH_MAX = 64

/** Decimal digits of an int literal. */
export const INT_DIGITS_MAX = 4300
