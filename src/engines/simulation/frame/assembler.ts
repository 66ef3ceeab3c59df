/**
 * Instructions of one code unit while it is compiled: labels, the depth of the value stack, and (3.14+) which loads of
 * local variables borrow: those whose reference is used up in the same basic block, while the variable keeps its value, in
 * code that something else than an exception leads to (optimize_load_fast in Python/flowgraph.c).
 */
import { assert } from '../../../base/assert.ts'
import type { Machine } from '../machine.ts'
import type { CodeHandler, HandlerKind } from './handler.ts'
import { Op } from './opcodes.ts'

export interface Label {
  /** Index of the instruction that it stands before; −1 until placed. */
  at: number
  /** Instructions whose argument it is. */
  readonly users: number[]
  /** What leads to it. */
  reach: Reach
}

/** How what is emitted may come to run: not at all, only behind a handler, or without an exception. */
const Reach = { never: 0, handled: 1, plainly: 2 } as const
type Reach = (typeof Reach)[keyof typeof Reach]

/** What an exception does in the instructions that a `try`, a `with` or a handler covers. */
export interface Handler {
  readonly label: Label
  /** Of the value stack, without what is pushed. */
  readonly depth: number
  readonly kind: HandlerKind
  readonly outer: Handler | undefined
}

export interface Finished {
  /** Word index of the first instruction. */
  readonly start: number
  readonly handlers: readonly CodeHandler[]
  /** By instruction the index of the innermost handler, or −1; empty where there is none. */
  readonly handlerOf: Int16Array
}

function further(a: Reach, b: Reach): Reach {
  return a > b ? a : b
}

const NO_HANDLERS = new Int16Array(0)

/** What does not go on with the next instruction. */
const ENDS: ReadonlySet<number> = new Set([
  Op.RETURN_VALUE,
  Op.RETURN_FROM_GENERATOR,
  Op.RAISE,
  Op.RERAISE,
  Op.RAISE_ASSERTION,
  Op.JUMP,
  Op.JUMP_BACKWARD,
])

/** Not the load of a local variable. */
const NOT_LOCAL = -1

export class Assembler {
  private readonly words: number[] = []
  private readonly covered: (Handler | undefined)[] = []
  /** The innermost one that covers what is emitted. */
  handler: Handler | undefined
  private readonly labels: Label[] = []
  depth = 0
  /** How many values more CPython has on its stack: one beneath each function that is about to be called (3.11+). */
  padding = 0
  private reach: Reach = Reach.plainly
  stackSize = 0
  /** Who pushed what lies on the stack since the block began: an instruction that loads a local, or NOT_LOCAL. */
  private block: number[] = []
  private readonly borrows: boolean

  /** Nothing of it is kept: jumps to labels of other code leave no mark there. */
  private readonly isDiscarded: boolean

  constructor(borrows: boolean, isDiscarded = false) {
    this.borrows = borrows
    this.isDiscarded = isDiscarded
  }

  /** The instruction takes `pops` values and leaves `pushes`. */
  emit(op: number, argument: number, pops: number, pushes: number): void {
    assert(argument >= 0 && argument < 2 ** 24, 'an argument has 24 bits')
    const at = this.words.length
    this.words.push(op | (argument << 8))
    this.covered.push(this.handler)
    this.depth -= pops
    assert(this.depth >= 0, 'no instruction pops from an empty stack')
    this.depth += pushes
    this.reserve(0)
    if (this.borrows) this.follow(at, op, argument, pops, pushes)
    if (ENDS.has(op)) this.reach = Reach.never
  }

  /** So many values more than even that. What never runs needs no room. */
  reserve(extra: number): void {
    const size = this.depth + this.padding + extra
    if (this.reach !== Reach.never && size > this.stackSize) this.stackSize = size
  }

