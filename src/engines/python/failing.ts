/**
 * Deliberate failures of an adapter: a wrapper around an engine that does well until a program of a certain size comes, and
 * then takes memory without bound, throws, answers nothing of it, answers what is no observation, or never comes back,
 * with or without its thread.
 */
import type { Case } from '../../observation/case.ts'
import type { Observations } from '../../observation/observations.ts'
import type { AdapterFailure, Engine } from '../engine.ts'

/** What becomes of the answer to a batch; the engine has run everything up to the fatal program. */
type Failure = (observed: readonly Observations[], fatal: number) => readonly Observations[] | Promise<never>

const FAILURES: Readonly<Record<AdapterFailure, Failure>> = {
  'exhaust-memory': () => {
    const kept: number[][] = []
    for (;;) kept.push(new Array(100_000).fill(kept.length))
  },
  throw: () => {
    throw new TypeError('the adapter is broken')
  },
  'answer-too-few': (observed, fatal) => observed.filter((_, i) => i !== fatal),
  'answer-nonsense': (observed, fatal) =>
    observed.map((each, i) => (i === fatal ? ({ ...each, statements: [{}] } as unknown as Observations) : each)),
  'never-answer': () => new Promise<never>(() => {}),
  'block-thread': () => {
    for (;;);
  },
}

/** These answer for the whole batch. */
const ANSWERING: ReadonlySet<AdapterFailure> = new Set(['answer-too-few', 'answer-nonsense'] as const)

export function isFailure(lie: string): lie is AdapterFailure {
  return Object.hasOwn(FAILURES, lie)
}

export function failing(engine: Engine, failure: AdapterFailure): Engine {
  return {
    description: engine.description,
    run: async (cases) => {
      const fatal = cases.findIndex(isFatal)
      if (fatal < 0) return engine.run(cases)
      const observed = await engine.run(ANSWERING.has(failure) ? cases : cases.slice(0, fatal + 1))
      return FAILURES[failure](observed, fatal)
    },
    close: () => engine.close(),
  }
}

function isFatal({ program }: Case): boolean {
  return program.body.length % 16 === 7
}
