/**
 * The known differences that come with Heapsmith: each shows on the versions that it speaks of and is covered there, and does
 * not show on others, unless another entry covers it there. On the simulation, and on the interpreters that HEAPSMITH_PYTHONS names.
 */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assert, present } from '../src/base/assert.ts'
import { openTriage, SHIPPED_KNOWN } from '../src/cli/open-triage.ts'
import type { Engine } from '../src/engines/engine.ts'
import { openEngine } from '../src/engines/registry.ts'
import { plainCase } from '../src/observation/case.ts'
import { judge } from '../src/oracle/judge.ts'
import { parseProgram } from '../src/program/parse/parse.ts'
import { rangeIncludes } from '../src/scenario/version-range.ts'
import { selectSemantics } from '../src/semantics/select.ts'
import { makeFinding } from '../src/triage/finding.ts'
import type { KnownDifference } from '../src/triage/known-difference.ts'
import { loadKnown } from '../src/triage/load-known.ts'
import { DEFAULT_NOISE_BELOW, triaged } from '../src/triage/triage.ts'
import { signature } from '../src/verdict/verdict.ts'
import { GIVEN_ENGINES } from './real-engines.test-support.ts'

const SIMULATED = ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13.0', '3.13', '3.14.2', '3.14', '3.15']
const ENGINES = [...SIMULATED.map((version) => `simulation@${version}`), ...GIVEN_ENGINES]

const loaded = loadKnown(readFileSync(SHIPPED_KNOWN), SHIPPED_KNOWN)
assert(loaded.ok, 'the list that comes with the package is a list of known differences')
const entries = loaded.known.map((entry) => ({ entry, name: entry.reason.slice(0, 60) }))

/** The findings of each of its programs there. */
function findingsOf({ shows }: KnownDifference, engine: Engine) {
  return Promise.all(shows.map((text) => findingsIn(text, engine)))
}

async function findingsIn(text: string, engine: Engine) {
  const parsed = parseProgram(text)
  assert(parsed.ok, 'what shows a difference is in the language')
  const case_ = plainCase(parsed.program, [...parsed.program.body.keys()])
  const [seen] = await engine.run([case_])
  const semantics = selectSemantics(engine.description.facts)
  const { verdict } = judge(case_, semantics, present(seen, 'one observation a case'))
  const violations = verdict.kind === 'violates' ? verdict.violations : []
  return violations.map((violation) =>
    makeFinding({
      engine: engine.description.id,
      signature: signature(violation),
      case: case_,
      violations: [violation],
      firstSeen: 0,
      count: 1,
    }),
  )
}

describe.each(ENGINES)('on %s, what is known', (id) => {
  let engine: Engine

  beforeAll(async () => {
    engine = await openEngine(id)
  }, 60_000)

  afterAll(() => engine.close())

  it.each(entries)('is shown where it is said to be, and covered: $name…', async ({ entry }) => {
    const { version } = engine.description.facts
    const shown = await findingsOf(entry, engine)
    const isMeant = entry.engines?.every((engine) => !id.startsWith(engine.replace('*', ''))) !== true
    const isThere = isMeant && (entry.python === undefined || rangeIncludes(entry.python, version))
    if (isThere) expect(shown.map((findings) => findings.length > 0)).toEqual(entry.shows.map(() => true))
    const others = entries.map((other) => other.entry).filter((other) => other !== entry)
    const context = {
      known: isThere ? [entry] : others,
      earlier: [],
      today: '2026-01-01',
      noiseBelow: DEFAULT_NOISE_BELOW,
    }
    for (const finding of shown.flat())
      expect(triaged(finding, { ...context, versions: new Map([[finding.engine, version]]) }).status).toBe('KNOWN')
  })
})

describe('the list that comes with Heapsmith', () => {
  it('gives a reason, a source and a program for each, and has not expired', () => {
    const today = new Date().toISOString().slice(0, 10)
    expect(entries.length).toBeGreaterThan(0)
    for (const { entry } of entries) {
      expect(entry.source).toMatch(/measured: \d/)
      expect(entry.shows.length).toBeGreaterThan(0)
      expect(entry.expires >= today, `${entry.reason}: look again whether it still holds`).toBe(true)
    }
  })

  it('counts in every campaign, unless told otherwise', async () => {
    const engine = await openEngine('simulation@3.12')
    const described = [{ description: engine.description, semantics: '3.12' as const, level: 3 as const }]
    for (const { entry } of entries.filter(
      ({ entry: { python } }) => python === undefined || rangeIncludes(python, [3, 12, 7]),
    ))
      for (const finding of (await findingsOf(entry, engine)).flat()) {
        expect(openTriage({}).of(finding, described).status).toBe('KNOWN')
        expect(openTriage({ shippedKnown: false }).of(finding, described).status).toBe('NEW')
      }
  })
})
