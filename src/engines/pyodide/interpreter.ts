/**
 * One Pyodide in this thread: loaded, greeted, fed with cases, and replaced when it dies. Silent: whatever Pyodide or a
 * program writes to standard output or error goes nowhere, also when Pyodide dies.
 */
import { assert } from '../../base/assert.ts'
import { EngineUnavailable } from '../engine.ts'
import { type Greeting, readGreeting } from '../python/greeting.ts'
import { preambleText } from '../python/preamble.ts'
import type { Sight } from '../python/walked-snapshot.ts'
import type { PythonModule } from './c-functions.ts'
import type { HeapWalk } from './heap-walk.ts'
import { capturingMemory, limitGrowth, type WasmMemory } from './wasm-memory.ts'
import { watchHeap } from './watch-heap.ts'

/** The part of Pyodide that we use, the same in both versions. */
interface Pyodide {
  runPython(code: string): unknown
  readonly globals: { get(name: string): unknown }
  setInterruptBuffer(buffer: Uint8Array): void
  readonly _module: PythonModule & { readonly memory?: WasmMemory }
  readonly _api: { fatal_error(error: unknown): never }
}

/** Both packages' module; their own types differ in private parts. */
interface PyodideModule {
  loadPyodide(options: object): Promise<Pyodide>
}

export type PyodideVersion = '3.12' | '3.14'

const LOG_START = 4096
const LOG_BYTES = 1 << 23
const OPERATIONS_MAX = 1 << 17

/** How a call into the interpreter ended. */
export type CallEnd =
  | { readonly kind: 'returned'; readonly logBytes: number }
  /** An interrupt hit the harness itself. */
  | { readonly kind: 'interrupted' }
  /** The interpreter is dead; the first line of the reason. */
  | { readonly kind: 'died'; readonly how: string }

export class Interpreter {
  readonly greeting: Greeting
  private readonly pyodide: Pyodide
  private readonly runCase: (count: number) => number
  private readonly learnJoined: (joined: string, keep: number) => void
  private readonly recoverPython: () => void
  private readonly logAt: number
  private readonly operationsAt: number
  private usedBytes = 0
  private memory: WasmMemory | undefined
  private readonly heapBytesAtStart: number
  private readonly walk: HeapWalk | undefined

  private constructor(pyodide: Pyodide) {
    this.pyodide = pyodide
    const config = { file: -1, start: LOG_START, size: LOG_BYTES, parent: 0, operations: OPERATIONS_MAX }
    pyodide.runPython(preambleText(config, ['src/engines/pyodide/inside.py']))
    this.heapBytesAtStart = this.heapBytes
    this.greeting = readGreeting(String(pyodide.globals.get('GREETING')))
    this.runCase = pyodide.globals.get('run_case') as (count: number) => number
    this.learnJoined = pyodide.globals.get('learn_joined') as (joined: string, keep: number) => void
    this.recoverPython = pyodide.globals.get('recover') as () => void
    this.logAt = Number(pyodide.globals.get('LOG_AT'))
    this.operationsAt = Number(pyodide.globals.get('OPERATIONS_AT'))
    this.walk = watchHeap({
      module: pyodide._module,
      greeting: this.greeting,
      landmarks: pyodide.globals.get('landmarks') as () => string,
      changedStatistics: pyodide.globals.get('changed_statistics') as () => string,
      learn: (texts) => this.learn(texts, this.greeting.controlCount),
      run: (operations) => {
        const end = this.run(operations)
        return end.kind === 'returned' ? this.log(end.logBytes) : new Uint8Array(0)
      },
    })
    // Hides what was made for it, and forgets the program that it was tried on.
    this.learn([], this.greeting.controlCount)
  }

  static async load(version: PyodideVersion, id: string, interrupt: Uint8Array | undefined): Promise<Interpreter> {
    try {
      const { loadPyodide } = (version === '3.12'
        ? await import('pyodide-3.12')
        : await import('pyodide-3.14')) as unknown as PyodideModule
      const silent = (): void => {}
      const options = { stdout: silent, stderr: silent, env: { HOME: '/', PYTHONHASHSEED: '0' } }
      const [pyodide, memories] = await capturingMemory(() => loadPyodide(options))
      pyodide._api.fatal_error = (error) => {
        throw error
      }
      const interpreter = new Interpreter(pyodide)
      const { memory } = pyodide._module
      interpreter.memory = [...memories, ...(memory === undefined ? [] : [memory])].find(
        (item) => item.buffer === pyodide._module.HEAPU8.buffer,
      )
      if (interrupt !== undefined) pyodide.setInterruptBuffer(interrupt)
      return interpreter
    } catch (error) {
      throw new EngineUnavailable(`engine ${id} cannot be started: ${firstLine(error)}`)
    }
  }

  /** On top of what the interpreter needs itself. */
  limitMemory(bytes: number): void {
    if (this.memory !== undefined) limitGrowth(this.memory, this.heapBytesAtStart + bytes)
  }

  learn(texts: readonly string[], keep: number): CallEnd {
    return this.call(() => {
      this.learnJoined(texts.join('\0'), keep)
      return 0
    })
  }

  run(operations: readonly number[]): CallEnd {
    assert(operations.length <= OPERATIONS_MAX, 'the operations of a case fit the memory set aside for them')
    const { HEAPU8, HEAPU32 } = this.pyodide._module
    HEAPU8.fill(0, this.logAt, this.logAt + this.usedBytes)
    const first = this.operationsAt >> 2
    HEAPU32.set(operations, first)
    const end = this.call(() => this.runCase(operations.length))
    this.usedBytes = end.kind === 'returned' ? end.logBytes : LOG_BYTES
    return end
  }

  /** After an interrupt that hit the harness: makes it ready for the next case. */
  recover(): CallEnd {
    return this.call(() => {
      this.recoverPython()
      return 0
    })
  }

  /** The log of the last case; a view that is valid until the next call. */
  log(length: number): Uint8Array {
    return this.pyodide._module.HEAPU8.subarray(this.logAt, this.logAt + length)
  }

  /** The log of an interpreter that died: up to the last byte that is not zero. */
  logOfTheDead(): { readonly bytes: Uint8Array; readonly end: number } {
    const bytes = this.log(LOG_BYTES)
    let end = bytes.length
    while (end > 0 && bytes[end - 1] === 0) end--
    return { bytes, end }
  }

  /** What was seen of the memory in the last case, apart from what the log tells. */
  takeSights(): readonly Sight[] {
    return this.walk?.takeSights() ?? []
  }

  get heapBytes(): number {
    return this.pyodide._module.HEAPU8.length
  }

  private call(body: () => number): CallEnd {
    try {
      return { kind: 'returned', logBytes: body() }
    } catch (error) {
      if (error instanceof Error && (error as { type?: string }).type === 'KeyboardInterrupt')
        return { kind: 'interrupted' }
      return { kind: 'died', how: firstLine(error) }
    }
  }
}

/** Pyodide's errors carry its whole source or a Python traceback: for the latter, the last line tells. */
function firstLine(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const lines = text.trim().split('\n')
  const line = text.includes('Traceback (most recent call last)') ? lines.at(-1) : lines[0]
  return (line ?? '').slice(0, 200)
}
