/**
 * A scenario: a program in steps, and what must be seen after each. A pure value; reading one from YAML is `load.ts`,
 * writing one is `write.ts`, comparing it with what an engine did is `conformance`.
 */
import type { Expression, Program, Statement } from '../program/ast.ts'
import type { VersionRange } from './version-range.ts'

export interface Scenario {
  readonly title: string
  readonly why: string | undefined
  readonly source: string | undefined
  /** Undefined: every supported version. */
  readonly python: VersionRange | undefined
  /** Capabilities without which it is skipped, as the file says; those of its expectations come on top. */
  readonly needs: readonly CapabilityName[]
  readonly gc: ScenarioGcMode
  /** At least one. */
  readonly steps: readonly Step[]
}

export type ScenarioGcMode = 'disabled' | 'enabled' | 'every-allocation'

export interface Step {
  /** At least one. */
  readonly statements: readonly Statement[]
  readonly expectations: readonly Expectation[]
  /** The request for memory, from 1, of its last statement that is refused; of at most one step. */
  readonly refuses?: number
}

/** What an engine may be able to show (the fields of the engines' capability record). */
export type CapabilityName =
  | 'refcounts'
  | 'generations'
  | 'finalizers'
  | 'weakrefs'
  | 'deaths'
  | 'addresses'
  | 'automaticCollections'
  | 'allocator'
  | 'image'
  | 'refusals'

export const CAPABILITY_NAMES: readonly CapabilityName[] = [
  'refcounts',
  'generations',
  'finalizers',
  'weakrefs',
  'deaths',
  'addresses',
  'automaticCollections',
  'allocator',
  'image',
  'refusals',
]

/** What must hold after a step, for the versions of `python`. */
export interface Expectation {
  readonly python: VersionRange | undefined
  /** At least one; in the order of the file. */
  readonly checks: readonly Check[]
}

export type Check =
  | { readonly key: 'value'; readonly value: ExpectedValue }
  | { readonly key: 'values'; readonly entries: readonly Entry<ExpectedValue>[] }
  | { readonly key: 'raises'; readonly type: string }
  | { readonly key: 'prints' | 'finalized' | 'callbacks'; readonly ordered: boolean; readonly items: readonly string[] }
  | { readonly key: 'dead'; readonly ordered: boolean; readonly items: readonly string[] }
  | { readonly key: 'alive' | 'garbage' | 'unraisable'; readonly items: readonly string[] }
  | { readonly key: 'refcounts'; readonly entries: readonly Entry<number>[] }
  | { readonly key: 'generations'; readonly entries: readonly Entry<ExpectedGeneration>[] }
  | { readonly key: 'collections'; readonly generations: readonly number[] }
  | { readonly key: 'reuses'; readonly entries: readonly Entry<string>[] }
  | { readonly key: 'memory'; readonly content: ExpectedMemory }
  | { readonly key: 'image'; readonly content: ExpectedImage }

export type CheckKey = Check['key']
export type ExpectedGeneration = 0 | 1 | 2 | 'permanent' | 'untracked'

/** What a program has in use after a step: blocks and pools by the size of the blocks, and what free lists keep. */
export interface ExpectedMemory {
  readonly blocks?: Readonly<Record<string, number>>
  readonly pools?: Readonly<Record<string, number>>
  readonly arenas?: number
  readonly large?: number
  readonly freelists?: Readonly<Record<string, number>>
}

/** The process after a step. */
export interface ExpectedImage {
  readonly segments?: Readonly<Record<string, 'none' | 'r' | 'rw'>>
  /** Calls that are running, bytes of stack in use. */
  readonly depth?: number
  readonly stack?: number
  readonly registers?: Readonly<Partial<Record<'instructionPointer' | 'stackPointer' | 'framePointer', number>>>
}

/** What an expression must have after the step. */
export interface Entry<T> {
  readonly expression: Expression
  readonly expected: T
}

export type ExpectedValue =
  | { readonly kind: 'none' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'str'; readonly value: string }
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'list'; readonly items: readonly ExpectedValue[] }

/** All steps as the one program that they are. */
export function scenarioProgram(scenario: Scenario): Program {
  return { body: scenario.steps.flatMap((step) => step.statements) }
}

/** For each step, the index in the program of its last statement. */
export function lastStatements(scenario: Scenario): readonly number[] {
  let count = 0
  return scenario.steps.map((step) => {
    count += step.statements.length
    return count - 1
  })
}

/** What an engine must be able to show for a check; undefined: every engine can. */
export function capabilityOf(key: CheckKey): CapabilityName | undefined {
  switch (key) {
    case 'refcounts':
      return 'refcounts'
    case 'generations':
      return 'generations'
    case 'finalized':
      return 'finalizers'
    case 'callbacks':
      return 'weakrefs'
    case 'collections':
      return 'automaticCollections'
    case 'reuses':
      return 'addresses'
    case 'memory':
      return 'allocator'
    case 'image':
      return 'image'
    default:
      return undefined
  }
}
