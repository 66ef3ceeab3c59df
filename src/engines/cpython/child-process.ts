/**
 * One Python process: started, greeted, fed with batches, ended. Knows the pipe's protocol (child.py) and nothing of
 * cases. Never throws because of what the process does: it reports answers and its end.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { present } from '../../base/assert.ts'
import { EngineUnavailable } from '../engine.ts'
import { type Greeting, readGreeting } from '../python/greeting.ts'
import { preambleText } from '../python/preamble.ts'
import { HALF_BYTES, LOG_START, LogFile } from './log-file.ts'

/** Where the log file stands among the child's open files. */
const LOG_DESCRIPTOR = 3
const START_LIMIT_MS = 30_000
const ERROR_TEXT_MAX = 4096

export interface ChildEvents {
  answered(sequence: number, length: number): void
  /** `how` is a signal's name or an exit code. Called once, unless the process is closed before. */
  ended(how: string): void
}

export interface Batch {
  readonly slot: number
  readonly sequence: number
  readonly keep: number
  readonly texts: readonly string[]
  readonly operations: readonly number[]
  readonly memoryBytes: number
}

export class PythonProcess {
  readonly log: LogFile
  greeting!: Greeting
  private readonly child: ChildProcess
  private received: Buffer = Buffer.alloc(0)
  private errors = ''
  private exited = false

  private constructor(path: string, log: LogFile) {
    this.log = log
    const script = preambleText({ file: LOG_DESCRIPTOR, start: LOG_START, size: HALF_BYTES, parent: process.pid }, [
      'src/engines/cpython/child.py',
    ])
    // Not -I: it would ignore PYTHONHASHSEED. No `site`, no user's folder, no byte code files, UTF-8 everywhere.
    this.child = spawn(path, ['-s', '-S', '-B', '-X', 'utf8', '-c', script], {
      stdio: ['pipe', 'pipe', 'pipe', this.log.descriptor],
      env: childEnvironment(),
      cwd: '/',
    })
    this.child.stderr?.on('data', (data: Buffer) => {
      if (this.errors.length < ERROR_TEXT_MAX) this.errors += data.toString('utf8')
    })
    this.child.stdin?.on('error', () => {})
  }

  /** Starts `path` and waits until it has told what it is. */
  static async start(path: string, id: string): Promise<PythonProcess> {
    const log = new LogFile()
    let python: PythonProcess | undefined
    try {
      python = new PythonProcess(path, log)
      python.greeting = readGreeting(await python.readGreetingText())
      return python
    } catch (error) {
      python?.kill()
      log.close()
      const reason = python?.errors.trim().split('\n').at(-1) || (error as Error).message
      throw new EngineUnavailable(`engine ${id} cannot be started: ${path}: ${reason}; it takes a CPython 3.8 or later`)
    }
  }

  private readGreetingText(): Promise<string> {
    const output = present(this.child.stdout, 'standard output is a pipe') as Readable
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`it said nothing for ${START_LIMIT_MS} ms`)), START_LIMIT_MS)
      const settle = (then: () => void): void => {
        clearTimeout(timer)
        output.off('data', take)
        then()
      }
      const take = (data: Buffer): void => {
        this.received = Buffer.concat([this.received, data])
        if (this.received.length < 4) return
        const end = 4 + this.received.readUInt32LE(0)
        if (this.received.length < end) return
        const text = this.received.toString('utf8', 4, end)
        this.received = this.received.subarray(end)
        settle(() => resolve(text))
      }
      output.on('data', take)
      this.child.once('error', (error) => settle(() => reject(error)))
      this.child.once('close', (code, signal) => {
        this.exited = true
        settle(() => reject(new Error(`it ended at once (${signal ?? `exit code ${code}`})`)))
      })
    })
  }

  /** From now on answers and the end are reported. */
  listen(events: ChildEvents): void {
    this.child.stdout?.on('data', (data: Buffer) => {
      this.received = this.received.length === 0 ? data : Buffer.concat([this.received, data])
      while (this.received.length >= 8) {
        const sequence = this.received.readUInt32LE(0)
        const length = this.received.readUInt32LE(4)
        this.received = this.received.subarray(8)
        events.answered(sequence, length)
      }
    })
    const ended = (code: number | null, signal: string | null): void => {
      this.exited = true
      events.ended(signal ?? `exit code ${code}`)
    }
    if (this.child.exitCode !== null || this.child.signalCode !== null)
      ended(this.child.exitCode, this.child.signalCode)
    else this.child.once('close', ended)
  }

  get pid(): number {
    return this.child.pid ?? 0
  }

  send({ slot, sequence, keep, texts, operations, memoryBytes }: Batch): void {
    const encoded = texts.map((text) => Buffer.from(text, 'utf8'))
    const textBytes = encoded.reduce((sum, text) => sum + text.length, 0)
    const head = Buffer.alloc(32 + 4 * (texts.length + operations.length))
    let at = 0
    for (const value of [slot, sequence, keep, texts.length, operations.length, textBytes])
      at = head.writeUInt32LE(value, at)
    at = head.writeBigUInt64LE(BigInt(memoryBytes), at)
    for (const text of encoded) at = head.writeUInt32LE(text.length, at)
    for (const operation of operations) at = head.writeUInt32LE(operation, at)
    const input = present(this.child.stdin, 'standard input is a pipe') as Writable
    if (input.writable) input.write(encoded.length === 0 ? head : Buffer.concat([head, ...encoded]))
  }

  kill(): void {
    if (!this.exited) this.child.kill('SIGKILL')
  }

  /** Ends the process and waits for its end. */
  async close(): Promise<void> {
    if (!this.exited) {
      const end = new Promise((resolve) => this.child.once('close', resolve))
      this.kill()
      await end
    }
    this.log.close()
  }
}

function childEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('PYTHON'))
  return { ...Object.fromEntries(kept), PYTHONHASHSEED: '0' }
}
