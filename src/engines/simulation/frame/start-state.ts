/**
 * The state in which every program starts, and the way back to it: a copy of what may be written, taken once, when the
 * machine is ready for its first program. Going back costs a copy of some tens of kilobytes, where clearing the namespace
 * and collecting costs a fifth of a whole program; and nothing of a program can show in the next one, not even an address.
 *
 * Compiled code stays. Its objects lie behind what the copy holds: the bytes that a statement's compilation made are
 * copied with it (CompiledStatement), and counts of what statements share are kept in a table (`m.constantCounts`).
 *
 * Keeps true: code is compiled in this state only. Checked machines clear and collect instead (frame/program.ts), so that
 * the checkers see whether a program leaves anything behind.
 */
import { GcState } from '../gc/gc-state.ts'
import type { Machine, ProgramStart } from '../machine.ts'
import type { MemoryImage } from '../memory/image.ts'
import { type Address, OB_REFCNT } from '../memory/layout.ts'
import { forgetLookups } from '../object/type-lookup.ts'
import type { CompiledStatement } from './code.ts'

export class StartState implements ProgramStart {
  private readonly image: MemoryImage
  private readonly gc = new GcState()
  private readonly depth: number
  private readonly recursionLimit: number
  private readonly excInfo: Address

  constructor(m: Machine) {
    this.image = m.space.writableImage(m.objects.usedRanges())
    this.gc.copyFrom(m.gc)
    this.depth = m.depth
    this.recursionLimit = m.recursionLimit
    this.excInfo = m.excInfo
  }

  /** Whatever has happened since; `statements` are those whose code may have run. */
  restore(m: Machine, statements: readonly CompiledStatement[]): void {
    this.image.restore()
    m.gc.copyFrom(this.gc)
    m.error = 0
    m.result = 0
    m.depth = this.depth
    m.recursionLimit = this.recursionLimit
    m.excInfo = this.excInfo
    m.deallocDepth = 0
    m.deallocLater = 0
    m.stackPointer = m.space.stackStart
    m.framePointer = 0
    m.reprActive.length = 0
    m.log.take()
    forgetLookups(m)
    forgetTypes(m)
    forgetStrings(m)
    for (const statement of statements) restoreConstants(m, statement)
  }
}

/** Classes of the program are gone. */
function forgetTypes(m: Machine): void {
  for (const type of m.programTypes) m.typeNames.delete(type)
  m.programTypes.length = 0
}

/** What the program interned is no longer the string of its text; what it found by its text has its old count. */
function forgetStrings(m: Machine): void {
  const { internedTexts, foundStrings } = m
  for (const text of internedTexts) m.interned.delete(text)
  internedTexts.length = 0
  for (const o of foundStrings) restoreCount(m, o)
  foundStrings.length = 0
}

function restoreConstants(m: Machine, { start, bytes, shared }: CompiledStatement): void {
  const { i32 } = m
  for (let i = 0, at = start >> 2; i < bytes.length; i++, at++) i32[at] = bytes[i] as number
  for (const o of shared) restoreCount(m, o)
}

/** 0 stands for objects that the image holds. */
function restoreCount(m: Machine, o: Address): void {
  const count = m.constantCounts[(o - m.space.dataStart) >> 4] as number
  if (count !== 0) m.i32[(o + OB_REFCNT) >> 2] = count
}
