/**
 * An engine beside itself: `simulation@3.12~itself`. Every case runs, and so do its twins (`src/metamorphic`); what the
 * case itself shows is the report, and the judgement says where a twin shows something else. Findings of that are shrunk,
 * saved and replayed like the rest.
 *
 * Keeps true: the engine works on the cases in their order each time, so that its ledger names the right one.
 */
import { present } from '../base/assert.ts'
import type { Engine } from '../engines/engine.ts'
import { type Twin, twinsOf } from '../metamorphic/twins.ts'
import { type Case, plainCase } from '../observation/case.ts'
import type { Observations } from '../observation/observations.ts'

/** The second member of a group that stands for the first one's twins. */
export const ITSELF = 'itself'

export interface SeenTwin {
  readonly twin: Twin
  readonly original: Observations
  readonly seen: Observations
}

/** The case and its twins, and those that twins are compared with. */
const RUNS_MAX = 12

/** Where a case has fewer twins than others of its batch. */
const NOTHING = plainCase({ body: [{ kind: 'pass' }] }, [])

export class BesideItself implements Engine {
  readonly description: Engine['description']
  readonly engine: Engine
  readonly runsOfCase = RUNS_MAX
  private readonly twins = new WeakMap<Observations, readonly SeenTwin[]>()
  private last: Promise<unknown> = Promise.resolve()

  constructor(id: string, engine: Engine) {
    this.engine = engine
    this.description = { ...engine.description, id }
  }

  run(cases: readonly Case[]): Promise<readonly Observations[]> {
    const result = this.last.then(() => this.runAll(cases))
    this.last = result.catch(() => {})
    return result
  }

  /** Of the case that showed `seen`. */
  twinsOf(seen: Observations): readonly SeenTwin[] {
    return present(this.twins.get(seen), 'the observations are those of this engine')
  }

  close(): Promise<void> {
    return this.engine.close()
  }

  private async runAll(cases: readonly Case[]): Promise<readonly Observations[]> {
    const twins = cases.map(twinsOf)
    const needed = cases.map((case_, i) => [...new Set([case_, ...(twins[i] ?? []).flatMap(casesOf)])])
    const seen = new Map<Case, Observations>()
    for (let layer = 0; needed.some((list) => layer < list.length); layer++) {
      const reports = await this.engine.run(needed.map((list) => list[layer] ?? NOTHING))
      for (const [i, list] of needed.entries()) {
        const case_ = list[layer]
        if (case_ !== undefined) seen.set(case_, present(reports[i], 'one observation a case'))
      }
    }
    const shown = (case_: Case): Observations => present(seen.get(case_), 'every case was run')
    for (const [i, case_] of cases.entries()) {
      const all = (twins[i] ?? []).map((twin) => ({ twin, original: shown(twin.original), seen: shown(twin.case) }))
      this.twins.set(shown(case_), all)
    }
    return cases.map(shown)
  }
}

function casesOf(twin: Twin): readonly Case[] {
  return [twin.original, twin.case]
}
