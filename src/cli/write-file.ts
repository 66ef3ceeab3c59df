/** Files that a command leaves behind. Each is whole or not there: written beside its place, then renamed. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { UsageError } from '../base/usage-error.ts'

export function writeWhole(path: string, text: string): void {
  makeFolder(dirname(path))
  const beside = `${path}.${process.pid}.part`
  try {
    writeFileSync(beside, text)
    renameSync(beside, path)
  } catch (error) {
    rmSync(beside, { force: true })
    throw new UsageError(`cannot write ${path}: ${reasonOf(error)}`)
  }
}

/** Makes sure that the folder is there, before hours of work find out that it cannot be. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true })
  } catch (error) {
    throw new UsageError(`cannot write into the folder ${path}: ${reasonOf(error)}`)
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
