import { describe, expect, it } from 'vitest'
import { openEngine } from '../engines/registry.ts'
import { generateProgram } from '../generate/generate.ts'
import { plainCase } from './case.ts'
import { comparable } from './comparable.ts'
import { fingerprint } from './fingerprint.ts'
import type { Handle, Observations } from './observations.ts'

const program = generateProgram(5, 3, { statements: 40 })
const case_ = plainCase(
  program,
  program.body.map((_, i) => i),
)

/** As another machine would report it: every address elsewhere. */
function moved({ statements, outcome }: Observations, by: number): Observations {
  const shift = (handles: Float64Array) => handles.map((handle) => (handle === 0 ? 0 : handle + by))
  return {
    outcome,
    statements: statements.map(({ snapshot, events, ...rest }) => ({
      ...rest,
      events: events.map((event) => ('object' in event ? { ...event, object: (event.object + by) as Handle } : event)),
      ...(snapshot === undefined
        ? {}
        : {
            snapshot: {
              ...snapshot,
              handles: shift(snapshot.handles),
              edges: shift(snapshot.edges),
              weakTargets: shift(snapshot.weakTargets),
              roots: shift(snapshot.roots),
              garbage: shift(snapshot.garbage),
            },
          }),
    })),
  }
}

async function observed(): Promise<Observations> {
  const engine = await openEngine('simulation@3.12')
  const [seen] = await engine.run([case_])
  if (seen === undefined) throw new Error('one observation a case')
  return seen
}

describe('a fingerprint', () => {
  it('is the same for the same observations, wherever objects lie', async () => {
    const seen = await observed()
    expect(fingerprint(seen)).toMatch(/^[0-9a-f]{16}$/)
    expect(fingerprint(await observed())).toBe(fingerprint(seen))
    expect(fingerprint(moved(seen, 0x7f00_0000_0000))).toBe(fingerprint(seen))
    expect(comparable(moved(seen, 64))).toEqual(comparable(seen))
  })

  it('is another when one count, event or outcome differs', async () => {
    const seen = await observed()
    const [first, ...rest] = seen.statements
    const snapshot = first?.snapshot
    if (first === undefined || snapshot === undefined) throw new Error('a snapshot after each statement')
    const refcounts = snapshot.refcounts.map((count, i) => (i === 0 ? count + 1 : count))
    const altered: Observations[] = [
      { ...seen, statements: [{ ...first, snapshot: { ...snapshot, refcounts } }, ...rest] },
      { ...seen, statements: [{ ...first, events: [...first.events, { kind: 'printed', text: 'x' }] }, ...rest] },
      { ...seen, outcome: { kind: 'out-of-memory', statement: 3 } },
    ]
    for (const other of altered) expect(fingerprint(other)).not.toBe(fingerprint(seen))
  })

  it('does not depend on how long the program might have run', () => {
    const hung = (limitMs: number): Observations => ({
      statements: [],
      outcome: { kind: 'hung', statement: 0, limitMs },
    })
    expect(fingerprint(hung(300))).toBe(fingerprint(hung(10_000)))
  })
})
