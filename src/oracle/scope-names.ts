/** The names that a function's own code meets, in the compiler's order, and the functions and classes inside it. */
import type {
  ClassDefinition,
  Comprehension,
  DictComprehension,
  Expression,
  Parameter,
  Statement,
  Target,
  Try,
} from '../program/ast.ts'
import { comprehensionVariables, isComprehension } from './comprehension-variables.ts'
import type { Flavour } from './flavour.ts'

/** What a function runs: statements, the expression of a lambda, or a comprehension that is a function of its own. */
export type ScopeBody = readonly Statement[] | Expression

export type Inner =
  | {
      readonly kind: 'function'
      readonly parameters: readonly Parameter[]
      readonly body: ScopeBody
      /** Variables of comprehensions that run in this frame: what it uses of them is none of this function's. */
      readonly hides: readonly ReadonlySet<string>[]
    }
  | { readonly kind: 'class'; readonly definition: ClassDefinition }

export interface SlotName {
  readonly name: string
  readonly ofComprehension: boolean
}

export interface Names {
  /** Bound or deleted here, parameters included. */
  readonly bound: Set<string>
  readonly globals: Set<string>
  readonly nonlocals: Set<string>
  /** Loaded, bound or deleted here, each once, in order. */
  readonly met: Set<string>
  /** Names and, where those begin, the variables of comprehensions that run here: the order of slots. */
  readonly slotOrder: SlotName[]
  readonly inner: Inner[]
}

/** The parameter of the function that stands for a comprehension: its first iterator. */
export const ITERATOR: Parameter = { name: '.0' }

export function gatherNames(body: ScopeBody, parameters: readonly Parameter[], flavour: Flavour): Names {
  const gatherer = new Gatherer(flavour)
  for (const { name } of parameters) gatherer.bind(name)
  if (!('kind' in body)) gatherer.suite(body)
  else if (parameters[0] === ITERATOR && isComprehension(body)) gatherer.clauses(body, true)
  else gatherer.walk(body)
  return gatherer.names
}

/** What a jump leaves: a loop, or a `try` with what it does finally. */
type Around = 'loop' | readonly Statement[]

class Gatherer {
  readonly names: Names = {
    bound: new Set(),
    globals: new Set(),
    nonlocals: new Set(),
    met: new Set(),
    slotOrder: [],
    inner: [],
  }
  private readonly flavour: Flavour
  /** Variables of the comprehensions around that run in this function's frame: no names of its own. */
  private hidden: readonly ReadonlySet<string>[] = []
  /** Loops and `try` statements around, the innermost last. */
  private around: readonly Around[] = []

  constructor(flavour: Flavour) {
    this.flavour = flavour
  }

  bind(name: string): void {
    if (this.isHidden(name)) return
    this.names.bound.add(name)
    this.meet(name)
  }

  suite(body: readonly Statement[]): void {
    for (const statement of body) this.statement(statement)
  }

  private isHidden(name: string): boolean {
    return this.hidden.some((names) => names.has(name))
  }

  private meet(name: string): void {
    if (this.isHidden(name) || this.names.met.has(name)) return
    this.names.met.add(name)
    this.names.slotOrder.push({ name, ofComprehension: false })
  }

  private statement(statement: Statement): void {
    switch (statement.kind) {
      case 'expression':
        return this.walk(statement.value)
      case 'assign':
        this.walk(statement.value)
        for (const target of statement.targets) this.target(target)
        return
      case 'delete':
        for (const target of statement.targets) this.target(target)
        return
      case 'return':
        if (statement.value !== undefined) this.walk(statement.value)
        return this.jumpOut(0)
      case 'break':
      case 'continue':
        return this.jumpOut(this.around.lastIndexOf('loop') + 1)
      case 'if':
        this.walk(statement.test)
        this.suite(statement.body)
        return this.suite(statement.orelse)
      case 'for':
        this.walk(statement.iterable)
        this.target(statement.target)
        return this.suiteIn('loop', statement.body)
      case 'while':
        this.walk(statement.test)
        return this.suiteIn('loop', statement.body)
      case 'assert':
        this.walk(statement.test)
        if (statement.message !== undefined) this.walk(statement.message)
        return
      case 'raise':
        if (statement.exception !== undefined) this.walk(statement.exception)
        if (statement.cause !== undefined) this.walk(statement.cause)
        return
      case 'try':
        return this.attempt(statement)
      case 'with':
        for (const { context, target } of statement.items) {
          this.walk(context)
          if (target !== undefined) this.target(target)
        }
        return this.suite(statement.body)
      case 'class':
        for (const base of statement.bases) this.walk(base)
        this.names.inner.push({ kind: 'class', definition: statement })
        return this.bind(statement.name)
      case 'def':
        this.defaults(statement.parameters)
        this.addInner(statement.parameters, statement.body)
        return this.bind(statement.name)
      case 'import':
        for (const name of statement.modules) this.bind(name)
        return
      case 'global':
        for (const name of statement.names) this.names.globals.add(name)
        return
      case 'nonlocal':
        for (const name of statement.names) this.names.nonlocals.add(name)
        return
      default:
        return
    }
  }

