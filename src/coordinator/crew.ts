/**
 * The worker threads: one piscina of a single thread for each slot, so that a slot, its thread, its engines and its
 * control block belong together, and a thread that must be ended takes nobody else with it. The only file that knows
 * piscina. Engines are opened inside the threads and stay open from task to task.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Piscina } from 'piscina'
import { assert, present } from '../base/assert.ts'
import { packageRoot } from '../base/package-root.ts'
import { ControlBlock } from '../task/control-block.ts'
import type { TaskName } from '../task/messages.ts'

export interface Crew {
  /** Number of slots, numbered from 0. */
  readonly size: number
  /** Runs a task in a slot that has none. Rejects when the thread dies or is ended; never for what a task says. */
  run<Reply>(slot: number, task: TaskName, request: object): Promise<Reply>
  control(slot: number): ControlBlock
  /** Ends the slot's thread at once; its task rejects, and a new thread takes its place. */
  end(slot: number): void
  /** Ends all engines in order, then all threads. */
  close(): Promise<void>
}

interface Slot {
  readonly thread: Piscina
  readonly control: ControlBlock
  running: AbortController | undefined
}

/**
 * The heap of JavaScript objects that a thread may fill. Beyond it V8 ends the thread and not the process, unless one single
 * allocation is too large for V8: see docs/adding-an-engine.md. What lies in buffers (Pyodide, the simulation) does not count.
 */
const HEAP_MB = 1_024

/**
 * The stack of a thread: the simulation nests deallocations as deep as CPython 3.13 does (gc/trashcan.ts). With more, the
 * stack inside an interpreter in WebAssembly, which nobody checks, might end before this one.
 */
const STACK_MB = 16

/** How long an engine may take to end by itself before its thread is ended. */
const CLOSE_MS = 3_000

export function openCrew(size: number): Crew {
  assert(size >= 1, 'a crew has at least one worker')
  assert(existsSync(workerFile('fuzz')), 'the workers are built: `npm run build` makes dist/workers')
  const slots = Array.from({ length: size }, openSlot)
  const at = (slot: number): Slot => present(slots[slot], 'the slot is one of the crew')

  return {
    size,
    control: (slot) => at(slot).control,
    end: (slot) => at(slot).running?.abort(),
    run: <Reply>(slot: number, task: TaskName, request: object) => runIn<Reply>(at(slot), task, request),
    close: async () => {
      await Promise.all(slots.map(closeSlot))
    },
  }
}

function workerFile(task: TaskName): string {
  return join(packageRoot, 'dist', 'workers', `${task}.js`)
}

function openSlot(): Slot {
  const thread = new Piscina({
    minThreads: 1,
    maxThreads: 1,
    // A thread that waits in Atomics.wait would not notice that a child process ended.
    atomics: 'disabled',
    idleTimeout: Number.POSITIVE_INFINITY,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, stackSizeMb: STACK_MB },
  })
  // A thread that dies between tasks is replaced; the next task will tell whether that helps.
  thread.on('error', () => {})
  return { thread, control: new ControlBlock(), running: undefined }
}

async function runIn<Reply>(slot: Slot, task: TaskName, request: object): Promise<Reply> {
  assert(slot.running === undefined, 'a slot runs one task at a time')
  const controller = new AbortController()
  slot.running = controller
  try {
    const parcel = { request, control: slot.control.memory }
    return await slot.thread.run(parcel, { filename: workerFile(task), signal: controller.signal })
  } finally {
    slot.running = undefined
  }
}

async function closeSlot(slot: Slot): Promise<void> {
  if (slot.running === undefined) {
    const timer = setTimeout(() => slot.running?.abort(), CLOSE_MS)
    await runIn(slot, 'close', {}).catch(() => {})
    clearTimeout(timer)
  } else {
    slot.running.abort()
  }
  await slot.thread.destroy()
}
