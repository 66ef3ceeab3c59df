/**
 * One object for one text: equal top-level statements are the same frozen node, in every program. Engines and codecs
 * key their caches by that identity, so that they print, encode and compile each distinct statement once.
 *
 * A family is the table of all statements of one form, filled when first asked for.
 */
import type { Statement } from '../program/ast.ts'
import { printStatement } from '../program/print.ts'

const byText = new Map<string, Statement>()

/** The one node with the text of `statement`, kept for ever: only for statements of a small, closed space. */
export function intern(statement: Statement): Statement {
  const key = printStatement(statement)
  const known = byText.get(key)
  if (known !== undefined) return known
  byText.set(key, deepFreeze(statement))
  return statement
}

/** The node with that text, where there is one. */
export function interned(text: string): Statement | undefined {
  return byText.get(text)
}

export function deepFreeze<T>(node: T): T {
  if (typeof node !== 'object' || node === null || Object.isFrozen(node)) return node
  for (const key in node) deepFreeze(node[key])
  return Object.freeze(node)
}

/** A table of statements with up to four dimensions; `make` is called once a cell. */
export function family(
  sizes: readonly [number, number?, number?, number?],
  make: (i: number, j: number, k: number, l: number) => Statement,
): (i: number, j?: number, k?: number, l?: number) => Statement {
  const [rows, columns = 1, layers = 1, depth = 1] = sizes
  const cells = new Array<Statement | undefined>(rows * columns * layers * depth).fill(undefined)
  return (i, j = 0, k = 0, l = 0) => {
    const cell = ((i * columns + j) * layers + k) * depth + l
    const known = cells[cell]
    if (known !== undefined) return known
    const statement = intern(make(i, j, k, l))
    cells[cell] = statement
    return statement
  }
}

/** How many distinct statements families have made so far. */
export function internedCount(): number {
  return byText.size
}
