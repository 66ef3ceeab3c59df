/**
 * Random valid programs for the property tests of this folder and of `shrink`: every kind of node, nasty literals,
 * operators in every nesting, blocks and expressions deep inside each other. Meaningless on purpose; programs worth
 * running come from `generate`.
 *
 * Each depth of functions has variables of its own, besides the global ones, and reads those of the depths around it.
 */
import fc from 'fast-check'
import { Prng } from '../base/prng.ts'
import { randomLiteral } from './arbitrary-literal.test-support.ts'
import {
  type ArithmeticOperator,
  type Attribute,
  COMPREHENSION_KINDS,
  type ComparisonOperator,
  type ComprehensionClause,
  type ExceptHandler,
  type Expression,
  type Parameter,
  type Program,
  type Statement,
  type Target,
} from './ast.ts'
import { MODULE_MEMBERS } from './surface.ts'

/** Programs of up to `size` statements, which shrink by their size only. */
export function arbitraryProgram(size = 30): fc.Arbitrary<Program> {
  return fc
    .tuple(fc.nat(0x7fffffff), fc.integer({ min: 0, max: size }))
    .map(([seed, most]) => randomProgram(seed, most))
}

/** Expressions as they may stand alone. */
export function arbitraryExpression(): fc.Arbitrary<Expression> {
  return fc.nat(0x7fffffff).map((seed) => new Sketch(new Prng(seed), 0).expression(MODULE, 6))
}

export function randomProgram(seed: number, size: number): Program {
  const sketch = new Sketch(new Prng(seed), size)
  return { body: sketch.suite(MODULE, 0, size) }
}

interface Around {
  readonly inside: 'module' | 'function' | 'class' | 'lambda'
  /** Functions around. */
  readonly functions: number
  readonly loop: boolean
  readonly blocks: number
  readonly globals: readonly string[]
  /** Variables of the functions around, for `nonlocal`. */
  readonly outer: readonly string[]
  /** Of the function itself; `yield` may stand where there is one. */
  readonly yields: boolean
}

const MODULE: Around = { inside: 'module', functions: 0, loop: false, blocks: 0, globals: [], outer: [], yields: false }
const GLOBALS = ['a', 'b', 'x', 'Node', 'print', 'match', 'case', 'type', '_', 'p_int', 'not_', 'is_']
const ATTRIBUTES = ['next', 'a', 'print', 'match', '__dict__', '__class__', 'append', 'e5', 'j', 'real']
const COMPARISONS: readonly ComparisonOperator[] = ['is', 'is not', '==', '!=', '<', '<=', '>', '>=', 'in', 'not in']
const ARITHMETIC: readonly ArithmeticOperator[] = ['+', '-', '*']
class Sketch {
  private readonly prng: Prng
  private left: number

  constructor(prng: Prng, statements: number) {
    this.prng = prng
    this.left = statements
  }

  suite(around: Around, least: number, most: number): Statement[] {
    const body: Statement[] = []
    const count = this.prng.between(least, Math.max(least, most))
    while (body.length < count && (this.left > 0 || body.length < least)) {
      this.left--
      body.push(this.statement(around))
    }
    return body
  }

  private inner(around: Around, change: Partial<Around>): Statement[] {
    return this.suite({ ...around, blocks: around.blocks + 1, ...change }, 1, 4)
  }

  private statement(around: Around): Statement {
    const compound = around.blocks < 8 && this.left > 0
    switch (this.prng.below(compound ? 22 : 12)) {
      case 0:
        return { kind: 'delete', targets: this.some(1, 3, () => this.target(around, 2)) }
      case 1:
        return { kind: 'pass' }
      case 2:
        return around.loop ? { kind: this.prng.percent(50) ? 'break' : 'continue' } : { kind: 'pass' }
      case 3:
        if (around.inside !== 'function')
          return { kind: 'import', modules: this.some(1, 3, () => this.prng.pick(['gc', 'sys', 'weakref'])) }
        return this.prng.percent(50) ? { kind: 'return' } : { kind: 'return', value: this.expression(around, 3) }
      case 4:
        return { kind: 'assert', test: this.expression(around, 3) }
      case 5:
        return { kind: 'assert', test: this.expression(around, 2), message: this.expression(around, 2) }
      case 6:
      case 7:
        return { kind: 'expression', value: this.expression(around, this.prng.percent(5) ? 30 : 4) }
      case 11:
        return this.raising(around)
      case 12:
        return {
          kind: 'class',
          name: this.bound(around),
          bases: this.prng.percent(50) ? [] : this.some(1, 2, () => this.expression(around, 2)),
          body: this.inner(around, { inside: 'class', loop: false, globals: [], yields: false }),
        }
      case 18:
      case 19:
        return this.attempt(around)
      case 20:
      case 21:
        return {
          kind: 'with',
          items: this.some(1, 2, () => {
            const context = this.expression(around, 3)
            return this.prng.percent(40) ? { context } : { context, target: this.target(around, 2) }
          }),
          body: this.inner(around, { blocks: around.blocks + 1 }),
        }
      case 13:
        return this.definition(around)
      case 14:
        return {
          kind: 'for',
          target: this.target(around, 2),
          iterable: this.expression(around, 3),
          body: this.inner(around, { loop: true }),
        }
      case 15:
        return { kind: 'while', test: this.expression(around, 3), body: this.inner(around, { loop: true }) }
      case 16:
      case 17:
        return this.conditional(around, 4)
      default:
        return {
          kind: 'assign',
          targets: this.some(1, 2, () => this.target(around, 2)),
          value: this.expression(around, 4),
        }
    }
  }