  private follow(at: number, op: number, argument: number, pops: number, pushes: number): void {
    const { block } = this
    switch (op) {
      case Op.LOAD_FAST:
        block.push(this.reach === Reach.plainly ? at : NOT_LOCAL)
        return
      case Op.STORE_FAST:
      case Op.DELETE_FAST:
        if (pops === 1) block.pop()
        // A load of the variable that still lies on the stack needs a reference of its own.
        for (let i = 0; i < block.length; i++)
          if (block[i] !== NOT_LOCAL && (this.words[block[i] as number] as number) >>> 8 === argument)
            block[i] = NOT_LOCAL
        return
      case Op.SWAP:
        this.endBlock()
        return
      case Op.DUP_TOP:
      case Op.GET_ITER:
        if (block.length > 0) block[block.length - 1] = NOT_LOCAL
        if (op === Op.DUP_TOP) block.push(NOT_LOCAL)
        return
      case Op.LOAD_METHOD: {
        // The object stays as `self`.
        const self = block.pop() ?? NOT_LOCAL
        block.push(NOT_LOCAL, self)
        return
      }
      default:
        for (let i = 0; i < pops; i++) {
          const load = block.pop() ?? NOT_LOCAL
          if (load !== NOT_LOCAL) this.words[load] = ((this.words[load] as number) & ~0xff) | Op.LOAD_FAST_BORROW
        }
        for (let i = 0; i < pushes; i++) block.push(NOT_LOCAL)
    }
  }

  /** The stack is not what it was known to be. */
  private endBlock(): void {
    this.block = []
  }

  newLabel(): Label {
    const label = { at: -1, users: [], reach: Reach.never }
    this.labels.push(label)
    return label
  }

  place(label: Label): void {
    assert(label.at < 0, 'a label is placed once')
    label.at = this.words.length
    this.reach = further(this.reach, label.reach)
    this.endBlock()
  }

  jump(op: number, label: Label, pops: number, pushes = 0): void {
    if (!this.isDiscarded) {
      label.users.push(this.words.length)
      label.reach = further(label.reach, this.reach)
    }
    this.emit(op, 0, pops, pushes)
    this.endBlock()
  }

  /** What follows is covered by a handler at `label`, until `popHandler`. */
  pushHandler(label: Label, kind: HandlerKind, depth = this.depth): void {
    if (this.reach !== Reach.never) label.reach = further(label.reach, Reach.handled)
    this.handler = { label, depth, kind, outer: this.handler }
    this.endBlock()
  }

  popHandler(): void {
    assert(this.handler !== undefined, 'handlers are left in the order in which they were entered')
    this.handler = this.handler.outer
    this.endBlock()
  }

  /** Instructions of these operations get another argument: cells lie behind the local variables. */
  relocate(ops: ReadonlySet<number>, places: readonly number[]): void {
    const { words } = this
    for (let i = 0; i < words.length; i++) {
      const word = words[i] as number
      if (ops.has(word & 255)) words[i] = (word & 255) | ((places[word >>> 8] as number) << 8)
    }
  }

  /** Instructions that come before all others. */
  prepend(instructions: readonly (readonly [op: number, argument: number])[]): void {
    const count = instructions.length
    this.words.unshift(...instructions.map(([op, argument]) => op | (argument << 8)))
    this.covered.unshift(...instructions.map(() => undefined))
    for (const label of this.labels) {
      label.at += count
      for (let i = 0; i < label.users.length; i++) label.users[i] = (label.users[i] as number) + count
    }
  }

  /** Writes the instructions into the code segment. */
  finish(m: Machine): Finished {
    const { words } = this
    const start = m.space.takeCode(words.length * 4) >> 2
    for (const { at, users } of this.labels) {
      for (const user of users) words[user] = (words[user] as number) | ((start + at) << 8)
    }
    for (let i = 0; i < words.length; i++) m.i32[start + i] = words[i] as number
    return { start, ...this.handlersFrom(start) }
  }

  private handlersFrom(start: number): Omit<Finished, 'start'> {
    const indexes = new Map<Handler, number>()
    const handlers: CodeHandler[] = []
    const indexOf = (handler: Handler | undefined): number => {
      if (handler === undefined) return -1
      const known = indexes.get(handler)
      if (known !== undefined) return known
      const outer = indexOf(handler.outer)
      const { depth, kind, label } = handler
      const index = handlers.push({ target: start + label.at, depth, kind, outer }) - 1
      indexes.set(handler, index)
      return index
    }
    const handlerOf = this.covered.map(indexOf)
    return { handlers, handlerOf: handlers.length === 0 ? NO_HANDLERS : Int16Array.from(handlerOf) }
  }
}
