/**
 * Numbers for statements: each distinct text is sent to the interpreter, and compiled there, once. Looks first at the
 * identity of the syntax tree (generators and codecs share equal statements), then at the text. Bounded: when it is
 * full everything is forgotten, on both sides.
 */
import type { Expression, Statement } from '../../program/ast.ts'
import { printExpression, printStatement } from '../../program/print.ts'
import { instrument, probeText } from './instrument.ts'
import { NameTable } from './name-table.ts'
import { type StatementTraits, traitsOf } from './statement-traits.ts'

export interface CachedStatement {
  /** Its operation number. */
  readonly operation: number
  readonly traits: StatementTraits
}

/** What the interpreter must learn before a batch: forget all operations from `keep` on, then append `texts`. */
export interface NewTexts {
  readonly keep: number
  readonly texts: readonly string[]
}

const ENTRIES_MAX = 50_000

export class StatementCache {
  private byNode = [new WeakMap<Statement, CachedStatement>(), new WeakMap<Statement, CachedStatement>()] as const
  private byText = new Map<string, CachedStatement>()
  private probes = new Map<string, number>()
  private names = new NameTable()
  private learnt: number
  private fresh: string[] = []
  private readonly controls: number

  /** Operations below `controls` are the harness's own. */
  constructor(controls: number) {
    this.controls = controls
    this.learnt = controls
  }

  statement(statement: Statement, watched: boolean): CachedStatement {
    const nodes = this.byNode[watched ? 1 : 0]
    const known = nodes.get(statement)
    if (known !== undefined) return known
    const key = `${watched ? '!' : ' '}${printStatement(statement)}`
    let entry = this.byText.get(key)
    if (entry === undefined) {
      entry = { operation: this.add(instrument(statement, this.names, watched)), traits: traitsOf(statement) }
      this.byText.set(key, entry)
    }
    nodes.set(statement, entry)
    return entry
  }

  probe(kind: 'value' | 'refcount' | 'generation' | 'handle', expression: Expression): number {
    const key = `${kind} ${printExpression(expression)}`
    let operation = this.probes.get(key)
    if (operation === undefined) {
      operation = this.add(probeText(kind, expression))
      this.probes.set(key, operation)
    }
    return operation
  }

  /** To be called between batches: makes room when the cache is nearly full. */
  makeRoom(): void {
    if (this.learnt > ENTRIES_MAX || this.names.isNearlyFull) this.forget()
  }

  /** Forgets everything, as an interpreter has that was started anew. */
  forget(): void {
    this.byNode = [new WeakMap(), new WeakMap()]
    this.byText = new Map()
    this.probes = new Map()
    this.names = new NameTable()
    this.fresh = []
    this.learnt = this.controls
  }

  /** What was added since it was last asked. The names belong to the batch: a cache that forgets begins new ones. */
  takeNew(): NewTexts & { readonly names: NameTable } {
    const texts = this.fresh
    this.fresh = []
    return { keep: this.learnt - texts.length, texts, names: this.names }
  }

  private add(text: string): number {
    this.fresh.push(text)
    return this.learnt++
  }
}