  private conditional(around: Around, chain: number): Statement {
    const test = this.expression(around, 3)
    const body = this.inner(around, {})
    const elif = chain > 0 && this.prng.percent(30)
    const orelse = elif ? [this.conditional(around, chain - 1)] : this.prng.percent(40) ? this.inner(around, {}) : []
    return { kind: 'if', test, body, orelse }
  }

  private raising(around: Around): Statement {
    if (this.prng.percent(30)) return { kind: 'raise' }
    const exception = this.expression(around, 3)
    return this.prng.percent(60) ? { kind: 'raise', exception } : { kind: 'raise', exception, cause: this.atom(around) }
  }

  private attempt(around: Around): Statement {
    const inner = (): Statement[] => this.inner(around, { blocks: around.blocks + 3 })
    const body = inner()
    const handlers: ExceptHandler[] = this.some(0, 2, () => {
      const type = this.expression(around, 2)
      return this.prng.percent(50) ? { type, body: inner() } : { type, name: this.bound(around), body: inner() }
    })
    if (this.prng.percent(30)) handlers.push({ body: inner() })
    const orelse = handlers.length > 0 && this.prng.percent(30) ? inner() : []
    return {
      kind: 'try',
      body,
      handlers,
      orelse,
      finalbody: handlers.length === 0 || this.prng.percent(30) ? inner() : [],
    }
  }

  private definition(around: Around): Statement {
    const functions = around.functions + 1
    const name = this.bound(around)
    const plain: Parameter[] = ['self', 'q']
      .slice(0, this.prng.below(3))
      .map((word) => ({ name: `${word}${functions}` }))
    const optional = ['r', 's']
      .slice(0, this.prng.below(3))
      .map((word) => ({ name: `${word}${functions}`, default: this.expression(around, 2) }))
    const globals = this.prng.percent(30) ? this.some(1, 2, () => this.prng.pick(GLOBALS)) : []
    const parameters = [...plain, ...optional].map((parameter) => parameter.name)
    const body = this.inner(around, {
      inside: 'function',
      functions,
      loop: false,
      globals,
      outer: [...around.outer, ...parameters],
      yields: true,
    })
    if (globals.length > 0) body.unshift({ kind: 'global', names: globals })
    if (around.outer.length > 0 && this.prng.percent(30))
      body.unshift({ kind: 'nonlocal', names: [this.prng.pick(around.outer)] })
    return { kind: 'def', name, parameters: [...plain, ...optional], body }
  }

  private some<T>(least: number, most: number, make: () => T): T[] {
    return Array.from({ length: this.prng.between(least, most) }, make)
  }

  /** A name that this scope may bind. */
  private bound(around: Around): string {
    if (around.globals.length > 0 && this.prng.percent(40)) return this.prng.pick(around.globals)
    if (around.inside === 'class') return this.prng.pick(['__init__', '__del__', '__slots__', 'method', 'a'])
    if (around.inside === 'module') return this.prng.pick(GLOBALS)
    return this.prng.pick(['u', 'v', 'self']) + around.functions
  }

  /** A name that this scope may read; one that a function of the same depth binds is its own or bound nowhere. */
  private readable(around: Around): string {
    if (around.inside === 'function' && this.prng.percent(50)) return this.bound(around)
    if (around.functions > 0 && this.prng.percent(30))
      return this.prng.pick(['u', 'v', 'self', 'q', 'i', 'l']) + this.prng.between(1, around.functions)
    return this.prng.pick([...GLOBALS, 'gc', 'len', 'object', 'Exception'])
  }

  private target(around: Around, depth: number): Target {
    switch (this.prng.below(depth > 0 ? 6 : 1)) {
      case 1:
        return this.attribute(this.expression(around, depth - 1))
      case 2:
        return {
          kind: 'subscript',
          object: this.expression(around, depth - 1),
          index: this.expression(around, depth - 1),
        }
      case 3:
        return { kind: 'targets', items: this.some(1, 3, () => this.target(around, depth - 1)) }
      default:
        return { kind: 'name', name: this.bound(around) }
    }
  }

