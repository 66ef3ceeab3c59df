/** What is known while one code unit (statement, function body, class body) is compiled. */
import type { Machine } from '../machine.ts'
import type { Address } from '../memory/layout.ts'
import { Assembler, type Label } from './assembler.ts'
import type { Code } from './code.ts'
import type { ConstantPool } from './constants.ts'
import type { Constant } from './fold.ts'
import { Op } from './opcodes.ts'

export interface Loop {
  readonly head: Label
  readonly end: Label
  /** A `for` keeps its iterator on the stack. */
  readonly holdsIterator: boolean
}

export class Unit {
  readonly m: Machine
  readonly kind: Code['kind']
  readonly pool: ConstantPool
  readonly code: Assembler
  /** Names that are variables of this function. */
  readonly locals: ReadonlySet<string>
  readonly globals: ReadonlySet<string>
  /** Index by name, in the order in which the compiler meets them. */
  readonly indexes = new Map<string, number>()
  readonly loops: Loop[] = []

  constructor(
    m: Machine,
    kind: Code['kind'],
    pool: ConstantPool,
    locals: ReadonlySet<string>,
    globals: ReadonlySet<string>,
  ) {
    this.m = m
    this.kind = kind
    this.pool = pool
    this.locals = locals
    this.globals = globals
    this.code = new Assembler(kind === 'function' && m.semantics.localRefcount === 1)
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

  isLocal(name: string): boolean {
    return this.kind === 'function' && this.locals.has(name)
  }

  /** Read, bound or deleted by way of a dict: the globals, or the namespace of a class body. */
  load(name: string): void {
    if (this.isLocal(name)) this.code.emit(Op.LOAD_FAST, this.localIndex(name), 0, 1)
    else this.emitName(this.isGlobal(name) ? Op.LOAD_GLOBAL : Op.LOAD_NAME, name, 0, 1)
  }

  store(name: string): void {
    if (this.isLocal(name)) this.code.emit(Op.STORE_FAST, this.localIndex(name), 1, 0)
    else this.emitName(this.isGlobal(name) ? Op.STORE_GLOBAL : Op.STORE_NAME, name, 1, 0)
  }

  delete(name: string): void {
    if (this.isLocal(name)) this.code.emit(Op.DELETE_FAST, this.localIndex(name), 0, 0)
    else this.emitName(this.isGlobal(name) ? Op.DELETE_GLOBAL : Op.DELETE_NAME, name, 0, 0)
  }

  private isGlobal(name: string): boolean {
    return this.kind === 'function' || this.globals.has(name)
  }
}
