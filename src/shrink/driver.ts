/**
 * Makes a failing program small: tries cuts, keeps those after which it still fails, until no cut is left to try, the
 * budget is spent, or the caller stops it; the result says which. Deterministic: the same program and the same answers
 * give the same result, however many attempts are asked about at once. Each accepted step is smaller by `measure.ts`;
 * no program is tried twice. To go on later, shrink what came out: nothing else is kept from one shrink to the next.
 */
import { assert } from '../base/assert.ts'
import type { Program } from '../program/ast.ts'
import { printProgram } from '../program/print.ts'
import { PASSES } from './attempts.ts'
import { type Cut, finished, type Pass } from './cut.ts'
import { type Measure, measureOf } from './measure.ts'
import { renameForReading } from './passes/rename.ts'

export interface ShrinkBudget {
  /** How many programs `firstToFail` may be asked about. */
  readonly attempts: number
  /** How many programs are asked about at once, at most: more than one pays where asking costs more than running. */
  readonly batch?: number
  /** Asked before each batch: a reason to stop now. */
  readonly stop?: () => 'time' | 'interrupted' | undefined
}

/** Why a shrink ended: `smallest` means that no cut is left to try; anything else, that more might be cut. */
export type ShrinkEnd = 'smallest' | 'attempts' | 'time' | 'interrupted'

export interface ShrinkResult {
  /** The smallest program found that still fails; the given one if none did. */
  readonly program: Program
  /** How many programs `firstToFail` was asked about. */
  readonly attempts: number
  /** How many of the attempts still failed, and so were kept. */
  readonly accepted: number
  readonly ended: ShrinkEnd
}

/** The index of the first attempt that still fails, or -1. Attempts behind it need not be looked at. */
export type FirstToFail = (attempts: readonly Program[]) => Promise<number>

export async function shrink(program: Program, firstToFail: FirstToFail, budget: ShrinkBudget): Promise<ShrinkResult> {
  const search = new Search(program, firstToFail, budget)
  /** One attempt is kept for the names, which a reader needs most where the search was cut short. */
  const forCuts = budget.attempts - 1
  let before: Program
  do {
    before = search.current
    for (const pass of PASSES) {
      const { current } = search
      await search.exhaust(pass, forCuts)
      // What a costly pass opened up, the cheap ones use first.
      if (pass.isCostly === true && search.current !== current) break
    }
  } while (search.current !== before && search.ended === 'smallest')
  if (search.ended !== 'interrupted') await search.exhaust(renameForReading, budget.attempts, true)
  const { current, attempts, accepted, ended } = search
  return { program: current, attempts, accepted, ended }
}

interface Attempt {
  readonly program: Program
  /** Which of the pass's cuts made it. */
  readonly at: number
}

class Search {
  current: Program
  attempts = 0
  accepted = 0
  ended: ShrinkEnd = 'smallest'
  private readonly firstToFail: FirstToFail
  private readonly budget: ShrinkBudget
  private readonly tried = new Set<string>()
  /** Doubles with every batch in which nothing failed, and starts again from one. */
  private batch = 1

  constructor(program: Program, firstToFail: FirstToFail, budget: ShrinkBudget) {
    this.current = program
    this.firstToFail = firstToFail
    this.budget = budget
    this.tried.add(printProgram(program))
  }

  /**
   * Tries the cuts of a pass in turn. After one that is kept, goes on at the same place among the cuts of the smaller
   * program, as delta debugging does: what comes before was mostly tried. Ends after a whole round without success,
   * or when `limit` attempts were made in all.
   */
  async exhaust(pass: Pass, limit: number, evenLate = false): Promise<void> {
    if (this.ended !== 'smallest' && !evenLate) return
    let cuts = pass.cuts(this.current)
    let size = measureOf(this.current)
    let at = 0
    let left = cuts.length
    while (left > 0) {
      const batch = this.gather(cuts, size, at, left)
      if (batch.length === 0) return
      const reason = evenLate ? undefined : this.budget.stop?.()
      if (reason !== undefined || this.attempts + batch.length > limit) {
        this.ended = reason ?? 'attempts'
        return
      }
      const kept = await this.ask(batch)
      if (kept === undefined) {
        const tried = (batch.at(-1) as Attempt).at
        left -= distance(at, tried, cuts.length) + 1
        at = (tried + 1) % cuts.length
        continue
      }
      this.current = kept.program
      cuts = pass.cuts(kept.program)
      size = measureOf(kept.program)
      left = cuts.length
      /** Stays at the same place, or begins again where the new cuts are fewer. */
      at = kept.at < cuts.length ? kept.at : 0
    }
  }

  /** The next attempts of a round: different from all that were tried and from each other. */
  private gather(cuts: readonly Cut[], size: Measure, from: number, left: number): readonly Attempt[] {
    const most = Math.min(this.batch, this.budget.batch ?? 1)
    const batch: Attempt[] = []
    const texts = new Set<string>()
    for (let i = 0; i < left && batch.length < most; i++) {
      const at = (from + i) % cuts.length
      const program = finished(size, cuts[at] as Cut)
      if (program === undefined) continue
      const text = printProgram(program)
      if (this.tried.has(text) || texts.has(text)) continue
      texts.add(text)
      batch.push({ program, at })
    }
    return batch
  }

  private async ask(batch: readonly Attempt[]): Promise<Attempt | undefined> {
    const first = await this.firstToFail(batch.map(({ program }) => program))
    assert(first < batch.length, 'the first to fail is one of the attempts')
    // Those behind the first that fails may be tried again, so that batches change no result.
    const looked = first < 0 ? batch : batch.slice(0, first + 1)
    for (const { program } of looked) this.tried.add(printProgram(program))
    this.attempts += looked.length
    this.batch = first < 0 ? Math.min(this.batch * 2, this.budget.batch ?? 1) : 1
    if (first < 0) return undefined
    this.accepted++
    return batch[first]
  }
}

function distance(from: number, to: number, length: number): number {
  return (to - from + length) % length
}
