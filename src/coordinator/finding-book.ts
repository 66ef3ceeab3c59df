/**
 * Makes findings of suspects: one for each engine and violation signature, the others only counted. Suspects are entered
 * when their round is over, in order of program, so that the same seed makes the same findings of the same programs with
 * any number of workers.
 */

import type { PlainCase, ShrinkResult, Suspect } from '../task/messages.ts'
import { type Finding, makeFinding } from '../triage/finding.ts'
import type { Violation } from '../verdict/verdict.ts'
import { signature } from '../verdict/verdict.ts'
import type { LaneSuspect } from './round.ts'
import { shrunkFacts } from './shrunk-facts.ts'

/** A finding in the making. */
export interface Entry {
  readonly engine: string
  readonly signature: string
  readonly firstSeen: number
  /** As it was found. */
  readonly found: PlainCase
  readonly violations: readonly Violation[]
  /** Its thread had to be ended, so that shrinking would end one thread after the other. */
  readonly lethal: boolean
  /** How many were entered before it: only so many findings of a campaign are shrunk. */
  readonly ordinal: number
  count: number
  shrunk: ShrinkResult | undefined
}

export class FindingBook {
  private readonly entries = new Map<string, Entry>()
  private readonly toShrink: Entry[] = []

  /** Enters suspects of `engine`, given in order of program. */
  enter(engine: string, suspects: readonly LaneSuspect[]): void {
    for (const { suspect, lethal } of suspects) this.enterOne(engine, suspect, lethal)
  }

  /** Puts back what an earlier run of the campaign had found. What was not shrunk then waits for it again. */
  restore(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.entries.set(`${entry.engine} ${entry.signature}`, entry)
      if (entry.shrunk === undefined) this.toShrink.push(entry)
    }
  }

  private enterOne(engine: string, suspect: Suspect, lethal: boolean): void {
    const [violation] = suspect.violations
    if (violation === undefined) return
    const sign = signature(violation)
    const known = this.entries.get(`${engine} ${sign}`)
    if (known !== undefined) {
      known.count++
      return
    }
    const { index, case: found, violations } = suspect
    const entry: Entry = {
      engine,
      signature: sign,
      firstSeen: index,
      found,
      violations,
      lethal,
      ordinal: this.entries.size,
      count: 1,
      shrunk: undefined,
    }
    this.entries.set(`${engine} ${sign}`, entry)
    this.toShrink.push(entry)
  }

  /** An entry that was not handed out for shrinking before. */
  takeForShrinking(): Entry | undefined {
    return this.toShrink.shift()
  }

  get size(): number {
    return this.entries.size
  }

  /** In the order in which they were entered. */
  get inOrderOfEntry(): readonly Entry[] {
    return [...this.entries.values()]
  }

  /** In order of index, then of engine. */
  get all(): readonly Entry[] {
    return [...this.entries.values()].sort((a, b) => a.firstSeen - b.firstSeen || (a.engine < b.engine ? -1 : 1))
  }
}

export function findingOf(entry: Entry): Finding {
  const { engine, signature, firstSeen, count, found, shrunk } = entry
  return makeFinding({ engine, signature, firstSeen, count, ...shrunkFacts(found, entry.violations, shrunk) })
}
