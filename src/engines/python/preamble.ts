/** The Python text of the harness, with its configuration in front. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../base/package-root.ts'
import { BUILTIN_NAMES } from '../../program/ast.ts'

const PARTS = ['harness.py', 'baseline.py', 'snapshot.py', 'facts.py', 'hello.py'] as const

/** The working directory is no place to import from; and what no harness of ours can run on says so itself. */
const GUARD = `import sys
sys.path[:] = [folder for folder in sys.path if folder]
if sys.implementation.name != 'cpython' or sys.version_info < (3, 8):
    sys.exit('this is %s %d.%d' % ((sys.implementation.name,) + sys.version_info[:2]))
if not getattr(sys, '_is_gil_enabled', bool)() and hasattr(sys, '_is_gil_enabled'):
    sys.exit('this is a build without the global interpreter lock')
`

export interface HarnessConfig {
  /** File descriptor of the log, or -1 for memory of the interpreter's own. */
  readonly file: number
  /** Where the log's first half begins, and how large each half is. */
  readonly start: number
  readonly size: number
  /** The process that the child must not outlive. */
  readonly parent: number
  /** How many operations a case may have, where they are handed over in memory. */
  readonly operations?: number
}

/** Source of engines/python as one Python module; `more` are paths of further parts, from the package's root. */
export function preambleText(config: HarnessConfig, more: readonly string[] = []): string {
  const builtins = BUILTIN_NAMES.map((name) => `'${name}'`).join(', ')
  const { file, start, size, parent, operations = 0 } = config
  const head = `${GUARD}CONFIG = {'file': ${file}, 'start': ${start}, 'size': ${size}, 'parent': ${parent}, 'operations': ${operations}, 'builtins': (${builtins})}\n`
  const folder = join('src', 'engines', 'python')
  const paths = [...PARTS.map((part) => join(folder, part)), ...more]
  return head + paths.map((path) => readFileSync(join(packageRoot, path), 'utf8')).join('\n')
}
