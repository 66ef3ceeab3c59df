/**
 * A corpus as files, one an entry, named by content: `<key>.entry`. Keeps true: an entry that a saved state speaks of is
 * there; what is dropped stays until the state after next is saved, as the state before may still be needed. A round may
 * bring hundreds: they are not forced to the disk one by one, so that workers do not wait for it; what a power cut damages
 * is set aside when it is read.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { orSetAside, removeHalfWritten } from '../base/set-aside.ts'
import { makeFolder, writeUnforced } from '../base/write-file.ts'
import { type CorpusEntry, decodeEntry, encodeEntry } from './entry.ts'

const ENDING = '.entry'

export class CorpusFolder {
  private readonly path: string
  private readonly written = new Set<string>()
  /** What the state that was saved last did not speak of any more. */
  private dropped: readonly string[] = []

  constructor(path: string) {
    this.path = path
  }

  /** Before a state that speaks of these entries is saved. */
  write(entries: readonly CorpusEntry[]): void {
    if (entries.length > 0) makeFolder(this.path)
    for (const entry of entries) {
      if (this.written.has(entry.key)) continue
      writeUnforced(this.fileOf(entry.key), encodeEntry(entry))
      this.written.add(entry.key)
    }
  }

  /** After that state is saved. */
  clean(entries: readonly CorpusEntry[]): void {
    const needed = new Set(entries.map(({ key }) => key))
    for (const key of this.dropped) {
      if (needed.has(key)) continue
      rmSync(this.fileOf(key), { force: true })
      this.written.delete(key)
    }
    this.dropped = [...this.written].filter((key) => !needed.has(key))
  }

  /** The entries with these names, in that order; what is missing or damaged is complained of and left out. */
  read(keys: readonly string[], complaints: string[]): readonly CorpusEntry[] {
    return keys.flatMap((key) => {
      const path = this.fileOf(key)
      if (!existsSync(path)) {
        complaints.push(`${path} is missing; the campaign goes on without this entry of its corpus`)
        return []
      }
      const entry = orSetAside(path, () => decodeEntry(readFileSync(path)), complaints)
      if (entry === undefined) return []
      this.written.add(key)
      return [entry]
    })
  }

  /** Every entry that can be read, by name. */
  readAll(complaints: string[]): readonly CorpusEntry[] {
    if (!existsSync(this.path)) return []
    removeHalfWritten(this.path)
    return this.read(this.keys, complaints)
  }

  /** Removes files of entries that no state speaks of: a round that was killed had written them. */
  removeOthers(keys: readonly string[]): void {
    if (!existsSync(this.path)) return
    removeHalfWritten(this.path)
    const needed = new Set(keys)
    for (const key of this.keys) if (!needed.has(key)) rmSync(this.fileOf(key), { force: true })
  }

  private get keys(): readonly string[] {
    const isEntry = /^[0-9a-f]{16}\.entry$/
    return readdirSync(this.path)
      .filter((name) => isEntry.test(name))
      .sort()
      .map((name) => name.slice(0, -ENDING.length))
  }

  private fileOf(key: string): string {
    return join(this.path, `${key}${ENDING}`)
  }
}
