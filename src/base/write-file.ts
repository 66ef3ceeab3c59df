/**
 * Files that we leave behind. Each is whole or not there, whatever happens meanwhile (a killed process, a full disk, a
 * power cut): written beside its place, forced to the disk, then renamed. Where very many are written, forcing each costs
 * too much; then a power cut may damage one.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { UsageError } from './usage-error.ts'

export function writeWhole(path: string, content: string | Uint8Array): void {
  write(path, typeof content === 'string' ? Buffer.from(content) : content, true)
}

/** One of many files, each with a checksum of its own, whose loss in a power cut would be noticed and borne. */
export function writeUnforced(path: string, content: Uint8Array): void {
  write(path, content, false)
}

function write(path: string, bytes: Uint8Array, forced: boolean): void {
  makeFolder(dirname(path))
  const beside = `${path}.${process.pid}.part`
  try {
    writeBytes(beside, bytes, forced)
    renameSync(beside, path)
  } catch (error) {
    rmSync(beside, { force: true })
    throw new UsageError(`cannot write ${path}: ${reasonOf(error)}`)
  }
}

/** Removes what a killed process had begun to write in the folder and had not renamed yet; nothing else may write there. */
export function removeParts(folder: string): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) if (/\.\d+\.part$/.test(name)) rmSync(join(folder, name), { force: true })
}

function writeBytes(path: string, bytes: Uint8Array, forced: boolean): void {
  const file = openSync(path, 'w')
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
    if (forced) fsyncSync(file)
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
