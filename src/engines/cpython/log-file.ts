/**
 * The file into which a child process writes its log through a memory map, so that the log survives the process. It has
 * no name from the start (nothing is left behind, however we end). Layout: one page with the ledger, then two halves,
 * one a batch.
 */
import { closeSync, existsSync, ftruncateSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const LOG_START = 4096
/** The file is sparse: what is not written costs nothing. */
export const HALF_BYTES = 1 << 26

/** What the child says about where it is: see child.py. */
export interface Ledger {
  readonly finishedCases: number
  readonly sequence: number
}

export class LogFile {
  readonly descriptor: number
  private readonly page = new Uint32Array(2)

  constructor() {
    const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'heapsmith-'))
    try {
      this.descriptor = openSync(join(folder, 'log'), 'wx+', 0o600)
      ftruncateSync(this.descriptor, LOG_START + 2 * HALF_BYTES)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }

  ledger(): Ledger {
    readSync(this.descriptor, this.page, 0, 8, 0)
    return { finishedCases: this.page[0] as number, sequence: this.page[1] as number }
  }

  read(slot: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length)
    readSync(this.descriptor, bytes, 0, length, LOG_START + slot * HALF_BYTES)
    return bytes
  }

  /** The log of a process that did not tell its length: all up to the last byte that is not zero, and some zeros. */
  readAll(slot: number): { readonly bytes: Uint8Array; readonly end: number } {
    for (let length = 1 << 20; ; length = Math.min(4 * length, HALF_BYTES)) {
      const bytes = this.read(slot, length)
      let end = length
      while (end > 0 && bytes[end - 1] === 0) end--
      if (end < length / 2 || length === HALF_BYTES) return { bytes, end }
    }
  }

  close(): void {
    closeSync(this.descriptor)
  }
}
