/** A process that is asked and answers in lines. It runs in a process group of its own, all of which ends with it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { present } from '../../base/assert.ts'

const ERROR_TEXT_MAX = 4096

/** `how`: a signal's name or an exit code. */
export class ProcessEnded extends Error {
  override name = 'ProcessEnded'
  readonly how: string

  constructor(how: string, said: string) {
    super(said === '' ? `it ended (${how})` : `it ended (${how}): ${said}`)
    this.how = how
  }
}

export class LineProcess {
  private readonly child: ChildProcess
  private readonly lines: string[] = []
  private errors = ''
  private ending: Promise<void>
  private over: ProcessEnded | undefined
  private wake: () => void = () => {}

  /** `command` is one of the system's shell. */
  constructor(command: string) {
    this.child = spawn(command, { shell: true, detached: process.platform !== 'win32' })
    this.child.stderr?.on('data', (data: Buffer) => {
      if (this.errors.length < ERROR_TEXT_MAX) this.errors += data.toString('utf8')
    })
    // It may have ended before it has read all.
    this.child.stdin?.on('error', () => {})
    const reader = createInterface({ input: present(this.child.stdout, 'standard output is a pipe') })
    reader.on('line', (line) => {
      this.lines.push(line)
      this.wake()
    })
    this.ending = new Promise((resolve) => {
      const over = (how: string): void => {
        this.over ??= new ProcessEnded(how, this.errors.trim().split('\n').at(-1) ?? '')
        this.wake()
        resolve()
      }
      this.child.once('error', (error) => over(error.message))
      this.child.once('close', (code, signal) => over(signal ?? `exit code ${code}`))
    })
  }

  send(line: string): void {
    this.child.stdin?.write(`${line}\n`)
  }

  /** The next line; undefined where none comes in so many milliseconds. Throws {@link ProcessEnded}. */
  async line(limitMs: number): Promise<string | undefined> {
    if (this.lines.length === 0 && this.over === undefined) {
      let timer: NodeJS.Timeout | undefined
      await new Promise<void>((resolve) => {
        this.wake = resolve
        timer = setTimeout(resolve, Math.max(0, limitMs))
      })
      clearTimeout(timer)
      this.wake = () => {}
    }
    const line = this.lines.shift()
    if (line === undefined && this.over !== undefined) throw this.over
    return line
  }

  /** Ends it, with whatever it has started, and waits for that. */
  async end(): Promise<void> {
    const { pid } = this.child
    if (this.over === undefined && pid !== undefined) {
      try {
        process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
      } catch {
        // It has just ended by itself.
      }
    }
    await this.ending
  }
}
