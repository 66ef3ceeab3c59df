/**
 * Writes random bodies of level 2: blocks inside blocks with, at their leaves, what is dangerous to do there. One suite
 * is one function body; it knows which names are bound, whether an exception would be handled, and what the body uses.
 *
 * Keeps true: every loop is over a few things that nothing else can see, so that every body ends.
 */
import { assert } from '../../base/assert.ts'
import type { Prng } from '../../base/prng.ts'
import type { Statement } from '../../program/ast.ts'
import { SHARED } from '../names.ts'
import { globals } from '../syntax.ts'
import type { Shape } from './later-entry.ts'

/** What a body may do. */
export interface Licence {
  /** Names that are bound at first; the first is what the body works on, and has the shape. */
  readonly names: readonly string[]
  readonly shape: Shape
  readonly isGenerator: boolean
  /** Makes `M` and `N`. */
  readonly creates: boolean
  /** Definitions of level 2 that it may use. */
  readonly calls: readonly string[]
}

/** How single statements and blocks are written. */
export interface Writers {
  readonly leaf: (suite: Suite) => readonly Statement[]
  readonly compound: (suite: Suite) => readonly Statement[]
}

export type SharedName = keyof typeof SHARED

const DEEPEST = 3

export class Suite {
  readonly prng: Prng
  readonly licence: Licence
  needs = 0
  readonly uses = new Set<string>()
  private readonly writes = new Set<SharedName>()
  /** Bound for sure, innermost last. */
  readonly bound: string[]
  /** Statements that may still be written. */
  private budget: number
  /** Blocks around that handle every exception of programs. */
  guards = 0
  loops = 0
  /** Handlers around: `e` is bound. */
  handlers = 0
  /** Whether `continue` would leave a `finally`, which the language refuses. */
  inFinally = false
  depth = 0
  private made = 0
  private readonly writers: Writers

  constructor(prng: Prng, licence: Licence, budget: number, writers: Writers) {
    this.writers = writers
    this.prng = prng
    this.licence = licence
    this.bound = [...licence.names]
    this.budget = budget
  }

  /** What the body works on. */
  get subject(): string {
    return this.licence.names[0] as string
  }

  /** A bound name. */
  name(): string {
    return this.prng.pick(this.bound)
  }

  /** A number for the next witness. */
  number(): number {
    return ++this.made
  }

  need(bits: number): void {
    this.needs |= bits
  }

  /** The statements, which need that. */
  needing(bits: number, ...statements: readonly Statement[]): readonly Statement[] {
    this.needs |= bits
    return statements
  }

  /** The statements, which rebind that global. */
  writing(name: SharedName, ...statements: readonly Statement[]): readonly Statement[] {
    this.writes.add(name)
    return statements
  }

  /** One of the definitions of `names` that the body may use; noted as used. */
  callable(names: readonly string[]): string | undefined {
    const allowed = names.filter((name) => this.licence.calls.includes(name))
    if (allowed.length === 0) return undefined
    const name = this.prng.pick(allowed)
    this.uses.add(name)
    return name
  }

  bind(name: string): void {
    if (!this.bound.includes(name)) this.bound.push(name)
  }

  unbind(name: string): void {
    const at = this.bound.indexOf(name)
    if (at >= 0) this.bound.splice(at, 1)
  }

  /** A few statements, one at least. What they bind is bound only inside. */
  block(most = 3): Statement[] {
    const before = this.bound.length
    this.depth++
    const statements: Statement[] = []
    for (let left = this.prng.between(1, most); left > 0; left--) {
      statements.push(...this.statements())
      if (ends(statements.at(-1))) break
    }
    this.depth--
    this.bound.length = Math.min(this.bound.length, before)
    assert(statements.length > 0, 'a block has statements')
    return statements
  }

  private statements(): readonly Statement[] {
    this.budget--
    if (this.budget > 0 && this.depth < DEEPEST && this.prng.percent(42)) return this.writers.compound(this)
    return this.writers.leaf(this)
  }

  /** The body with its declarations in front. */
  declared(body: readonly Statement[]): readonly Statement[] {
    return this.writes.size === 0 ? body : [globals(...[...this.writes].sort()), ...body]
  }

  get unsteady(): number {
    return [...this.writes].reduce((bits, name) => bits | (1 << SHARED[name]), 0)
  }
}

/** Nothing behind it would run. */
function ends(statement: Statement | undefined): boolean {
  return statement !== undefined && ['return', 'raise', 'break', 'continue'].includes(statement.kind)
}
