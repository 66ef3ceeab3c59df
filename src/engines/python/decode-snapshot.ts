/**
 * A snapshot record → Snapshot. The record (written by `take` in snapshot.py; all little endian, a word is a pointer):
 *
 *   u8 functions are silent · u8 unused · u32 × 3 things in generations 0, 1, 2 · u32 extra · u32 flat
 *   u32 bytes of counts · u32 bytes of extra counts · u32 bytes of names · u32 × 6 statistics
 *   words: things, extra · the types of both · flat · targets;  counts;  extra counts;  u8 an extra: 1 tracked;  names
 *
 * Extra are untracked things, or frozen ones. `flat` is what each thing refers to, a mark behind each one's: of those
 * in generations that are not silent, then the globals', then that of `gc.garbage`, then the extra ones'. Targets are
 * those of the weakrefs. The inner parts of classes are left out here.
 */
import { assert } from '../../base/assert.ts'
import type { Snapshot } from '../../observation/observations.ts'
import type { Greeting } from './greeting.ts'
import type { LogBytes } from './log-bytes.ts'
import { NodeDraft } from './node-draft.ts'
import { packNodes } from './pack-nodes.ts'
import type { ProgramTypes } from './program-types.ts'
import { rootNamesOf } from './root-names.ts'
import type { WalkedSnapshot } from './walked-snapshot.ts'

/** Collections and collected objects of each generation, alternating. */
export type Statistics = readonly number[]

export function readStatistics(log: LogBytes): Statistics {
  return [log.u32(), log.u32(), log.u32(), log.u32(), log.u32(), log.u32()]
}

export class SnapshotReader {
  private readonly draft: NodeDraft
  private readonly greeting: Greeting

  constructor(greeting: Greeting) {
    this.greeting = greeting
    this.draft = new NodeDraft(greeting)
  }

  /**
   * `log` stands behind the record's first two bytes; `before` is what the statistics were before the case. Undefined
   * when the log ends within the record.
   */
  read(log: LogBytes, types: ProgramTypes, before: Statistics): Snapshot | undefined {
    const { draft, greeting } = this
    const functionsAreSilent = log.byte() === 1
    log.skip(1)
    const young = log.u32()
    const middle = log.u32()
    const old = log.u32()
    const extra = log.u32()
    const flat = log.u32()
    const countBytes = log.u32()
    const extraCountBytes = log.u32()
    const nameBytes = log.u32()
    const now = readStatistics(log)
    const words = log.position
    const size = young + middle + old
    const atLeast = (2 * (size + extra) + flat) * greeting.wordBytes + countBytes + extraCountBytes + extra + nameBytes
    if (words + atLeast > log.end) {
      log.position = log.end
      return undefined
    }
    draft.take({ types, young, middle, old, extra, flat, functionsAreSilent }, log.bytes, words)
    const targetWords = words + (2 * (size + extra) + flat) * greeting.wordBytes
    const targets = draft.readTargets(log, targetWords)
    const counts = targetWords + targets * greeting.wordBytes
    draft.readCounts(log, counts, countBytes, extraCountBytes)
    const names = counts + countBytes + extraCountBytes + extra
    log.position = names + nameBytes
    return this.finish(rootNamesOf(log.bytes, names, nameBytes), now, before)
  }

  /** One that the engine took by walking the memory. */
  readWalked(walked: WalkedSnapshot, types: ProgramTypes, before: Statistics): Snapshot {
    this.draft.takeWalked({ ...walked, types }, walked.words)
    return this.finish(rootNamesOf(walked.names, 0, walked.names.length), walked.statistics, before)
  }

  private finish(rootNames: readonly string[], now: Statistics, before: Statistics): Snapshot {
    const loose = this.draft.finish()
    assert(rootNames.length === loose.rootsEnd - loose.rootsFrom, 'there is a value for each global name')
    const less = (i: number): number => (now[i] as number) - (before[i] as number)
    return packNodes(loose, {
      rootNames,
      collections: [less(0), less(2), less(4)],
      collected: [less(1), less(3), less(5)],
    })
  }
}

/** The instances of program classes in a census record: u32 things · words: things · their types. */
export function readCensus(log: LogBytes, greeting: Greeting): number[] {
  const size = log.u32()
  const things = log.position
  const types = things + size * greeting.wordBytes
  const instances: number[] = []
  for (let i = 0; i < size; i++) {
    const at = i * greeting.wordBytes
    const isKnown = greeting.types.at(log.lowAt(types + at), log.highAt(types + at, greeting.wordBytes)) !== undefined
    if (!isKnown) instances.push(log.wordAt(things + at, greeting.wordBytes))
  }
  log.position = types + size * greeting.wordBytes
  return instances
}
