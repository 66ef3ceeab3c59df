/**
 * Judges one statement after the other: runs it in the oracle's own world beside the events that an engine reported, then
 * looks at how it ended, at the snapshot behind it, and at what probes ask. Throws `Difference` or `Undecided`, after which
 * the world is no longer the engine's. Keeps true: what a refused request for memory explains is told from what it does not.
 */
import type { Case } from '../observation/case.ts'
import type { Observations, StatementObservation } from '../observation/observations.ts'
import type { Statement } from '../program/ast.ts'
import type { Semantics } from '../semantics/semantics.ts'
import { castActors } from './actors.ts'
import { Bindings } from './compare/bindings.ts'
import { type Checks, Difference } from './compare/checks.ts'
import { EventComparison } from './compare/events.ts'
import { SnapshotComparison } from './compare/snapshots.ts'
import { compareEnd, type StatementEnd } from './compare/statement-end.ts'
import { execute } from './execute.ts'
import { Machine } from './interpret/machine.ts'
import type { JudgeOptions } from './judge-options.ts'
import { probesThatRun } from './probes.ts'
import { recount } from './recount.ts'
import { reasonToLeaveOpen } from './recursion.ts'
import { giveUpWhatIsLost } from './refusal.ts'
import type { Thing } from './thing.ts'
import { World } from './world.ts'

export class StatementJudge {
  readonly bindings = new Bindings()
  readonly events: EventComparison
  readonly world: World
  private readonly case_: Case
  private readonly observations: Observations
  private readonly checks: Checks
  private readonly options: JudgeOptions
  private readonly machine: Machine
  /** How many requests for memory are granted in the statement in which the case refuses one. */
  private readonly granted: number
  wasRefused = false
  /** The refused request explains all that its statement did. */
  explainsRefusal = false
  /** Things in the last snapshot. */
  present: ReadonlySet<Thing> | null = null

  constructor(
    case_: Case,
    semantics: Semantics,
    observations: Observations,
    checks: Checks,
    options: JudgeOptions,
    granted: number,
  ) {
    this.case_ = case_
    this.observations = observations
    this.checks = checks
    this.options = options
    this.granted = granted
    const { watch } = case_
    const showsDeaths = watch.deaths && options.shows?.deaths === true
    const isWatched = watch.deaths || watch.collector || watch.memory || case_.refusal !== undefined
    this.events = new EventComparison(this.bindings, checks, isWatched, showsDeaths)
    this.world = new World(semantics, this.events)
    this.events.world = this.world
    this.machine = new Machine(this.world)
    this.world.actors = castActors(this.machine)
  }

  judge(statement: Statement, index: number, observation: StatementObservation): void {
    this.events.begin(observation)
    this.runStatement(statement, observation)
    const probes = this.case_.probes.length === 0 ? [] : probesThatRun(this.case_, index, this.world)
    if (probes.length === 0) this.events.end()
    if (index === this.case_.refusal?.statement) this.explainsRefusal = this.wasRefused
    if (this.options.recount === true) recount(this.world)
    if (observation.snapshot !== undefined) {
      const comparison = new SnapshotComparison(this.world, this.bindings, this.checks, observation.snapshot)
      comparison.compare()
      this.present = comparison.present
    }
    if (probes.length === 0) return
    this.events.whereTold(() => {
      for (const probe of probes) this.runProbe(probe)
    })
    this.events.end()
  }

  /**
   * Why the oracle does not get to the end of a statement that an engine did not end either: it may go on for ever, or nearly,
   * as where a finalizer that is put off makes others, which are put off, too. What the engine showed of it is not compared.
   */
  whyEndless(statement: Statement): string | undefined {
    const { events, world } = this
    world.guess = null
    events.begin({ events: [] })
    try {
      events.whereTold(() => execute(this.machine, statement))
    } catch (error) {
      const reason = reasonToLeaveOpen(error)
      if (reason !== undefined) return reason
      if (!(error instanceof Difference)) throw error
    }
    return world.guess ?? undefined
  }

  private runStatement(statement: Statement, observation: StatementObservation): void {
    const { world } = this
    const { value, raised, rule } = this.execute(statement)
    try {
      compareEnd({ raised, rule, value }, observation, this.observations, this.bindings, this.checks)
    } catch (error) {
      // What nothing accounts for happened before the statement's end: that is where the two part.
      if (error instanceof Difference) this.events.noMore()
      throw error
    }
    this.machine.outside(() => world.decref(value))
  }

  private execute(statement: Statement): StatementEnd {
    const { world, machine } = this
    if (this.granted < 0 || this.checks.statement !== this.case_.refusal?.statement) return execute(machine, statement)
    world.grants = this.granted
    let end: StatementEnd
    try {
      end = execute(machine, statement)
    } finally {
      this.wasRefused = world.wasRefused
      world.grants = -1
    }
    if (!this.wasRefused) return end
    world.push(end.value)
    machine.outside(() => giveUpWhatIsLost(world))
    world.pop()
    return end
  }

  /** What it gives is compared elsewhere, with what is expected of it. */
  private runProbe(statement: Statement): void {
    const { value } = execute(this.machine, statement)
    this.machine.outside(() => this.world.decref(value))
  }
}