  /** A module has only the members that the language knows. */
  private attribute(object: Expression): Attribute {
    const name = this.prng.pick(object.kind === 'name' && object.name === 'gc' ? MODULE_MEMBERS.gc : ATTRIBUTES)
    return { kind: 'attribute', object, name }
  }

  expression(around: Around, depth: number): Expression {
    if (depth <= 0 || this.prng.percent(15)) return this.atom(around)
    const next = (): Expression => this.expression(around, depth - 1)
    /** Deep ones stay narrow. */
    const many = (least: number): Expression[] => this.some(least, depth > 6 ? Math.max(1, least) : 3, next)
    switch (this.prng.below(18)) {
      case 14:
        return this.lambda(around, depth)
      case 15:
        if (!around.yields) return this.lambda(around, depth)
        return this.prng.percent(30) ? { kind: 'yield' } : { kind: 'yield', value: next() }
      case 16:
        return { kind: this.prng.pick(COMPREHENSION_KINDS), ...this.comprehension(around, depth, 'element') }
      case 17:
        return { kind: 'dict-comprehension', ...this.comprehension(around, depth, 'key', 'value') }
      case 0:
        return this.attribute(next())
      case 1:
        return { kind: 'subscript', object: next(), index: depth > 6 ? this.atom(around) : next() }
      case 2:
        return { kind: 'call', function: next(), arguments: depth > 6 ? [] : many(0) }
      case 3:
        return { kind: 'list', items: many(0) }
      case 4:
        return { kind: 'tuple', items: many(0) }
      case 5:
        return {
          kind: 'dict',
          entries: this.some(0, depth > 6 ? 1 : 2, () => ({ key: this.atom(around), value: next() })),
        }
      case 6:
        return { kind: 'set', items: many(1) }
      case 7:
        return { kind: 'not', operand: next() }
      case 8:
      case 9:
        return { kind: 'compare', operator: this.prng.pick(COMPARISONS), ...this.sides(around, depth) }
      case 10:
      case 11:
        return { kind: this.prng.pick(['and', 'or'] as const), ...this.sides(around, depth) }
      default:
        return { kind: 'arithmetic', operator: this.prng.pick(ARITHMETIC), ...this.sides(around, depth) }
    }
  }

  private lambda(around: Around, depth: number): Expression {
    const functions = around.functions + 1
    const parameters: Parameter[] = []
    if (this.prng.percent(50)) parameters.push({ name: `l${functions}` })
    if (this.prng.percent(30)) parameters.push({ name: `m${functions}`, default: this.atom(around) })
    const inner: Around = { ...around, inside: 'lambda', functions, yields: false }
    return { kind: 'lambda', parameters, body: this.expression(inner, depth - 1) }
  }

  private comprehension<Part extends string>(
    around: Around,
    depth: number,
    ...parts: readonly Part[]
  ): { clauses: readonly ComprehensionClause[] } & Record<Part, Expression> {
    const functions = around.functions + 1
    const inner: Around = { ...around, inside: 'lambda', functions, yields: false }
    const values = parts.map((part) => [part, this.expression(inner, depth - 1)])
    const clauses: ComprehensionClause[] = this.some(1, 2, () => ({
      target: this.prng.percent(70)
        ? ({ kind: 'name', name: `i${functions}` } as const)
        : this.target({ ...inner, inside: 'function' }, 1),
      iterable: this.expression(inner, depth > 6 ? 0 : depth - 1),
      conditions: this.some(0, depth > 6 ? 0 : 2, () => this.expression(inner, 1)),
    }))
    const iterable = this.expression(around, depth > 6 ? 0 : depth - 1)
    const outermost: ComprehensionClause = { ...(clauses[0] as ComprehensionClause), iterable }
    return { ...Object.fromEntries(values), clauses: [outermost, ...clauses.slice(1)] }
  }

  private sides(around: Around, depth: number): { left: Expression; right: Expression } {
    const deep = this.expression(around, depth - 1)
    const other = depth > 6 ? this.atom(around) : this.expression(around, depth - 1)
    return this.prng.percent(50) ? { left: deep, right: other } : { left: other, right: deep }
  }

  private atom(around: Around): Expression {
    if (this.prng.percent(45)) return randomLiteral(this.prng)
    const module = this.prng.pick(['gc', 'sys', 'weakref'] as const)
    if (this.prng.percent(10))
      return { kind: 'attribute', object: { kind: 'name', name: module }, name: this.prng.pick(MODULE_MEMBERS[module]) }
    return { kind: 'name', name: this.readable(around) }
  }
}
