import { describe, expect, it } from 'vitest'
import { present } from '../base/assert.ts'
import type { Engine } from '../engines/engine.ts'
import { openEngine } from '../engines/registry.ts'
import { plainCase } from '../observation/case.ts'
import type { Observations } from '../observation/observations.ts'
import { parseProgram } from '../program/parse/parse.ts'
import { selectSemantics } from '../semantics/select.ts'
import type { Verdict } from '../verdict/verdict.ts'
import { BesideItself } from './beside-itself.ts'
import { judgeSeen } from './judge-seen.ts'

const parsed = parseProgram('a = []\nb = (1, a)\na.append(b)\nprint(len(b))\ngc.collect()\n')
if (!parsed.ok) throw new Error('the program is in the language')
const CASE = plainCase(parsed.program, [4])

/** What is said of the case on an engine whose reports of some cases are changed. */
async function verdictWith(
  isChanged: (gc: string, text: string) => boolean,
  change: (seen: Observations) => Observations,
): Promise<Verdict> {
  const simulation = await openEngine('simulation@3.12')
  const lying: Engine = {
    description: simulation.description,
    close: () => simulation.close(),
    run: async (cases) => {
      const seen = await simulation.run(cases)
      return cases.map((case_, i) => {
        const own = present(seen[i], 'one observation a case')
        return isChanged(case_.gc, JSON.stringify(case_.program)) ? change(own) : own
      })
    },
  }
  const engine = new BesideItself('simulation@3.12~itself', lying)
  const [seen] = await engine.run([CASE])
  const ready = { engine, semantics: selectSemantics(engine.description.facts) }
  const { verdict } = judgeSeen(CASE, ready, present(seen, 'one observation a case'))
  await engine.close()
  return verdict
}

/** One reference more to the first object of the last snapshot. */
function oneMore({ statements, outcome }: Observations): Observations {
  return {
    outcome,
    statements: statements.map((statement) => {
      const { snapshot } = statement
      if (snapshot === undefined) return statement
      return {
        ...statement,
        snapshot: { ...snapshot, refcounts: snapshot.refcounts.map((n, i) => (i === 0 ? n + 1 : n)) },
      }
    }),
  }
}

const printsNothing = ({ statements, outcome }: Observations): Observations => ({
  outcome,
  statements: statements.map((statement) => ({ ...statement, events: [] })),
})

describe('an engine beside itself', () => {
  it('is checked by each rule that has twins', async () => {
    const verdict = await verdictWith(() => false, oneMore)
    expect(verdict.kind).toBe('agrees')
    expect(verdict.checks['name-independent']).toBeGreaterThan(5)
    expect(verdict.checks['schedule-independent']).toBeGreaterThan(5)
  })

  it('is wrong where a schedule leaves another live graph', async () => {
    const verdict = await verdictWith((gc) => gc === 'every-allocation', oneMore)
    expect(verdict).toMatchObject({
      kind: 'violates',
      violations: [
        {
          rule: 'schedule-independent',
          objects: ['list'],
          expected: 'object 0: list, count 2, refers to 1',
          seen: 'object 0: list, count 3, refers to 1',
          message: 'With collections at every allocation, the program shows something else.',
        },
      ],
    })
  })

  it('is wrong where names matter', async () => {
    const verdict = await verdictWith((_gc, text) => text.includes('"a0"'), printsNothing)
    expect(verdict).toMatchObject({
      kind: 'violates',
      violations: [
        {
          rule: 'name-independent',
          expected: 'statement 4, events: {"kind":"printed","text":"2"}',
          message: 'With its variables renamed, the program shows something else.',
        },
      ],
    })
  })

  it('leaves the word to the oracle where that finds fault', async () => {
    const verdict = await verdictWith(() => true, oneMore)
    expect(verdict).toMatchObject({ kind: 'violates', violations: [{ rule: 'refcount-exact' }] })
  })
})
