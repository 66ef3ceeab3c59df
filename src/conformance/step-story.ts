/**
 * One step of a scenario as an engine told it: what its statements saw, put together. An expectation is about its step
 * alone, so nothing of earlier steps is in here but the labels that died so far.
 */
import type { MemoryState } from '../observation/memory.ts'
import type { ProcessImage } from '../observation/process-image.ts'
import type { StatementStory, Story, StoryAnswer, StoryValue } from '../observation/story.ts'

export interface StepStory {
  readonly finalized: readonly string[]
  readonly callbacks: readonly string[]
  readonly printed: readonly string[]
  readonly unraisable: readonly string[]
  readonly collections: readonly number[]
  /** Of the last statement. */
  readonly raised: string | undefined
  readonly value: StoryValue | undefined
  /** After the last statement. */
  readonly memory: MemoryState | undefined
  readonly image: ProcessImage | undefined
  readonly answers: readonly StoryAnswer[]
  readonly garbage: readonly string[] | undefined
  /** Died in this step; undefined where the engine could not show it. */
  readonly dead: readonly string[] | undefined
  /** They stand in the order in which they died. */
  readonly deadInOrder: boolean
  /** Died in this step or before. */
  readonly deadSoFar: ReadonlySet<string> | undefined
  /** Why labels may be wrong or missing. */
  readonly unsure: string | undefined
}

/** Statements `first` to `last` of the story; undefined when the case ended before the last of them. */
export function stepStory(story: Story, first: number, last: number): StepStory | undefined {
  const own = story.statements.slice(first, last + 1)
  const final: StatementStory | undefined = own[last - first]
  if (final === undefined) return undefined
  const sofar = story.statements.slice(0, last + 1)
  // Deaths are told by the next snapshot, so that one after the last statement tells those of the whole step.
  const shown = final.dead !== undefined
  return {
    finalized: own.flatMap((statement) => statement.finalized),
    callbacks: own.flatMap((statement) => statement.callbacks),
    printed: own.flatMap((statement) => statement.printed),
    unraisable: own.flatMap((statement) => statement.unraisable),
    collections: own.flatMap((statement) => statement.collections),
    raised: final.raised,
    value: final.value,
    memory: final.memory,
    image: final.image,
    answers: final.probes,
    garbage: final.garbage,
    dead: shown ? own.flatMap((statement) => statement.dead ?? []) : undefined,
    deadInOrder: own.every((statement) => statement.deadInOrder === true),
    deadSoFar: shown ? new Set(sofar.flatMap((statement) => statement.dead ?? [])) : undefined,
    unsure: sofar.find((statement) => statement.unsure !== undefined)?.unsure,
  }
}
