/** Runs the built command line as a user does: a process of its own, in a folder of its own. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { packageRoot } from '../src/base/package-root.ts'

export interface Ended {
  /** As a shell gives it: 128 and the signal's number for a process that a signal has killed. */
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  readonly seconds: number
}

export interface Running {
  readonly pid: number
  readonly ended: Promise<Ended>
  /** Resolves as soon as standard output matches. */
  printed(text: RegExp): Promise<void>
  signal(name: NodeJS.Signals): void
}

const MAIN = join(packageRoot, 'dist', 'src', 'cli', 'main.js')

export function start(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Running {
  if (!existsSync(MAIN)) throw new Error('the tests need a build: npm run build')
  const begun = performance.now()
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  const watchers: (() => void)[] = []
  child.stdout.on('data', (chunk) => {
    stdout += chunk
    for (const watch of watchers) watch()
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) =>
      resolve({ code: code ?? codeOf(signal), stdout, stderr, seconds: (performance.now() - begun) / 1000 }),
    )
  })
  const printed = (text: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => text.test(stdout) && resolve()
      watchers.push(look)
      look()
      void ended.then(() => reject(new Error(`ended without printing ${text}:\n${stdout}\n${stderr}`)))
    })
  return { pid: child.pid ?? 0, ended, printed, signal: (name) => child.kill(name) }
}

function codeOf(signal: NodeJS.Signals | null): number {
  return 128 + (signal === null ? 0 : constants.signals[signal])
}

export function heapsmith(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return start(args, cwd, env).ended
}

/** A folder that is gone after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'heapsmith-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The processes whose command line or folder shows that `folder` belongs to them; Linux only, elsewhere none. */
export function processesIn(folder: string): readonly string[] {
  if (!existsSync('/proc/self/cmdline')) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => readOrEmpty(`/proc/${pid}/environ`))
    .filter((environment) => environment.includes(folder))
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

// biome-ignore lint/suspicious/noExplicitAny: what a test asks of a report says itself what it expects
export function reportIn(folder: string): any {
  return JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))
}
