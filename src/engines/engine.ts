/**
 * The interface that every engine implements. An engine runs cases and reports observations; it never judges. Whatever
 * a program does to it (crash, hang, memory exhaustion) is an outcome in the observations, never an exception; after
 * such an outcome the engine is usable again (it restarts what died).
 */
import type { Capabilities } from '../observation/capabilities.ts'
import type { Case } from '../observation/case.ts'
import type { Observations } from '../observation/observations.ts'
import type { Facts } from '../semantics/facts.ts'

export interface EngineDescription {
  /** As given on the command line, such as `cpython:python3.13` or `pyodide@3.12`. */
  readonly id: string
  /** The runtime's own words, such as `CPython 3.12.7 (wasm32)`. */
  readonly version: string
  readonly capabilities: Capabilities
  /** What probing the runtime at start showed; `semantics/select.ts` finds the record that it stands for. */
  readonly facts: Facts
}

export interface Engine {
  readonly description: EngineDescription
  /** How often it runs each case, at most; once where nothing is said. */
  readonly runsOfCase?: number
  /**
   * Runs each case and answers in the same order, one observation a case. Statements run in one namespace that starts
   * with nothing but the built-ins and the modules; no case sees anything of an earlier one.
   */
  run(cases: readonly Case[]): Promise<readonly Observations[]>
  /** Ends every process and frees the memory that the engine holds. */
  close(): Promise<void>
}

export interface EngineOptions {
  /**
   * Where an engine that runs inside the calling thread notes what it is about to run, so that whoever ends a hung
   * thread knows the culprit: [0] = index of the running case in the batch, [1] = its statement (-1: unknown).
   */
  readonly ledger?: Int32Array
  /** Set by the controlling thread to interrupt a program that runs too long (engines inside the calling thread). */
  readonly interrupt?: Uint8Array
  /** A deliberate lie of the adapter, so that tests can see the harness notice it. */
  readonly lie?: AdapterLie
}

export type AdapterLie = 'hide-reference' | 'swap-finalizers' | 'report-one-object-less' | AdapterFailure

/** Not a lie but worse: the adapter takes memory without bound, throws, answers wrongly or never, or blocks its thread. */
export type AdapterFailure =
  | 'exhaust-memory'
  | 'throw'
  | 'answer-too-few'
  | 'answer-nonsense'
  | 'never-answer'
  | 'block-thread'

/** Why an engine cannot be opened; the command line exits with 4. */
export class EngineUnavailable extends Error {
  override name = 'EngineUnavailable'
}
