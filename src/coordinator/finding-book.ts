/**
 * Collects the suspects of all workers and makes findings of them: in order of index, one for each engine and violation
 * signature, the others only counted. A suspect is entered when nothing below its index is missing any more, so that
 * the same seed makes the same findings of the same programs with any number of workers.
 */
import type { PlainCase, ShrinkResult, Suspect } from '../task/messages.ts'
import type { Violation } from '../verdict/verdict.ts'
import { signature } from '../verdict/verdict.ts'

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
  count: number
  shrunk: ShrinkResult | undefined
}

interface Waiting {
  readonly suspect: Suspect
  readonly lethal: boolean
}

export class FindingBook {
  private readonly waiting = new Map<string, Waiting[]>()
  private readonly entries = new Map<string, Entry>()
  private readonly toShrink: Entry[] = []

  note(engine: string, suspect: Suspect, lethal = false): void {
    const list = this.waiting.get(engine) ?? []
    this.waiting.set(engine, list)
    list.push({ suspect, lethal })
  }

  /** Enters the suspects of `engine` below index `settled`; tells which entries are new. */
  enter(engine: string, settled: number): readonly Entry[] {
    const all = this.waiting.get(engine) ?? []
    const due = all.filter(({ suspect }) => suspect.index < settled).sort((a, b) => a.suspect.index - b.suspect.index)
    this.waiting.set(
      engine,
      all.filter(({ suspect }) => suspect.index >= settled),
    )
    return due.flatMap(({ suspect, lethal }) => this.enterOne(engine, suspect, lethal) ?? [])
  }

  private enterOne(engine: string, suspect: Suspect, lethal: boolean): Entry | undefined {
    const [violation] = suspect.violations
    if (violation === undefined) return undefined
    const sign = signature(violation)
    const known = this.entries.get(`${engine} ${sign}`)
    if (known !== undefined) {
      known.count++
      return undefined
    }
    const { index, case: found, violations } = suspect
    const entry: Entry = {
      engine,
      signature: sign,
      firstSeen: index,
      found,
      violations,
      lethal,
      count: 1,
      shrunk: undefined,
    }
    this.entries.set(`${engine} ${sign}`, entry)
    this.toShrink.push(entry)
    return entry
  }

  /** An entry that was not handed out for shrinking before. */
  takeForShrinking(): Entry | undefined {
    return this.toShrink.shift()
  }

  get size(): number {
    return this.entries.size
  }

  /** In order of index, then of engine. */
  get all(): readonly Entry[] {
    return [...this.entries.values()].sort((a, b) => a.firstSeen - b.firstSeen || (a.engine < b.engine ? -1 : 1))
  }
}
