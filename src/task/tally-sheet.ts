/** Counts what a worker did with its programs; finished, it is a plain {@link Tally} that adds up with others. */
import type { RuleId } from '../verdict/rule.ts'
import type { RuleChecks } from '../verdict/verdict.ts'
import type { Spent, Tally, UndecidedCount } from './messages.ts'

export class TallySheet {
  private programs = 0
  private statements = 0
  private readonly checks: Partial<Record<RuleId, number>> = {}
  /** Without a prototype, because reasons are free text. */
  private readonly undecided: Record<string, UndecidedCount> = Object.create(null)
  private readonly traits: Record<string, number> = {}
  private readonly spent = { generateMs: 0, engineMs: 0, judgeMs: 0 }

  countProgram(statements: number, checks: RuleChecks): void {
    this.programs++
    this.statements += statements
    addChecks(this.checks, checks)
  }

  countUndecided(reason: string, index: number): void {
    addUndecided(this.undecided, { [reason]: { count: 1, example: index } })
  }

  countTraits(traits: readonly string[]): void {
    for (const trait of traits) this.traits[trait] = (this.traits[trait] ?? 0) + 1
  }

  spend(on: keyof Spent, ms: number): void {
    this.spent[on] += ms
  }

  add(other: Tally): void {
    this.programs += other.programs
    this.statements += other.statements
    addChecks(this.checks, other.checks)
    addUndecided(this.undecided, other.undecided)
    for (const [trait, count] of Object.entries(other.traits)) this.traits[trait] = (this.traits[trait] ?? 0) + count
    for (const part of ['generateMs', 'engineMs', 'judgeMs'] as const) this.spent[part] += other.spent[part]
  }

  get tally(): Tally {
    return {
      programs: this.programs,
      statements: this.statements,
      checks: { ...this.checks },
      undecided: { ...this.undecided },
      traits: { ...this.traits },
      spent: { ...this.spent },
    }
  }
}

function addChecks(sums: Partial<Record<RuleId, number>>, more: RuleChecks): void {
  for (const rule in more) sums[rule as RuleId] = (sums[rule as RuleId] ?? 0) + (more[rule as RuleId] ?? 0)
}

function addUndecided(sums: Record<string, UndecidedCount>, more: Readonly<Record<string, UndecidedCount>>): void {
  for (const [reason, { count, example }] of Object.entries(more)) {
    const known = sums[reason]
    sums[reason] = {
      count: (known?.count ?? 0) + count,
      example: known === undefined ? example : Math.min(known.example, example),
    }
  }
}
