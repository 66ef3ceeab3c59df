/**
 * What each name of a code unit is (the second pass of Python/symtable.c): a local variable, a cell that an inner function
 * shares, a free variable of a function around, or found through dicts. From 3.12 on comprehensions other than generator
 * expressions are no functions (PEP 709): their variables are those of the unit around.
 */
import { type Block, type BlockNode, blockOf } from './block.ts'

/** How a name is read and written. */
export type Access = 'fast' | 'deref' | 'class-deref' | 'global' | 'name'

/** What differs between compilers. */
export interface ScopeRules {
  /** Comprehensions other than generator expressions are no functions (3.12+, PEP 709). */
  readonly inlines: boolean
  /** The namespace of a class with methods lies in a cell, for what reads annotations (3.14+, PEP 649). */
  readonly namespaceCells: boolean
}

export const NAMESPACE_CELL = '__classdict__'

export class Scope {
  readonly block: Block
  readonly kind: 'module' | 'class' | 'function'
  private readonly outer: Scope | undefined
  private readonly rules: ScopeRules
  /** Variables of inlined comprehensions that it stands in, in the unit around. */
  private readonly around: ReadonlySet<string>
  private readonly locals: Set<string>
  /** As in the code object: sorted, behind them that of a namespace. */
  readonly cells: readonly string[]
  readonly frees: readonly string[]

  constructor(block: Block, outer: Scope | undefined, rules: ScopeRules, around: ReadonlySet<string> = new Set()) {
    const { inlines } = rules
    this.around = around
    this.block = block
    this.outer = outer
    this.rules = rules
    this.kind = block.kind === 'comprehension' ? 'function' : block.kind
    this.locals = this.kind === 'function' ? localsOf(block, inlines) : new Set()
    const captured = capturedIn(block, inlines)
    const bound = this.kind === 'function' ? this.locals : boundByInlined(block, inlines)
    const cells = [...captured].filter((name) => bound.has(name)).sort(byCodePoints)
    const hasNamespaceCell = rules.namespaceCells && block.kind === 'class' && block.definesFunctions
    this.cells = hasNamespaceCell ? [...cells, NAMESPACE_CELL] : cells
    const wanted = new Set([...namesUsed(block, inlines), ...block.nonlocals, ...captured])
    this.frees = [...wanted].filter((name) => this.isFree(name, captured)).sort(byCodePoints)
  }

  /** `hidden`: the variables of the inlined comprehensions that it stands in. */
  inner(node: BlockNode, hidden: ReadonlySet<string>): Scope {
    return new Scope(blockOf(node), this, this.rules, hidden)
  }

  /** Comprehensions like that are part of this scope. */
  isInlined(node: BlockNode): boolean {
    return isInlined(blockOf(node), this.rules.inlines)
  }

  /** `hidden`: the variables of the inlined comprehensions that the name stands in. */
  access(name: string, hidden: ReadonlySet<string>): Access {
    if (hidden.has(name)) return this.cells.includes(name) ? 'deref' : 'fast'
    const { block } = this
    if (block.globals.has(name)) return 'global'
    if (this.kind === 'function') {
      if (this.cells.includes(name) || this.frees.includes(name)) return 'deref'
      return this.locals.has(name) ? 'fast' : 'global'
    }
    if (block.nonlocals.has(name)) return 'deref'
    const isBound = block.binds.has(name)
    // What stands in a comprehension does not see the class around.
    if (this.kind === 'class' && hidden.size > 0) return this.frees.includes(name) ? 'deref' : 'global'
    return !isBound && this.frees.includes(name) ? 'class-deref' : 'name'
  }

  private isFree(name: string, captured: ReadonlySet<string>): boolean {
    const { block } = this
    if (block.globals.has(name)) return false
    if (this.kind === 'function' ? this.locals.has(name) : block.binds.has(name) && !block.nonlocals.has(name)) {
      // A name of a class body is none for the functions in it.
      if (this.kind === 'function' || !captured.has(name)) return false
    }
    if (this.kind === 'module') return false
    for (let inside: Scope = this; ; ) {
      if (inside.around.has(name)) return true
      const scope: Scope | undefined = inside.outer
      if (scope === undefined || scope.block.globals.has(name)) return false
      if (scope.kind === 'function' && scope.locals.has(name)) return true
      inside = scope
    }
  }
}

/** Variables of a comprehension that is inlined: its own, and those of others in it that it does not use itself. */
export function variablesOf(node: BlockNode): string[] {
  const block = blockOf(node)
  const inner = [...boundByInlined(block, true)].filter((name) => !block.binds.has(name) && !block.uses.has(name))
  return [...block.binds, ...inner]
}

/** In the order of code points, which all names are compared by. */
function byCodePoints(a: string, b: string): number {
  return a < b ? -1 : 1
}

function isInlined(block: Block, inlines: boolean): boolean {
  return inlines && block.kind === 'comprehension' && !block.isGenerator
}

/** Variables of a function, those of inlined comprehensions included. */
function localsOf(block: Block, inlines: boolean): Set<string> {
  const locals = new Set<string>(block.parameters)
  for (const name of block.binds) if (!block.globals.has(name) && !block.nonlocals.has(name)) locals.add(name)
  for (const name of boundByInlined(block, inlines)) if (!block.globals.has(name)) locals.add(name)
  return locals
}

/** Variables of the comprehensions that are part of a block. */
function boundByInlined(block: Block, inlines: boolean): Set<string> {
  const bound = new Set<string>()
  for (const child of block.children) {
    if (!isInlined(child, inlines)) continue
    for (const name of child.binds) bound.add(name)
    for (const name of boundByInlined(child, inlines)) bound.add(name)
  }
  return bound
}

/** Names that the unit's own code reads. */
function namesUsed(block: Block, inlines: boolean): Set<string> {
  const used = new Set(block.uses)
  for (const child of block.children) {
    if (!isInlined(child, inlines)) continue
    for (const name of namesUsed(child, inlines)) if (!child.binds.has(name)) used.add(name)
  }
  return used
}

/** Names that functions inside take from here or from further out. */
function capturedIn(block: Block, inlines: boolean): Set<string> {
  const captured = new Set<string>()
  for (const child of block.children) {
    const names = isInlined(child, inlines) ? capturedIn(child, inlines) : unresolved(child, inlines)
    for (const name of names) captured.add(name)
  }
  return captured
}

/** Names that a function, a comprehension or a class body takes from outside. */
function unresolved(block: Block, inlines: boolean): Set<string> {
  const names = new Set<string>(block.nonlocals)
  const isClass = block.kind === 'class'
  const own = isClass ? block.binds : localsOf(block, inlines)
  for (const name of namesUsed(block, inlines)) if (!own.has(name)) names.add(name)
  for (const name of capturedIn(block, inlines)) if (isClass || !own.has(name)) names.add(name)
  for (const name of block.globals) names.delete(name)
  return names
}
