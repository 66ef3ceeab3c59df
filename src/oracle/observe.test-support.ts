/** Observations written by hand: what an engine would report of a program, statement by statement, without snapshots. */
import { plainCase } from '../observation/case.ts'
import type {
  Event,
  Handle,
  Observations,
  ObservedValue,
  Outcome,
  StatementObservation,
} from '../observation/observations.ts'
import { parseProgram } from '../program/parse/parse.ts'
import { SEMANTICS } from '../semantics/records.ts'
import type { Semantics, SemanticsId } from '../semantics/semantics.ts'
import type { Verdict } from '../verdict/verdict.ts'
import { type Judgement, judge } from './judge.ts'

export const made = (object: number, type: string): Event => ({ kind: 'initialized', object: object as Handle, type })
export const finalized = (object: number, type: string): Event => ({
  kind: 'finalized',
  object: object as Handle,
  type,
})
export const entered = (name: string): Event => ({ kind: 'entered', name })
export const printed = (text: string): Event => ({ kind: 'printed', text })
export const unraisable = (type: string): Event => ({ kind: 'unraisable', type })
export const int = (value: number): ObservedValue => ({ kind: 'int', value })
export const bool = (value: boolean): ObservedValue => ({ kind: 'bool', value })

/** What was seen in one statement; events alone may stand for it. */
export type Seen = readonly Event[] | (Partial<StatementObservation> & { readonly events?: readonly Event[] })

export function semanticsOf(id: SemanticsId): Semantics {
  const found = SEMANTICS.find((semantics) => semantics.id === id)
  if (found === undefined) throw new Error(`no semantics ${id}`)
  return found
}

/** Judges hand-made observations; statements behind the last one given saw nothing happen. */
export function judgeText(
  text: string,
  seen: readonly Seen[],
  id: SemanticsId = '3.12',
  outcome: Outcome = { kind: 'finished' },
): Judgement {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error(parsed.problems.map((problem) => problem.message).join('\n'))
  const statements = parsed.program.body.map((_statement, i): StatementObservation => {
    const one = seen[i] ?? []
    return Array.isArray(one)
      ? { events: one as readonly Event[] }
      : { events: [], ...(one as Partial<StatementObservation>) }
  })
  const observations: Observations = { statements, outcome }
  return judge(plainCase(parsed.program, []), semanticsOf(id), observations, { recount: true })
}

/** The rules that the verdict says are broken; `undecided` alone where it cannot tell. */
export function broken(verdict: Verdict): string[] {
  if (verdict.kind === 'violates') return verdict.violations.map((violation) => violation.rule)
  return verdict.kind === 'undecided' ? ['undecided'] : []
}
