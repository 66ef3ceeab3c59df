/** Real interpreters, each with the simulation of its version beside it. */
import { afterAll, beforeAll } from 'vitest'
import type { Engine } from '../src/engines/engine.ts'
import { openEngine } from '../src/engines/registry.ts'
import { GIVEN_ENGINES } from './real-engines.test-support.ts'

/** Pyodide, and those that HEAPSMITH_PYTHONS names. */
export const REAL_ENGINES = ['pyodide@3.12', 'pyodide@3.14', ...GIVEN_ENGINES]

/** Opened before the tests of a `describe` block, and closed after them. */
export interface Pair {
  readonly real: Engine
  readonly simulation: Engine
}

export function pairOf(id: string): Pair {
  const pair = {} as { -readonly [name in keyof Pair]: Engine }
  beforeAll(async () => {
    pair.real = await openEngine(id)
    pair.simulation = await openEngine(`simulation@${pair.real.description.facts.version.join('.')}`)
  }, 60_000)
  afterAll(() => pair.real.close())
  return pair
}
