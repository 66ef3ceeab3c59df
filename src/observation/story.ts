/**
 * Observations retold with labels (`Node#1`) in place of handles: what the engine claims, in the words of a scenario.
 * Made by the judge, which binds handles to labels; read by the check of a scenario's expectations and by reports.
 */
import type { MemoryState } from './memory.ts'
import type { GenerationName, Handle } from './observations.ts'
import type { ProcessImage } from './process-image.ts'

export interface Story {
  readonly statements: readonly StatementStory[]
  /** Where each labelled object was last seen, also after its death. */
  readonly handles: ReadonlyMap<string, Handle>
  /** Every label that the program gave, in order of creation. */
  readonly labels: readonly string[]
}

export interface StatementStory {
  /** Labels whose `__del__` was entered, in order. */
  readonly finalized: readonly string[]
  /** Names of the functions called as weakref callbacks, in order (direct calls by the program are left out). */
  readonly callbacks: readonly string[]
  readonly printed: readonly string[]
  readonly unraisable: readonly string[]
  /** Generations collected automatically, in order. */
  readonly collections: readonly number[]
  readonly raised?: string
  /** Present for expression statements that did not raise. */
  readonly value?: StoryValue
  /** Labels seen to have died in this statement; undefined where the engine could not show it after this statement. */
  readonly dead?: readonly string[]
  /** They stand in the order in which they died. */
  readonly deadInOrder?: boolean
  /** Labels in `gc.garbage`; undefined without a snapshot. */
  readonly garbage?: readonly string[]
  /** What the program has in use; undefined where the engine cannot show it. */
  readonly memory?: MemoryState
  readonly image?: ProcessImage
  readonly probes: readonly StoryAnswer[]
  /** The heap after the statement, where it was asked for and a snapshot shows it. */
  readonly graph?: StoryGraph
  /** Why the labels of this statement may be wrong or missing. */
  readonly unsure?: string
}

export interface StoryGraph {
  readonly nodes: readonly StoryNode[]
  /** Global names that refer to a node. */
  readonly roots: readonly { readonly name: string; readonly label: string }[]
  /** Since the program began, a generation. */
  readonly collections: readonly [number, number, number]
  readonly collected: readonly [number, number, number]
}

export interface StoryNode {
  readonly label: string
  readonly count: number
  readonly generation: GenerationName
  /** Labels, in the order in which the collector traverses them; atoms are left out. */
  readonly refersTo: readonly string[]
  /** What a living weak reference points to. */
  readonly pointsTo?: string
}

export type StoryValue =
  | { readonly kind: 'none' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: number | bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'str'; readonly value: string }
  | { readonly kind: 'bytes'; readonly value: string }
  | { readonly kind: 'list' | 'tuple'; readonly items: readonly StoryValue[] }
  /** An object; its type's name alone where no label could be bound. */
  | { readonly kind: 'label'; readonly label: string }

export type StoryAnswer =
  | { readonly kind: 'value'; readonly value: StoryValue }
  | { readonly kind: 'refcount'; readonly count: number }
  | { readonly kind: 'generation'; readonly generation: GenerationName }
  | { readonly kind: 'handle'; readonly object: Handle }
  | { readonly kind: 'raised'; readonly type: string }
