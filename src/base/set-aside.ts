/**
 * Files that cannot be read are never dropped: they are moved into a folder `damaged` beside their place, and whoever
 * reads them gets a sentence that names them.
 */
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DamagedBytes } from './bytes.ts'
import { UsageError } from './usage-error.ts'
import { makeFolder } from './write-file.ts'

const DAMAGED = 'damaged'

/** What `read` makes of the file at `path`; when it is damaged, undefined, a new place for it, and a complaint. */
export function orSetAside<T>(path: string, read: () => T, complaints: string[]): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof DamagedBytes)) throw new UsageError(`cannot read ${path}: ${String(error)}`)
    complaints.push(`${path} is damaged (${error.message}); set aside as ${setAside(path)}`)
    return undefined
  }
}

/** Into the folder `damaged` beside the file, under a name that is free. */
function setAside(path: string): string {
  const folder = join(path, '..', DAMAGED)
  makeFolder(folder)
  let place = join(folder, basename(path))
  for (let n = 2; existsSync(place); n++) place = join(folder, `${basename(path)}.${n}`)
  renameSync(path, place)
  return place
}

/** Files that a killed process had begun. */
export function removeHalfWritten(folder: string): void {
  for (const name of readdirSync(folder)) if (name.endsWith('.part')) rmSync(join(folder, name), { force: true })
}
