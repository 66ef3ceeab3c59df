/**
 * What compiled code runs on: the world, the running frame, and what a call leaves for its caller. Code is compiled
 * once a statement (see `compile/`) and holds nothing of a case: everything that a case changes is here.
 */
import { assert } from '../../base/assert.ts'
import { Undecided } from '../atom.ts'
import { emptyCell } from '../builtins/make.ts'
import { MODULES } from '../builtins/names.ts'
import { endFrame } from '../end-frame.ts'
import { newFrame, OUTSIDE } from '../frame.ts'
import { CALLS_WITHOUT_END, NESTED_TOO_DEEP } from '../recursion.ts'
import type { CellSlot, Layout } from '../scope.ts'
import type { Frame, Steps } from '../thing.ts'
import { type FunctionCode, Thing, type Value } from '../thing.ts'
import { releaseLocals } from '../unraisable.ts'
import type { World } from '../world.ts'

/** Evaluates an expression to an owned value. What waits for another value lies on the world's stack. */
export type Run = (machine: Machine) => Value

/** Executes a statement. */
export type Act = (machine: Machine) => Completion

/** Stores an owned value. */
export type Store = (machine: Machine, value: Value) => void

export type Completion = 'normal' | 'break' | 'continue' | 'return'

const CALL_DEPTH_MAX = 120
const CALLS_MAX = 100_000

export class Machine {
  readonly world: World
  frame: Frame = newFrame(null, [], null)
  /** How deep calls of program functions are nested. */
  depth = 0
  /** Rounds of loops so far. */
  rounds = 0
  /** Calls of program functions so far. */
  calls = 0
  /** The value of the return statement that completed last, owned. */
  returned: Value = null
  /** Operands of a generator's, for the code that works on them at once; owned. */
  readonly evaluated: Value[] = []
  /** Whether the `yield` that a generator stops at now stands inside a `try` or `with`. */
  waitsGuarded = false
  /** How the argument of `sys.getrefcount` that is evaluated now was loaded; of a local variable from 3.14 on. */
  counted: 'owned' | 'borrowed' | 'unknown' = 'unknown'
  /** Containers that comprehensions fill, the innermost last; each lies on the stack, too. */
  readonly filling: Thing[] = []

  /** The namespace starts with the modules in it. */
  constructor(world: World) {
    this.world = world
    world.frames.push(this.frame)
    for (const module of MODULES) world.globals.set(module.name, module)
  }

  /** The frame of a top-level statement begins with empty cells, for variables of comprehensions that run there. */
  beginStatement(cells: number): void {
    const { frame, world } = this
    frame.locals.length = 0
    for (let i = 0; i < cells; i++) frame.locals.push(emptyCell(world))
  }

  /** Each top-level statement runs in a frame of its own. */
  nextStatement(): void {
    const { frame, world } = this
    if (frame.thing === null) return releaseLocals(world, frame)
    this.frame = newFrame(null, [], null)
    endFrame(world, frame, null, null)
    world.frames.push(this.frame)
  }

  /** Between two statements, when their value or exception is let go. */
  outside(work: () => void): void {
    const { frame } = this
    this.frame = OUTSIDE
    work()
    this.frame = frame
  }

  enterCall(): void {
    if (++this.depth > CALL_DEPTH_MAX) throw new Undecided(NESTED_TOO_DEEP)
    if (++this.calls > CALLS_MAX) throw new Undecided(CALLS_WITHOUT_END)
  }

  leaveCall(): void {
    this.depth--
  }

  /** Begins the body of a generator function, whose frame it is. */
  startSteps({ code }: Frame): Steps {
    assert(code instanceof CompiledFunction, 'the frame of a generator has code')
    return code.start(this)
  }
}

/** How the body of a function runs: at once, or step by step. */
export type Body = { readonly act: Act } | { readonly start: (machine: Machine) => Steps }

/** The code of a program function. Its body is compiled when it is called first: many functions never are. */
export class CompiledFunction implements FunctionCode {
  readonly name: string
  readonly parameterCount: number
  /** Parameters without a default value. */
  readonly requiredCount: number
  /** All slots unbound: what the locals of a call are copied from. */
  readonly unbound: readonly undefined[]
  readonly cells: readonly CellSlot[] | null
  readonly firstFree: number
  readonly isGenerator: boolean
  /** It can be called with one argument, and is no comprehension: engines tell when it is entered. */
  readonly isReported: boolean
  /** Code of the standard library. */
  readonly isLibrary: boolean
  /** Its last parameter takes all further arguments, as a tuple. */
  readonly takesRest: boolean
  private readonly compileBody: () => Body
  private compiled: Body | null = null
  private act: Act | null = null

  constructor(
    name: string,
    parameterCount: number,
    requiredCount: number,
    layout: Layout,
    isGenerator: boolean,
    compileBody: () => Body,
    isLibrary = false,
    takesRest = false,
  ) {
    this.name = name
    this.parameterCount = parameterCount
    this.requiredCount = requiredCount
    this.unbound = new Array(layout.size).fill(undefined)
    this.cells = layout.cells
    this.firstFree = layout.firstFree
    this.isGenerator = isGenerator
    const isWritten = name === '<lambda>' || !name.startsWith('<')
    this.isLibrary = isLibrary
    this.takesRest = takesRest
    this.isReported = !isLibrary && isWritten && parameterCount >= 1 && requiredCount <= 1
    this.compileBody = compileBody
  }

  /** The first argument of a call, also where it lies in a cell. */
  argument({ locals }: Frame): Value | undefined {
    const cell = this.cells?.find(({ parameter }) => parameter === 0)
    const value = locals[cell === undefined ? 0 : cell.slot]
    return cell === undefined || !(value instanceof Thing) ? value : value.items[0]
  }

  get body(): Act {
    if (this.act === null) {
      const body = this.code
      assert('act' in body, 'what is no generator function runs at once')
      this.act = body.act
    }
    return this.act
  }

  /** Begins the body of a generator function. */
  start(machine: Machine): Steps {
    const body = this.code
    assert('start' in body, 'a generator function runs step by step')
    return body.start(machine)
  }

  private get code(): Body {
    if (this.compiled === null) this.compiled = this.compileBody()
    return this.compiled
  }
}
