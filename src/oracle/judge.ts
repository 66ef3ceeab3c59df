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
import { Undecided } from './atom.ts'
import { Bindings } from './compare/bindings.ts'
import { Checks, Difference } from './compare/checks.ts'
import { EventComparison } from './compare/events.ts'
import { judgeOutcome } from './compare/outcome.ts'
import { SnapshotComparison } from './compare/snapshots.ts'
import { compareEnd } from './compare/statement-end.ts'
import { lastReferenceGone } from './die.ts'
import { close, resume } from './generators.ts'
import { WatchedCheck } from './heap/watched.ts'
import { callFromOutside } from './interpret/calls.ts'
import { Machine } from './interpret/machine.ts'
import type { JudgeOptions } from './judge-options.ts'
import { JUDGED_LEVEL } from './judged-level.ts'
import { PythonError } from './python-error.ts'
import { land, trace } from './raising.ts'
import { recount } from './recount.ts'
import { Retelling } from './retell.ts'
import { codeOf } from './statement-code.ts'
import type { Value } from './thing.ts'
import { World } from './world.ts'

export interface Judgement {
  readonly verdict: Verdict
  readonly story: Story
}

const NO_STORY: Story = { statements: [], handles: new Map(), labels: [] }

export function judge(
  case_: Case,
  semantics: Semantics,
  observations: Observations,
  options: JudgeOptions = {},
): Judgement {
  return new Judge(case_, semantics, observations, options).run()
}

class Judge {
  private readonly case_: Case
  private readonly observations: Observations
  private readonly options: JudgeOptions
  private readonly checks = new Checks()
  private readonly bindings = new Bindings()
  private readonly events: EventComparison
  private readonly world: World
  private readonly machine: Machine
  private readonly retelling: Retelling
  private readonly watched: WatchedCheck | null
  private violations: readonly Violation[] = []
  private undecided: { statement: number; reason: string } | null = null

  constructor(case_: Case, semantics: Semantics, observations: Observations, options: JudgeOptions) {
    this.case_ = case_
    this.observations = observations
    this.options = options
    const { watch } = case_
    const showsDeaths = watch.deaths && options.shows?.deaths === true
    this.events = new EventComparison(
      this.bindings,
      this.checks,
      watch.deaths || watch.collector || watch.memory,
      showsDeaths,
    )
    this.watched = WatchedCheck.of(case_, semantics, this.checks, options.shows)
    const world = new World(semantics, this.events)
    this.world = world
    this.events.world = world
    const machine = new Machine(world)
    this.machine = machine
    world.actors = {
      lastReferenceGone: (thing) => lastReferenceGone(world, thing),
      call: (callee, args) => callFromOutside(machine, callee, args),
      resume: (generator, sent, error) => resume(machine, generator, sent, error),
      close: (generator) => close(machine, generator),
    }
    this.retelling = new Retelling(world, this.bindings, options.graph === true)
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
    for (let index = 0; index < statements.length; index++) {
      const statement = body[index] as Statement
      const observation = statements[index] as StatementObservation
      if (this.world.gcEnabled && observation.events.some(({ kind }) => kind === 'collected')) this.leaveOpen(index)
      if (this.violations.length === 0 && this.undecided === null) this.judgeStatement(statement, index, observation)
      if (this.violations.length === 0 && this.watched !== null) this.judgeWatched(this.watched, index, observation)
      if (withStory) stories.push(this.retell(statement, observation))
    }
    this.checks.counts['engine-survives']++
    const died = judgeOutcome(this.observations, body.length)
    if (died !== undefined && (this.violations.length === 0 || this.observations.outcome.kind !== 'finished')) {
      this.violations = [died]
    }
    return { verdict: this.verdict(), story: withStory ? this.retelling.finish(stories) : NO_STORY }
  }

  private retell(statement: Statement, observation: StatementObservation): StatementStory {
    const unsure = this.violations[0]?.message ?? this.undecided?.reason
    return this.retelling.tell(statement, observation, this.events, unsure)
  }

  private judgeStatement(statement: Statement, index: number, observation: StatementObservation): void {
    this.checks.statement = index
    try {
      this.events.begin(observation)
      this.runStatement(statement, observation)
      if (this.options.recount === true) recount(this.world)
      if (observation.snapshot !== undefined) {
        const comparison = new SnapshotComparison(this.world, this.bindings, this.checks, observation.snapshot)
        comparison.compare()
        if (this.options.story !== false) this.retelling.present = comparison.present
      }
    } catch (error) {
      if (error instanceof Undecided) this.undecided = { statement: index, reason: error.message }
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
    }
  }

  /** A difference after a guess proves nothing. */
  private differ(index: number, violations: readonly Violation[]): void {
    const { world } = this
    const guess = world.anOwnerMayBeGone ? 'whether a store has given up its object already' : world.guess
    if (guess === null) this.violations = violations
    else this.undecided = { statement: index, reason: guess }
  }

  private runStatement(statement: Statement, observation: StatementObservation): void {
    const { world } = this
    const code = codeOf(statement, world.semantics)
    let value: Value = null
    let raised: string | undefined
    try {
      value = code.run(this.machine)
    } catch (error) {
      if (!(error instanceof PythonError)) throw error
      raised = error.type
      trace(world, error, this.machine.frame)
      world.unwind(0)
      const exception = land(world, error)
      world.push(exception)
      this.machine.nextStatement()
      world.decref(world.pop())
    }
    this.machine.nextStatement()
    try {
      compareEnd({ raised, rule: code.rule, value }, observation, this.observations, this.bindings, this.checks)
    } catch (error) {
      // What nothing accounts for happened before the statement's end: that is where the two part.
      if (error instanceof Difference) this.events.noMore()
      throw error
    }
    world.decref(value)
    this.events.end()
  }

  private verdict(): Verdict {
    const checks = this.checks.result
    if (this.violations.length > 0) return { kind: 'violates', violations: this.violations, checks }
    if (this.undecided !== null) return { kind: 'undecided', ...this.undecided, checks }
    return { kind: 'agrees', checks }
  }
}
