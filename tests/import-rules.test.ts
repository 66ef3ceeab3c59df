/**
 * The import table and the lint rules, and proof that they bite: a small tree with one forbidden import for each rule
 * is refused for exactly that, and the real tree is not refused at all.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { packageRoot } from '../src/base/package-root.ts'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

/** A tree of these files, under the project's own configuration. */
function plant(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'heapsmith-'))
  folders.push(folder)
  for (const name of ['.dependency-cruiser.cjs', 'biome.json', 'package.json'])
    cpSync(join(packageRoot, name), join(folder, name))
  symlinkSync(join(packageRoot, 'node_modules'), join(folder, 'node_modules'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

/** `rule: from → to`, sorted. */
function refusals(folder: string, roots: readonly string[]): readonly string[] {
  const tool = join(packageRoot, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs')
  const command = [tool, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...roots]
  const output = run(command, folder)
  const { summary } = JSON.parse(output) as {
    summary: { violations: { rule: { name: string }; from: string; to: string }[] }
  }
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).sort()
}

function run(command: readonly string[], cwd: string): string {
  try {
    return execFileSync(process.execPath, [...command], { cwd, encoding: 'utf8', maxBuffer: 2 ** 28, stdio: 'pipe' })
  } catch (error) {
    // The exit code counts violations.
    return (error as { stdout: string }).stdout
  }
}

/** Reaches and is reached, so that only the planted import is wrong. */
const lawful = {
  'src/cli/main.ts': [
    "import { clock } from '../base/clock.ts'",
    "import '../coordinator/crew.ts'",
    "import '../engines/registry.ts'",
  ].join('\n'),
  'src/base/clock.ts': 'export const clock = 1\n',
  'src/coordinator/crew.ts': "import 'piscina'\n",
  'src/engines/registry.ts': "import './cpython/child.ts'\nimport '../../fuzz/defects/marks.ts'\n",
  'fuzz/defects/marks.ts': 'export const marks = 1\n',
  'src/engines/cpython/child.ts': "import 'node:child_process'\n",
}

/** Each in a file of its own, numbered in this order. */
const PLANTED: readonly (readonly [rule: string, folder: string, line: string])[] = [
  ['layer-base', 'src/base', "import '../cli/main.ts'"],
  ['layer-oracle', 'src/oracle', "import '../engines/registry.ts'"],
  ['layer-oracle', 'src/oracle', "import type { x } from '../cli/main.ts'"],
  ['layer-generate', 'src/generate', "import '../coordinator/crew.ts'"],
  ['layer-report', 'src/report', "import '../coordinator/crew.ts'"],
  ['layer-coordinator', 'src/coordinator', "import '../engines/registry.ts'"],
  ['engines-know-only-themselves', 'src/engines/pyodide', "import '../cpython/child.ts'"],
  ['engines-know-only-themselves', 'src/engines/pyodide', "import '../../cli/main.ts'"],
  ['engine-interface', 'src/engines', "import '../cli/main.ts'"],
  ['only-the-registry-opens-engines', 'src/cli', "import '../engines/cpython/child.ts'"],
  ['workers-hold-no-logic', 'workers', "import '../src/coordinator/crew.ts'"],
  ['defects-are-planted-from-outside', 'src/cli', "import '../../fuzz/defects/marks.ts'"],
  ['defects-replace-engines-or-the-oracle', 'fuzz/defects', "import '../../src/coordinator/crew.ts'"],
  ['every-folder-is-in-the-table', 'src/elsewhere', "import '../base/clock.ts'"],
  ['child-processes-only-in-engines', 'src/cli', "import 'node:child_process'"],
  ['child-processes-only-in-engines', 'src/task', "import 'child_process'"],
  ['piscina-only-in-crew', 'src/cli', "import 'piscina'"],
  ['no-unlisted-packages', 'src/cli', "import 'fast-check'"],
  ['everything-resolves', 'src/cli', "import './not-there.ts'"],
  ['no-cycles', 'src/cli', "import './main.ts'"],
  ['no-cycles', 'src/cli', "import type { x } from './main.ts'"],
  ['nothing-imports-tests', 'src/cli', "import './some.test.ts'"],
  ['nothing-imports-tests', 'src/cli', "import './some.test-support.ts'"],
]

const pathOf = (index: number) => `${PLANTED[index]?.[1]}/planted-${index}.ts`

function plantedTree(): string {
  const planted = PLANTED.map(([, , line], i) => [pathOf(i), `${line}\n`])
  const reached = PLANTED.map((_, i) => `import '../../${pathOf(i)}'`)
  const main = [lawful['src/cli/main.ts'], ...reached].join('\n')
  const tests = { 'src/cli/some.test.ts': '', 'src/cli/some.test-support.ts': '' }
  return plant({ ...lawful, ...tests, ...Object.fromEntries(planted), 'src/cli/main.ts': main })
}

describe('the import table', () => {
  const found = refusals(plantedTree(), ['src', 'workers', 'fuzz'])

  it('refuses nothing of a lawful tree', () => {
    expect(refusals(plant(lawful), ['src'])).toEqual([])
  })

  it.each(PLANTED.map((planted, i) => [...planted, i] as const))('%s bites: in %s, %s', (rule, _folder, _line, i) => {
    expect(found.some((line) => line.startsWith(`${rule}: `) && line.includes(pathOf(i)))).toBe(true)
  })

  it('refuses files that nothing uses', () => {
    const files = { ...lawful, 'src/base/alone.ts': 'export {}\n', 'src/cli/unused.ts': "import '../base/clock.ts'\n" }
    const found = refusals(plant(files), ['src'])
    expect(found).toContain('no-orphans: src/base/alone.ts → src/base/alone.ts')
    expect(found.some((line) => line.startsWith('no-dead-files') && line.endsWith('src/cli/unused.ts'))).toBe(true)
  })

  it('refuses nothing of the real tree', () => {
    expect(refusals(packageRoot, ['src', 'workers', 'bench', 'fuzz'])).toEqual([])
  })
})

describe('the lint rules', () => {
  const lint = (line: string, path = 'src/cli/planted.ts') => {
    const folder = plant({ [path]: `${line}\n`, 'src/cli/other.ts': 'export const a = 1\n' })
    const tool = join(packageRoot, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')
    const { diagnostics } = JSON.parse(run([tool, 'lint', '--reporter=json', path], folder)) as {
      diagnostics: { category: string; severity: string }[]
    }
    return diagnostics.filter(({ severity }) => severity === 'error').map(({ category }) => category)
  }

  it.each([
    ['lint/style/noRestrictedGlobals', 'export const now = Date.now()'],
    ['lint/style/noRestrictedGlobals', 'export const now = performance.now()'],
    ['lint/style/noDefaultExport', 'export default 1'],
    ['lint/correctness/useImportExtensions', "export { a } from './other'"],
    ['lint/suspicious/noExplicitAny', 'export const a: any = 1'],
  ])('%s bites: %s', (rule, line) => {
    expect(lint(line)).toContain(rule)
  })

  it('let the clock read the time', () => {
    expect(lint('export const now = performance.now()', 'src/base/clock.ts')).toEqual([])
  })
})