  private suiteIn(around: Around, body: readonly Statement[]): void {
    const outside = this.around
    this.around = [...outside, around]
    this.suite(body)
    this.around = outside
  }

  /** A jump does what the `try` statements that it leaves do finally: the compiler writes that out here, too. */
  private jumpOut(to: number): void {
    const { around } = this
    for (let i = around.length - 1; i >= to; i--) {
      const left = around[i] as Around
      if (left === 'loop') continue
      this.around = around.slice(0, i)
      this.suite(left)
    }
    this.around = around
  }

  private attempt({ body, handlers, orelse, finalbody }: Try): void {
    const { tryOrder } = this.flavour
    if (tryOrder === 'finally first') this.suite(finalbody)
    this.suiteIn(finalbody, body)
    if (tryOrder === 'else first') this.suiteIn(finalbody, orelse)
    for (const handler of handlers) {
      if (handler.type !== undefined) this.walk(handler.type)
      if (handler.name !== undefined) this.bind(handler.name)
      this.suiteIn(finalbody, handler.body)
    }
    if (tryOrder !== 'else first') this.suiteIn(finalbody, orelse)
    if (tryOrder !== 'finally first') this.suite(finalbody)
  }

  private defaults(parameters: readonly Parameter[]): void {
    for (const parameter of parameters) if (parameter.default !== undefined) this.walk(parameter.default)
  }

  private target(target: Target): void {
    if (target.kind === 'targets') for (const item of target.items) this.target(item)
    else if (target.kind === 'name') this.bind(target.name)
    else this.walk(target)
  }

  walk(expression: Expression): void {
    switch (expression.kind) {
      case 'name':
        return this.meet(expression.name)
      case 'attribute':
        return this.walk(expression.object)
      case 'subscript':
        this.walk(expression.object)
        return this.walk(expression.index)
      case 'call':
        this.walk(expression.function)
        for (const argument of expression.arguments) this.walk(argument)
        return
      case 'list':
      case 'tuple':
      case 'set':
        for (const item of expression.items) this.walk(item)
        return
      case 'dict':
        for (const entry of expression.entries) {
          this.walk(entry.key)
          this.walk(entry.value)
        }
        return
      case 'compare':
      case 'arithmetic':
      case 'and':
      case 'or':
        this.walk(expression.left)
        return this.walk(expression.right)
      case 'not':
        return this.walk(expression.operand)
      case 'lambda':
        this.defaults(expression.parameters)
        return this.addInner(expression.parameters, expression.body)
      case 'yield':
        if (expression.value !== undefined) this.walk(expression.value)
        return
      case 'list-comprehension':
      case 'set-comprehension':
      case 'dict-comprehension':
      case 'generator-expression':
        return this.comprehension(expression)
      default:
        return
    }
  }

  private addInner(parameters: readonly Parameter[], body: ScopeBody): void {
    this.names.inner.push({ kind: 'function', parameters, body, hides: this.hidden })
  }

  private comprehension(expression: Comprehension | DictComprehension): void {
    const first = expression.clauses[0]
    if (first !== undefined) this.walk(first.iterable)
    if (!this.flavour.inlines || expression.kind === 'generator-expression')
      return this.addInner([ITERATOR], expression)
    const { hidden } = this
    const variables = comprehensionVariables(expression)
    for (const name of variables) this.names.slotOrder.push({ name, ofComprehension: true })
    this.hidden = [...hidden, variables]
    this.clauses(expression, false)
    this.hidden = hidden
  }

  /** Everything but the first iterable, which is evaluated outside. */
  clauses(expression: Comprehension | DictComprehension, isOwn: boolean): void {
    if (isOwn) for (const name of comprehensionVariables(expression)) this.names.bound.add(name)
    expression.clauses.forEach((clause, i) => {
      if (i > 0) this.walk(clause.iterable)
      this.target(clause.target)
      for (const condition of clause.conditions) this.walk(condition)
    })
    if (expression.kind === 'dict-comprehension') {
      this.walk(expression.key)
      this.walk(expression.value)
    } else {
      this.walk(expression.element)
    }
  }
}
