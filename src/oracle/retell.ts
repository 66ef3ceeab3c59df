/** Observations retold with labels: the story that scenarios and reports read. */
import { unreachable } from '../base/assert.ts'
import type { MemoryState } from '../observation/memory.ts'
import { beyondStart, numbersOf } from '../observation/memory-numbers.ts'
import type { ObservedValue, ProbeAnswer, StatementObservation } from '../observation/observations.ts'
import type { StatementStory, Story, StoryAnswer, StoryValue } from '../observation/story.ts'
import type { Statement } from '../program/ast.ts'
import type { Bindings } from './compare/bindings.ts'
import type { EventComparison } from './compare/events.ts'
import { retellGraph } from './retell-graph.ts'
import type { Thing } from './thing.ts'
import type { World } from './world.ts'

export class Retelling {
  /** What the last snapshot showed to be alive; null until there is a new one. */
  present: ReadonlySet<Thing> | null = null
  private readonly world: World
  private readonly bindings: Bindings
  private readonly toldDead = new Set<Thing>()
  /** The allocator before the program. */
  private start: MemoryState | undefined
  private readonly withGraph: boolean

  constructor(world: World, bindings: Bindings, withGraph: boolean) {
    this.world = world
    this.bindings = bindings
    this.withGraph = withGraph
  }

  tell(
    statement: Statement,
    seen: StatementObservation,
    events: EventComparison,
    unsure: string | undefined,
  ): StatementStory {
    const sure = unsure === undefined
    const dead = sure ? this.dead(seen, events) : undefined
    const raised = seen.raised === undefined ? {} : { raised: seen.raised }
    const hasValue = statement.kind === 'expression' && seen.raised === undefined
    const value = hasValue ? { value: this.value(seen.value ?? { kind: 'none' }) } : {}
    return {
      ...this.memory(seen),
      ...(seen.image === undefined ? {} : { image: seen.image }),
      finalized: sure ? [...events.finalizedLabels] : this.finalizedSeen(seen),
      callbacks: sure
        ? [...events.callbackNames]
        : seen.events.flatMap((event) => (event.kind === 'entered' ? [event.name] : [])),
      printed: seen.events.flatMap((event) => (event.kind === 'printed' ? [event.text] : [])),
      unraisable: seen.events.flatMap((event) => (event.kind === 'unraisable' ? [event.type] : [])),
      collections: seen.events.flatMap((event) => (event.kind === 'collected' ? [event.generation] : [])),
      ...raised,
      ...value,
      ...(dead === undefined ? {} : { dead, deadInOrder: events.deaths !== null }),
      ...(seen.snapshot === undefined
        ? {}
        : { garbage: [...seen.snapshot.garbage].map((handle) => this.bindings.name(handle)) }),
      probes: (seen.probes ?? []).map((answer) => this.answer(answer)),
      ...(this.withGraph && seen.snapshot !== undefined ? { graph: retellGraph(seen.snapshot, this.bindings) } : {}),
      ...(unsure === undefined ? {} : { unsure }),
    }
  }

  private memory({ events, memory }: StatementObservation): Pick<StatementStory, 'memory'> {
    for (const event of events) if (event.kind === 'heap') this.start = numbersOf(event.heap)
    return memory === undefined || this.start === undefined ? {} : { memory: beyondStart(memory, this.start) }
  }

  finish(statements: readonly StatementStory[]): Story {
    const { labelled } = this.world
    return {
      statements,
      handles: new Map(
        labelled.filter((thing) => thing.lastHandle !== 0).map((thing) => [thing.label, thing.lastHandle as never]),
      ),
      labels: labelled.map((thing) => thing.label),
    }
  }

  private finalizedSeen(seen: StatementObservation): string[] {
    return seen.events.flatMap((event) =>
      event.kind === 'finalized' ? [this.bindings.name(event.object, event.type)] : [],
    )
  }

  /** By the engine's events where it reports deaths, else by what a snapshot no longer shows. */
  private dead(seen: StatementObservation, { deaths }: EventComparison): string[] | undefined {
    if (deaths === null) return seen.snapshot === undefined ? undefined : this.newlyDead()
    const told = deaths.dead.filter((thing) => thing.isLabelled)
    for (const thing of told) this.toldDead.add(thing)
    const silent = seen.snapshot === undefined ? [] : this.newlyDead()
    return [...told.map((thing) => thing.label), ...silent]
  }

  /** Labels of all that was created so far, is not in the snapshot, and was not told dead before. */
  private newlyDead(): string[] {
    const dead: string[] = []
    for (const thing of this.world.labelled) {
      if (this.toldDead.has(thing) || this.present?.has(thing) || thing.alive) continue
      this.toldDead.add(thing)
      dead.push(thing.label)
    }
    return dead
  }

  private answer(answer: ProbeAnswer): StoryAnswer {
    return answer.kind === 'value' ? { kind: 'value', value: this.value(answer.value) } : answer
  }

  private value(seen: ObservedValue): StoryValue {
    switch (seen.kind) {
      case 'list':
      case 'tuple':
        return { kind: seen.kind, items: seen.items.map((item) => this.value(item)) }
      case 'object':
        return { kind: 'label', label: this.bindings.thingOf(seen.object)?.label ?? seen.type }
      case 'none':
      case 'bool':
      case 'int':
      case 'float':
      case 'str':
      case 'bytes':
        return seen
      default:
        return unreachable(seen)
    }
  }
}
