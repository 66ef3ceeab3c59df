/**
 * Interprets the case's program a second time, beside an engine's observations, and says whether they agree. Pure:
 * the same case and observations give the same judgement. What the language leaves open is taken from what the engine
 * shows; everything else must be exactly as the abstract graph says.
 */
import type { Case } from '../observation/case.ts'
import type { Observations, StatementObservation } from '../observation/observations.ts'
import type { StatementStory, Story } from '../observation/story.ts'
import type { Statement } from '../program/ast.ts'
import { aboveLevel } from '../program/level.ts'
import type { Semantics } from '../semantics/semantics.ts'
import type { Verdict, Violation } from '../verdict/verdict.ts'
import { Choices } from './choices.ts'
import { Checks, Difference } from './compare/checks.ts'
import { judgeOutcome } from './compare/outcome.ts'
import { excuses, unendedStatement } from './endless.ts'
import { WatchedCheck } from './heap/watched.ts'
import type { JudgeOptions } from './judge-options.ts'
import { StatementJudge } from './judge-statement.ts'
import { JUDGED_LEVEL } from './judged-level.ts'
import { Levels } from './levels.ts'
import { CHANGED_SET } from './lookup.ts'
import { reasonToLeaveOpen } from './recursion.ts'
import { tellsOfRefusal } from './refusal.ts'
import { Retelling } from './retell.ts'
import { type Attempt, searchChoices, searchDepth, searchRequest } from './search.ts'
import { isOpenWhatLives, OPEN_STORE } from './warm-store.ts'
import type { World } from './world.ts'

export interface Judgement {
  readonly verdict: Verdict
  readonly story: Story
}

export const NO_STORY: Story = { statements: [], handles: new Map(), labels: [] }

export function judge(
  case_: Case,
  semantics: Semantics,
  observations: Observations,
  options: JudgeOptions = {},
): Judgement {
  const { refusal } = case_
  const refused = refusal === undefined ? undefined : observations.statements[refusal.statement]
  if (refused === undefined || !tellsOfRefusal(refused))
    return searchChoices((choices) =>
      searchDepth((levels) => new Judge(case_, semantics, observations, options, -1, choices, levels)),
    )
  return searchRequest((request) => new Judge(case_, semantics, observations, options, request))
}

class Judge implements Attempt {
  private readonly case_: Case
  private readonly observations: Observations
  private readonly options: JudgeOptions
  private readonly checks = new Checks()
  private readonly statement: StatementJudge
  private readonly retelling: Retelling
  private readonly watched: WatchedCheck | null
  private violations: readonly Violation[] = []
  private undecided: { statement: number; reason: string } | null = null
  /** The violation has nothing to do with which request was refused. */
  isSure = false

  constructor(
    case_: Case,
    semantics: Semantics,
    observations: Observations,
    options: JudgeOptions,
    granted = -1,
    choices = new Choices(),
    levels = 4,
  ) {
    this.case_ = case_
    this.observations = observations
    this.options = options
    this.watched = WatchedCheck.of(case_, semantics, this.checks, options.shows)
    this.statement = new StatementJudge(case_, semantics, observations, this.checks, options, granted)
    this.world.levels = new Levels(levels)
    this.world.choices = choices
    this.retelling = new Retelling(this.world, this.statement.bindings, options.graph === true)
  }

  private get world(): World {
    return this.statement.world
  }

  get wasRefused(): boolean {
    return this.statement.wasRefused
  }

  get setsLimit(): boolean {
    return this.world.levels.wasSet
  }

  /** Statement of the violation, where the refused request explains what the statement did in which memory ran out; else −1. */
  get reached(): number {
    return this.statement.explainsRefusal ? (this.violations[0]?.statement ?? -1) : -1
  }

