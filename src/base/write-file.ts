/**
 * Files that we leave behind. Each is whole or not there, whatever happens meanwhile (a killed process, a full disk, a
 * power cut): written beside its place, forced to the disk, then renamed.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { UsageError } from './usage-error.ts'

export function writeWhole(path: string, content: string | Uint8Array): void {
  makeFolder(dirname(path))
  const beside = `${path}.${process.pid}.part`
  try {
    writeForced(beside, typeof content === 'string' ? Buffer.from(content) : content)
    renameSync(beside, path)
  } catch (error) {
    rmSync(beside, { force: true })
    throw new UsageError(`cannot write ${path}: ${reasonOf(error)}`)
  }
}

function writeForced(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'w')
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
    fsyncSync(file)
  } finally {
    closeSync(file)
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
