/**
 * The process image between two statements. Permissions are tried, not told: into the first word of each segment goes
 * what is there already, and whether that faulted is reported.
 */
import type { ProcessImage, SegmentContents } from '../../../observation/process-image.ts'
import { Fault } from '../abort.ts'
import { HARNESS_DEPTH } from '../frame/program.ts'
import type { Machine } from '../machine.ts'
import type { AddressSpace } from '../memory/address-space.ts'
import { storedRegisters, storeRegisters } from './registers.ts'

/** `thorough`: with a look into the segments, which takes as long as they are large. */
export function processImage(m: Machine, thorough: boolean): ProcessImage {
  const { space } = m
  storeRegisters(m)
  return {
    segments: space.segments,
    depth: m.depth - HARNESS_DEPTH,
    stackBytes: m.stackPointer - space.stackStart,
    registers: storedRegisters(m),
    ...(thorough ? { contents: contentsOf(space) } : {}),
  }
}

function contentsOf(space: AddressSpace): SegmentContents {
  return {
    writeFaults: space.segments.filter(({ start }) => faults(space, start)).map(({ name }) => name),
    readOnlyChecksum: space.checksumOfReadOnly(),
    dirtyZeroedBytes: space.dirtyZeroedBytes(),
  }
}

function faults(space: AddressSpace, address: number): boolean {
  try {
    space.store32(address, space.i32[address >> 2] as number)
    return false
  } catch (error) {
    if (error instanceof Fault) return true
    throw error
  }
}
