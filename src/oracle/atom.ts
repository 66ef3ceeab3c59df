/**
 * Values without identity or count in the oracle's model: numbers, strings, None, built-ins. Everything that can be
 * part of a cycle, be finalized or be counted is a `Thing`.
 */

/** `number` is a Python int inside ±2^53, `bigint` one outside. */
export type Atom = null | boolean | number | bigint | string | Float | Bytes | Builtin | Unknown

export class Float {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

/** One character U+0000 to U+00FF a byte. */
export class Bytes {
  readonly value: string
  constructor(value: string) {
    this.value = value
  }
}

/** A built-in function, type, or module: never dies, never counted. `name` is dotted for members of modules. */
export class Builtin {
  readonly name: string
  readonly kind: 'function' | 'type' | 'module'
  constructor(name: string, kind: 'function' | 'type' | 'module') {
    this.name = name
    this.kind = kind
  }
}

/** A value that the language does not fix, such as `id(x)`. Storing it is fine; deciding by it is not. */
export class Unknown {
  readonly reason: string
  /** It may refer to things of the program: keeping it would make every count uncertain. */
  readonly mayHold: boolean
  /** So many items it has, where that is known. */
  readonly length: number | undefined
  constructor(reason: string, mayHold = false, length?: number) {
    this.reason = reason
    this.mayHold = mayHold
    this.length = length
  }
}

/** The oracle cannot tell what must happen from here on. */
export class Undecided extends Error {
  override name = 'Undecided'
}

/** A whole number as a value: `number` where that is exact. */
export function integer(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value
}
