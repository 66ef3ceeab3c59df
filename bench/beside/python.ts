/** Runs one of this folder's Python scripts in an interpreter of this machine. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { packageRoot } from '../../src/base/package-root.ts'

/** What the script prints as JSON. Throws where the interpreter or a package is missing. */
export function pythonResult<T>(python: string, script: string, ...args: readonly string[]): T {
  const path = join(packageRoot, 'bench', 'beside', script)
  return JSON.parse(execFileSync(python, [path, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })) as T
}

/** `CPython 3.12.1` */
export function pythonName(python: string): string {
  return ask(python, 'import platform; print(platform.python_implementation(), platform.python_version())')
}

export function hasModule(python: string, name: string): boolean {
  return ask(python, `import importlib.util; print(importlib.util.find_spec('${name}') is not None)`) === 'True'
}

function ask(python: string, text: string): string {
  return execFileSync(python, ['-c', text], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
}
