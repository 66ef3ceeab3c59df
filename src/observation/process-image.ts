/**
 * The image of a process between two statements: its segments with their permissions, the stack, the control registers,
 * and what a trial showed of them. Addresses are in bytes.
 */

export interface ProcessImage {
  /** In order of address. */
  readonly segments: readonly SegmentState[]
  /** Calls that are running, the harness's own left out. */
  readonly depth: number
  /** Bytes of the stack segment in use. */
  readonly stackBytes: number
  readonly registers: Registers
  /** A closer look, after the first and the last statement of a case: it takes time. */
  readonly contents?: SegmentContents
}

export interface SegmentContents {
  /** Names of the segments where a trial to write into the first word what was there already faulted. */
  readonly writeFaults: readonly string[]
  /** Of everything that may not be written. */
  readonly readOnlyChecksum: number
  /** Bytes of the zeroed segment that nobody took yet and that are not zero. */
  readonly dirtyZeroedBytes: number
}

export interface SegmentState {
  readonly name: string
  readonly start: number
  readonly end: number
  readonly readable: boolean
  readonly writable: boolean
}

export interface Registers {
  readonly instructionPointer: number
  readonly stackPointer: number
  readonly framePointer: number
  /** Engine's own bits: an exception on its way, the collector's state. */
  readonly flags: number
}
