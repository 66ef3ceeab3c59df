/**
 * Each call, operation and construct makes as many objects that the collector sees on the simulation as on real
 * interpreters (Pyodide, and those that HEAPSMITH_PYTHONS names), and leaves as many to the free lists.
 */
import { describe, expect, it } from 'vitest'
import { assert, present } from '../src/base/assert.ts'
import { type Case, plainCase } from '../src/observation/case.ts'
import { comparable } from '../src/observation/comparable.ts'
import type { Observations } from '../src/observation/observations.ts'
import { parseExpression, parseProgram } from '../src/program/parse/parse.ts'
import { ALLOCATING, TAKERS, WORLD } from './allocating-statements.test-support.ts'
import { pairOf, REAL_ENGINES } from './beside-python.test-support.ts'

function caseOf(statement: string): Case {
  const parsed = parseProgram([WORLD, 'gc.collect()', statement, statement, ...TAKERS, ''].join('\n'))
  assert(parsed.ok, `in the language: ${statement}`)
  const counted = parseExpression('gc.get_count()[0]')
  assert(counted.ok, 'probes are in the language')
  const first = parsed.program.body.length - TAKERS.length - 2
  const probes = Array.from({ length: TAKERS.length + 2 }, (_, i) => ({
    statement: first + i,
    kind: 'value' as const,
    expression: counted.expression,
  }))
  return { ...plainCase(parsed.program, []), gc: 'enabled', probes }
}

/** Counts after the statement and all that follows it; what it said, raised and gave. */
function told(seen: Observations): string {
  const { statements } = comparable(seen)
  return statements
    .slice(-TAKERS.length - 2)
    .map(({ events, raised, value, probes }) => [probes, raised, value, events.filter(isSaid)].join(' '))
    .join(' | ')
}

/** Who dies is told by some engines only. */
function isSaid(event: string): boolean {
  return !event.startsWith('died ')
}

describe.each(REAL_ENGINES)('allocations beside %s', (id) => {
  const pair = pairOf(id)

  it('are as many, whatever is called', async () => {
    // A pointer is narrower there, and so is what they say.
    const isWide = pair.real.description.facts.pointerBits === 64
    const statements = ALLOCATING.filter((text) => isWide || !text.includes('getsizeof'))
    const cases = statements.map(caseOf)
    const [expected, shown] = await Promise.all([pair.real.run(cases), pair.simulation.run(cases)])
    const texts = (seen: readonly Observations[]): string[] =>
      statements.map((text, i) => `${text}: ${told(present(seen[i], 'one observation a case'))}`)
    expect(texts(shown)).toEqual(texts(expected))
  }, 600_000)
})