  run(): Judgement {
    this.world.gcEnabled = this.case_.gc !== 'disabled'
    if (this.world.gcEnabled && this.watched?.followsTrigger !== true) this.leaveOpen(0)
    const above = aboveLevel(this.case_.program, JUDGED_LEVEL)
    if (above !== undefined)
      this.undecided = { statement: 0, reason: `${above}; the oracle judges level ${JUDGED_LEVEL}` }
    const { body } = this.case_.program
    const { statements } = this.observations
    const withStory = this.options.story !== false
    const stories: StatementStory[] = []
    const endless = unendedStatement(this.observations.outcome)
    for (let index = 0; index < statements.length; index++) {
      const statement = body[index] as Statement
      const observation = statements[index] as StatementObservation
      if (this.world.gcEnabled && observation.events.some(({ kind }) => kind === 'collected')) this.leaveOpen(index)
      if (this.violations.length === 0 && this.undecided === null && index !== endless)
        this.judgeStatement(statement, index, observation)
      if (this.violations.length > 0 && index < (this.case_.refusal?.statement ?? 0)) this.isSure = true
      if (this.violations.length === 0 && this.watched !== null) this.judgeWatched(this.watched, index, observation)
      if (withStory) stories.push(this.retell(statement, observation))
    }
    this.checks.counts['engine-survives']++
    const died = judgeOutcome(this.observations, body.length)
    const wasOpen = this.undecided !== null && this.undecided.statement < (this.case_.refusal?.statement ?? 0)
    this.isSure ||= died !== undefined || wasOpen
    const excuse = endless === null || this.violations.length > 0 ? undefined : this.excuse(body[endless] as Statement)
    if (this.mayBreakSet) {
      this.undecided ??= { statement: statements.length - 1, reason: CHANGED_SET }
    } else if (endless !== null && excuse !== undefined) {
      this.undecided ??= { statement: endless, reason: excuse }
    } else if (died !== undefined && (this.violations.length === 0 || this.observations.outcome.kind !== 'finished')) {
      this.violations = [died]
    }
    return { verdict: this.verdict(), story: withStory ? this.retelling.finish(stories) : NO_STORY }
  }

  /** The engine died, and the program did what breaks a set of CPython's. */
  private get mayBreakSet(): boolean {
    const reason = this.undecided?.reason ?? this.world.guess
    return this.observations.outcome.kind === 'crashed' && this.violations.length === 0 && reason === CHANGED_SET
  }

  /** Why no engine may get to the end of a statement that this one did not end; undefined where it had to. */
  private excuse(statement: Statement): string | undefined {
    const reason = this.undecided?.reason ?? this.statement.whyEndless(statement)
    return excuses(reason, this.observations.outcome) ? reason : undefined
  }

  private retell(statement: Statement, observation: StatementObservation): StatementStory {
    const unsure = this.violations[0]?.message ?? this.undecided?.reason
    return this.retelling.tell(statement, observation, this.statement.events, unsure)
  }

  private judgeStatement(statement: Statement, index: number, observation: StatementObservation): void {
    this.checks.statement = index
    try {
      this.statement.judge(statement, index, observation)
      if (observation.snapshot !== undefined) this.retelling.present = this.statement.present
    } catch (error) {
      const reason = reasonToLeaveOpen(error)
      if (reason !== undefined) this.undecided = { statement: index, reason }
      else if (error instanceof Difference) this.differ(index, error.violations)
      else throw error
    }
  }

  /** What an automatic collection finds depends on where in the statement it ran. */
  private leaveOpen(statement: number): void {
    this.undecided ??= { statement, reason: 'when automatic collections happen' }
  }

  private judgeWatched(watched: WatchedCheck, index: number, observation: StatementObservation): void {
    this.checks.statement = index
    try {
      watched.statement(observation)
    } catch (error) {
      if (!(error instanceof Difference)) throw error
      this.violations = error.violations
      this.isSure = true
    }
  }

  /** A difference after a guess proves nothing. */
  private differ(index: number, violations: readonly Violation[]): void {
    const { world } = this
    const guess = isOpenWhatLives(world) ? OPEN_STORE : world.guess
    if (guess === null) this.violations = violations
    else this.undecided = { statement: index, reason: guess }
  }

  private verdict(): Verdict {
    const checks = this.checks.result
    if (this.violations.length > 0) return { kind: 'violates', violations: this.violations, checks }
    if (this.undecided !== null) return { kind: 'undecided', ...this.undecided, checks }
    return { kind: 'agrees', checks }
  }
}
