/** What is known while one code unit (statement, function body, class body) is compiled. */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { Assembler } from './assembler.ts'
import type { Code } from './code.ts'
import type { ConstantPool } from './constants.ts'
import type { Constant } from './fold.ts'
import type { FrameBlock } from './frame-block.ts'
import { Op } from './opcodes.ts'
import type { Access, Scope } from './scope.ts'

const NOTHING: ReadonlySet<string> = new Set()

type NameAction = 'load' | 'store' | 'delete'

const BY_ACCESS: Readonly<Record<NameAction, Readonly<Record<Exclude<Access, 'fast' | 'deref'>, number>>>> = {
  load: { 'class-deref': Op.LOAD_CLASSDEREF, global: Op.LOAD_GLOBAL, name: Op.LOAD_NAME },
  store: { 'class-deref': Op.STORE_NAME, global: Op.STORE_GLOBAL, name: Op.STORE_NAME },
  delete: { 'class-deref': Op.DELETE_NAME, global: Op.DELETE_GLOBAL, name: Op.DELETE_NAME },
}
const FAST = { load: Op.LOAD_FAST, store: Op.STORE_FAST, delete: Op.DELETE_FAST }
const DEREF = { load: Op.LOAD_DEREF, store: Op.STORE_DEREF, delete: Op.DELETE_DEREF }

/** The code of a function or class, and what it uses of the code around. */
interface Nested {
  readonly code: Code
  readonly frees: readonly string[]
}

export class Unit {
  readonly m: Machine
  readonly kind: Code['kind']
  readonly pool: ConstantPool
  code: Assembler
  readonly scope: Scope
  /** What the names of functions and classes in it begin with. */
  readonly prefix: string
  /** Index by name, in the order in which the compiler meets them. */
  readonly indexes = new Map<string, number>()
  /** What a jump out of here leaves, innermost last. */
  readonly blocks: FrameBlock[] = []
  readonly #nested = new Map<object, Nested>()
  /** Variables of the inlined comprehensions around. */
  hidden = NOTHING

  constructor(m: Machine, pool: ConstantPool, scope: Scope, prefix: string) {
    this.m = m
    this.kind = scope.kind
    this.pool = pool
    this.scope = scope
    this.prefix = prefix
    this.code = new Assembler(m.semantics.localRefcount === 1)
  }

  /** A function or class in it: compiled once, however often the compiler comes there, as it does in `finally`. */
  nested(node: object, compile: () => Nested): Nested {
    const nested = this.#nested.get(node) ?? compile()
    this.#nested.set(node, nested)
    return nested
  }

  /** Runs `compile` for what it does beside instructions: variables and constants are met in that order. */
  discard(compile: () => void): void {
    const { code } = this
    this.code = new Assembler(false, true)
    this.code.handler = code.handler
    this.code.depth = code.depth
    compile()
    this.code = code
  }

  /** Constants and names stand in instructions as addresses divided by 16. */
  emitObject(op: number, o: Address, pops: number, pushes: number): void {
    this.code.emit(op, o >> 4, pops, pushes)
  }

  emitName(op: number, name: string, pops: number, pushes: number): void {
    this.emitObject(op, this.pool.name(name), pops, pushes)
  }

  constant(constant: Constant): void {
    this.emitObject(Op.LOAD_CONST, this.pool.object(constant), 0, 1)
  }

  none(): void {
    this.emitObject(Op.LOAD_CONST, this.m.None, 0, 1)
  }

  localIndex(name: string): number {
    let index = this.indexes.get(name)
    if (index === undefined) {
      index = this.indexes.size
      this.indexes.set(name, index)
    }
    return index
  }

  /** Among the cells and free variables; where they lie is known once the unit is complete. */
  cellIndex(name: string): number {
    const index = this.scope.cells.indexOf(name)
    return index >= 0 ? index : this.scope.cells.length + this.scope.frees.indexOf(name)
  }

  isLocal(name: string): boolean {
    return this.scope.access(name, this.hidden) === 'fast'
  }

  load(name: string): void {
    this.use('load', name, 0, 1)
  }

  store(name: string): void {
    this.use('store', name, 1, 0)
  }

  delete(name: string): void {
    this.use('delete', name, 0, 0)
  }

  private use(action: NameAction, name: string, pops: number, pushes: number): void {
    const access = this.scope.access(name, this.hidden)
    if (access === 'fast') this.code.emit(FAST[action], this.localIndex(name), pops, pushes)
    else if (access === 'deref') this.code.emit(DEREF[action], this.cellIndex(name), pops, pushes)
    else if (access === 'class-deref' && action === 'load')
      this.code.emit(Op.LOAD_CLASSDEREF, this.cellIndex(name), pops, pushes)
    else if (access === 'global' && this.pool.isLibrary && action === 'load')
      this.emitName(Op.LOAD_LIBRARY, name, pops, pushes)
    else this.emitName(BY_ACCESS[action][access], name, pops, pushes)
  }
}
