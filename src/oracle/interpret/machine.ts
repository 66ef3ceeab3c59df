/**
 * What compiled code runs on: the world, the running frame, and what a call leaves for its caller. Code is compiled
 * once a statement (see `compile/`) and holds nothing of a case: everything that a case changes is here.
 */
import { MODULES } from '../builtins/names.ts'
import type { Frame } from '../frame.ts'
import type { FunctionCode, Value } from '../thing.ts'
import type { World } from '../world.ts'

/** Evaluates an expression to an owned value. What waits for another value lies on the world's stack. */
export type Run = (machine: Machine) => Value

/** Executes a statement. */
export type Act = (machine: Machine) => Completion

/** Stores an owned value. */
export type Store = (machine: Machine, value: Value) => void

export type Completion = 'normal' | 'break' | 'continue' | 'return'

const MODULE_FRAME: Frame = { code: null, locals: [], members: null }

export class Machine {
  readonly world: World
  frame: Frame = MODULE_FRAME
  /** How deep calls of program functions are nested. */
  depth = 0
  /** Rounds of loops so far. */
  rounds = 0
  /** The value of the return statement that completed last, owned. */
  returned: Value = null

  /** The namespace starts with the modules in it. */
  constructor(world: World) {
    this.world = world
    for (const module of MODULES) world.globals.set(module.name, module)
  }
}

/** The code of a program function. Its body is compiled when it is called first: many functions never are. */
export class CompiledFunction implements FunctionCode {
  readonly name: string
  readonly parameterCount: number
  /** Parameters without a default value. */
  readonly requiredCount: number
  /** All slots unbound: what the locals of a call are copied from. */
  readonly unbound: readonly undefined[]
  private readonly compileBody: () => Act
  private compiled: Act | null = null

  constructor(name: string, parameterCount: number, requiredCount: number, slots: number, compileBody: () => Act) {
    this.name = name
    this.parameterCount = parameterCount
    this.requiredCount = requiredCount
    this.unbound = new Array(slots).fill(undefined)
    this.compileBody = compileBody
  }

  get body(): Act {
    if (this.compiled === null) this.compiled = this.compileBody()
    return this.compiled
  }
}
