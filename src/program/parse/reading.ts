/**
 * What the converters share while one text is read: the text, the problems found so far, and where each node stands.
 * A converter that meets something outside the language reports it and goes on with a hole, so that one reading
 * finds every problem.
 */
import type { SyntaxNode } from '@lezer/common'
import type { NoneLiteral } from '../ast.ts'
import type { Fault } from '../rules/fault.ts'
import { PROBLEMS_MAX, type Problem, type Span } from './problem.ts'
import type { SourceText } from './source-text.ts'

export interface Range {
  readonly from: number
  readonly to: number
}

export class Reading {
  readonly source: SourceText
  /** What was refused and why; the grammar's errors inside are of no interest. */
  readonly refused: { readonly range: Range; readonly problem: Problem }[] = []
  /** What could not be read, mostly because the grammar has marked an error inside. */
  readonly unread: Range[] = []
  private readonly ranges = new Map<object, Range>()
  private readonly parts = new Map<object, readonly Range[]>()
  private readonly holes = new Set<object>()

  constructor(source: SourceText) {
    this.source = source
  }

  /** The text as it was written, not as the grammar saw it. */
  text({ from, to }: Range): string {
    return this.source.text.slice(from, to)
  }

  /** Notes where `node` stands, and where each of its names does. */
  place<T extends object>(node: T, { from, to }: Range, names: readonly Range[] = []): T {
    this.ranges.set(node, { from, to })
    if (names.length > 0)
      this.parts.set(
        node,
        names.map((name) => ({ from: name.from, to: name.to })),
      )
    return node
  }

  get isFull(): boolean {
    return this.refused.length >= PROBLEMS_MAX
  }

  refuse({ from, to }: Range, message: string, hint: string): void {
    if (this.isFull) return
    this.refused.push({ range: { from, to }, problem: this.source.problem(from, to, message, hint) })
  }

  /** Leaves it to the grammar's error inside `range` to say what is wrong there. */
  unreadable({ from, to }: Range): void {
    this.unread.push({ from, to })
  }

  /** A fault that a rule found in the tree, at its place in the text. */
  refuseFault({ node, part, message, hint }: Fault): void {
    const range = (part === undefined ? undefined : this.parts.get(node)?.[part]) ??
      this.ranges.get(node) ?? { from: 0, to: 1 }
    this.refuse(range, message, hint)
  }

  /** Where the node's last statement ends: the grammar counts blank lines and comments behind a block in. */
  endOf(node: SyntaxNode): number {
    let last = node
    for (let child = node.lastChild; child !== null; ) {
      if (child.name === 'Comment') child = child.prevSibling
      else {
        last = child
        child = /^(Body|StatementGroup|(If|While|For|With|Try|Decorated)Statement|(Function|Class)Definition)$/.test(
          child.name,
        )
          ? child.lastChild
          : null
      }
    }
    return Math.max(node.from, last.to)
  }

  rangeOf(node: object): Range | undefined {
    return this.ranges.get(node)
  }

  /** What stands in for an expression that was refused. */
  hole(range: Range): NoneLiteral {
    const hole = this.place<NoneLiteral>({ kind: 'none' }, range)
    this.holes.add(hole)
    return hole
  }

  isHole(node: object): boolean {
    return this.holes.has(node)
  }

  positions(): ReadonlyMap<object, Span> {
    return new Map([...this.ranges].map(([node, { from, to }]) => [node, this.source.span(from, to)]))
  }
}

/** The node's parts in order, without comments. */
export function partsOf(node: SyntaxNode): SyntaxNode[] {
  const parts: SyntaxNode[] = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (child.name !== 'Comment') parts.push(child)
  return parts
}

export interface Listed {
  readonly items: readonly (readonly SyntaxNode[])[]
  /** The last item has a comma behind it. */
  readonly trailing: boolean
}

/** Splits at commas; each item is the run of nodes between two. */
export function splitAtCommas(parts: readonly SyntaxNode[]): Listed {
  const items: SyntaxNode[][] = [[]]
  for (const part of parts) {
    if (part.name === ',') items.push([])
    else (items.at(-1) as SyntaxNode[]).push(part)
  }
  const trailing = items.length > 1 && (items.at(-1) as SyntaxNode[]).length === 0
  if (trailing || (items.length === 1 && (items[0] as SyntaxNode[]).length === 0)) items.pop()
  return { items, trailing }
}

/** From the first to the last of some nodes, of which there is at least one. */
export function across(parts: readonly Range[]): Range {
  return { from: (parts[0] as Range).from, to: (parts.at(-1) as Range).to }
}
