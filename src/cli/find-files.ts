/** What a user names on the command line → scenario files: files as they are, folders searched, globs expanded. */
import { statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { globSync, isDynamicPattern } from 'tinyglobby'
import { UsageError } from '../base/usage-error.ts'

/** Sorted within each argument, without repetition. Every argument must lead to a file. */
export function findScenarioFiles(named: readonly string[]): readonly string[] {
  return [...new Set(named.flatMap(filesOf))]
}

function filesOf(name: string): readonly string[] {
  const kind = statSync(name, { throwIfNoEntry: false })
  if (kind?.isFile()) return [scenarioFile(name)]
  const found = kind?.isDirectory()
    ? inFolder(name)
    : isDynamicPattern(name)
      ? globSync(name, { absolute: isAbsolute(name) }).sort()
      : undefined
  if (found === undefined) throw new UsageError(`${name}: there is no such file or folder`)
  if (found.length === 0) throw new UsageError(`${name}: no scenario file (*.yaml) is there`)
  return found
}

/** Any ending will do, but for that of a program, which would only be refused as YAML at its first odd line. */
function scenarioFile(name: string): string {
  if (!name.endsWith('.py')) return name
  throw new UsageError(
    `${name}: a program is no scenario. \`heapsmith import ${name}\` makes one of it, \`heapsmith explain ${name}\` shows what it does.`,
  )
}

function inFolder(folder: string): readonly string[] {
  const trimmed = folder.replace(/\/+$/, '')
  return globSync('**/*.{yaml,yml}', { cwd: folder })
    .sort()
    .map((path) => `${trimmed}/${path}`)
}
