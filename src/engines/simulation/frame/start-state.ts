/**
 * The state in which every program starts, and the way back to it: a copy of what may be written, taken once, when the
 * machine is ready for its first program. Going back costs a copy of some tens of kilobytes, where clearing the namespace
 * and collecting costs a fifth of a whole program; and nothing of a program can show in the next one, not even an address.
 *
 * Compiled code stays. Its objects lie behind what the copy holds: the words of them that a program may change are listed
 * with each statement (CompiledStatement); counts are in a table (`m.constantCounts`), for statements share strings.
 *
 * Keeps true: code is compiled in this state only. Checked machines clear and collect instead (frame/program.ts), so that
 * the checkers see whether a program leaves anything behind.
 */
import { GcState } from '../gc/gc-state.ts'
import type { Machine, ProgramStart } from '../machine.ts'
import type { MemoryImage } from '../memory/image.ts'
import { type Address, OB_REFCNT } from '../memory/layout.ts'
import { BYTE_STRIDE } from '../object/bytes.ts'
import { SMALL_INT_MIN } from '../object/int.ts'
import { CHARACTER_STRIDE, unmarkInterned } from '../object/str.ts'
import { forgetLookups } from '../object/type-lookup.ts'
import type { CompiledStatement } from './code.ts'

export class StartState implements ProgramStart {
  private readonly image: MemoryImage
  private readonly gc = new GcState()
  private readonly depth: number
  private readonly recursionLimit: number
  private readonly excInfo: Address

  constructor(m: Machine) {
    this.image = m.space.writableImage(m.objects.usedRanges(), immortalTables(m))
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
    m.errorIsUnmade = false
    m.result = 0
    m.depth = this.depth
    m.recursionLimit = this.recursionLimit
    m.excInfo = this.excInfo
    m.deallocDepth = 0
    m.deallocLater = 0
    m.stackPointer = m.space.stackStart
    m.framePointer = 0
    m.beginningFrame = 0
    m.reprActive.length = 0
    m.lostReferences.length = 0
    m.log.take()
    forgetLookups(m)
    forgetTypes(m)
    forgetStrings(m)
    for (const statement of statements) restoreConstants(m, statement)
  }
}

/** Where immortal counts do not move (3.12+), a third of the initialised data is as it was: characters and small ints. */
function immortalTables(m: Machine): Address[] {
  if (m.dialect.immortalCount >= 0) return []
  const ints = m.smallInts + SMALL_INT_MIN * m.smallIntStride
  const tables: [Address, Address][] = [
    [ints, m.smallInts + (m.semantics.smallIntMax + 1) * m.smallIntStride],
    [m.characters, m.characters + 256 * CHARACTER_STRIDE],
    [m.byteCharacters, m.byteCharacters + 256 * BYTE_STRIDE],
  ]
  return tables.sort(([a], [b]) => a - b).flat()
}

/** Classes of the program are gone. */
function forgetTypes(m: Machine): void {
  for (const type of m.programTypes) m.typeNames.delete(type)
  m.programTypes.length = 0
}

/** What the program interned is no longer the string of its text; what it found by its text has its old count. */
function forgetStrings(m: Machine): void {
  const { internedTexts, foundStrings } = m
  for (const text of internedTexts) forgetString(m, text)
  internedTexts.length = 0
  for (const o of foundStrings) restoreCount(m, o)
  foundStrings.length = 0
}

/** A constant of compiled code stays, as an ordinary string. */
function forgetString(m: Machine, text: string): void {
  const o = m.interned.get(text)
  if (o === undefined) return
  if (o < m.space.heapStart) unmarkInterned(m, o)
  m.interned.delete(text)
}

function restoreConstants(m: Machine, { mortal, changeable }: CompiledStatement): void {
  const { i32 } = m
  for (let i = 0; i < changeable.length; i += 2) i32[changeable[i] as number] = changeable[i + 1] as number
  for (let i = 0; i < mortal.length; i++) restoreCount(m, mortal[i] as Address)
}

/** 0 stands for objects that the image holds. */
function restoreCount(m: Machine, o: Address): void {
  const count = m.constantCounts[(o - m.space.dataStart) >> 4] as number
  if (count !== 0) m.i32[(o + OB_REFCNT) >> 2] = count
}
