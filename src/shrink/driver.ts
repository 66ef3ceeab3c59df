/**
 * Makes a failing program small: tries cuts, keeps those after which it still fails, until no cut is left to try or
 * the budget is spent. Deterministic: the same program and the same answers give the same result. Each accepted step
 * is smaller by `measure.ts`; no program is tried twice.
 */
import type { Program } from '../program/ast.ts'
import { printProgram } from '../program/print.ts'
import { PASSES } from './attempts.ts'
import { type Cut, finished, type Pass } from './cut.ts'
import { measureOf } from './measure.ts'
import { renameForReading } from './passes/rename.ts'

export interface ShrinkBudget {
  /** How often `stillFails` may be asked. */
  readonly attempts: number
}

export interface ShrinkResult {
  /** The smallest program found that still fails; the given one if none did. */
  readonly program: Program
  /** How often `stillFails` was asked. */
  readonly attempts: number
  /** How many of the attempts still failed, and so were kept. */
  readonly accepted: number
  /** The budget ended the search; more attempts might find a smaller program. */
  readonly budgetSpent: boolean
}

export type StillFails = (attempt: Program) => Promise<boolean>

export async function shrink(program: Program, stillFails: StillFails, budget: ShrinkBudget): Promise<ShrinkResult> {
  const search = new Search(program, stillFails)
  /** One attempt is kept for the names, which a reader needs most where the search was cut short. */
  const forCuts = budget.attempts - 1
  let before: Program
  do {
    before = search.current
    for (const pass of PASSES) await search.exhaust(pass, forCuts)
  } while (search.current !== before && !search.budgetSpent)
  await search.exhaust(renameForReading, budget.attempts)
  return {
    program: search.current,
    attempts: search.attempts,
    accepted: search.accepted,
    budgetSpent: search.budgetSpent,
  }
}

class Search {
  current: Program
  attempts = 0
  accepted = 0
  budgetSpent = false
  private readonly stillFails: StillFails
  private readonly tried = new Set<string>()

  constructor(program: Program, stillFails: StillFails) {
    this.current = program
    this.stillFails = stillFails
    this.tried.add(printProgram(program))
  }

  /**
   * Tries the cuts of a pass in turn. After one that is kept, goes on at the same place among the cuts of the smaller
   * program, as delta debugging does: what comes before was mostly tried. Ends after a whole round without success,
   * or when `limit` attempts were made in all.
   */
  async exhaust(pass: Pass, limit: number): Promise<void> {
    let cuts = pass.cuts(this.current)
    let size = measureOf(this.current)
    let at = 0
    for (let failures = 0; failures < cuts.length; at = (at + 1) % cuts.length) {
      const attempt = finished(size, cuts[at] as Cut)
      const text = attempt === undefined ? '' : printProgram(attempt)
      if (attempt === undefined || this.tried.has(text)) {
        failures++
        continue
      }
      if (this.attempts >= limit) {
        this.budgetSpent = true
        return
      }
      if (await this.holds(attempt, text)) {
        this.current = attempt
        cuts = pass.cuts(attempt)
        size = measureOf(attempt)
        failures = 0
        /** Stays at the same place, or begins again where the new cuts are fewer. */
        at = Math.min(at, cuts.length) - 1
      } else failures++
    }
  }

  private async holds(attempt: Program, text: string): Promise<boolean> {
    this.tried.add(text)
    this.attempts++
    const fails = await this.stillFails(attempt)
    if (fails) this.accepted++
    return fails
  }
}
