/**
 * Every phrase of the generator on real interpreters (Pyodide, and those that HEAPSMITH_PYTHONS names): the oracle agrees,
 * and the simulation shows the same.
 */
import { describe, expect, it } from 'vitest'
import { present } from '../src/base/assert.ts'
import { Kind } from '../src/generate/kind.ts'
import { CALLING_PHRASES } from '../src/generate/phrases/calling.ts'
import { CLASS_PHRASES } from '../src/generate/phrases/classes-at-work.ts'
import { FAILING_PHRASES } from '../src/generate/phrases/failing.ts'
import { LOOKING_PHRASES } from '../src/generate/phrases/looking.ts'
import { MAPPING_PHRASES } from '../src/generate/phrases/mappings.ts'
import { NUMBER_PHRASES } from '../src/generate/phrases/numbers.ts'
import type { Phrase } from '../src/generate/phrases/phrase.ts'
import { SEQUENCE_PHRASES } from '../src/generate/phrases/sequences.ts'
import { TEXT_PHRASES } from '../src/generate/phrases/texts.ts'
import { type Case, plainCase } from '../src/observation/case.ts'
import { comparable } from '../src/observation/comparable.ts'
import { judge } from '../src/oracle/judge.ts'
import { type Level, levelOf } from '../src/program/level.ts'
import { parseProgram } from '../src/program/parse/parse.ts'
import { printProgram } from '../src/program/print.ts'
import { selectSemantics } from '../src/semantics/select.ts'
import { pairOf } from './beside-python.test-support.ts'
import { GIVEN_ENGINES } from './real-engines.test-support.ts'

const REAL = ['pyodide@3.12', ...GIVEN_ENGINES]
const OPERANDS = `class N:
    pass
a = N()
b = [a, 1]
c = {'k': a, 1: b}
d = (a, b)
e = {1, 2}
f = frozenset([3])
`
const NAMES = [
  [Kind.instance, 'a'],
  [Kind.list, 'b'],
  [Kind.dict, 'c'],
  [Kind.tuple, 'd'],
  [Kind.set, 'e'],
  [Kind.frozenset, 'f'],
] as const
const PHRASES = {
  NUMBER_PHRASES,
  TEXT_PHRASES,
  SEQUENCE_PHRASES,
  MAPPING_PHRASES,
  LOOKING_PHRASES,
  CALLING_PHRASES,
  FAILING_PHRASES,
  CLASS_PHRASES,
}
const LEVELS: Readonly<Partial<Record<string, Level>>> = { FAILING_PHRASES: 2, CLASS_PHRASES: 3 }

function casesOf({ text, of }: Phrase): Case[] {
  const names = of === undefined ? ['a'] : NAMES.filter(([kind]) => (of & kind) !== 0).map(([, name]) => name)
  return names.map((name) => {
    const parsed = parseProgram(`${OPERANDS}${text.replace(/\bV\b/g, 'g').replace(/\bW\b/g, name)}\n`)
    if (!parsed.ok) throw new Error(`${text} is not in the language`)
    return plainCase(parsed.program, [parsed.program.body.length - 1])
  })
}

it.each(Object.entries(PHRASES))('%s stay within their level', (topic, phrases) => {
  const levels = phrases.flatMap(casesOf).map(({ program }) => levelOf(program))
  expect(Math.max(...levels)).toBe(LEVELS[topic] ?? 1)
})

describe.each(REAL)('phrases on %s', (id) => {
  const pair = pairOf(id)

  it.each(Object.entries(PHRASES))('%s mean the same to all', async (_topic, phrases) => {
    const { real, simulation } = pair
    const semantics = selectSemantics(real.description.facts)
    const cases = phrases.flatMap(casesOf)
    const [seen, simulated] = await Promise.all([real.run(cases), simulation.run(cases)])
    for (const [i, case_] of cases.entries()) {
      const text = printProgram(case_.program).slice(OPERANDS.length)
      const shown = present(seen[i], 'one observation a case')
      const { verdict } = judge(case_, semantics, shown, { story: false, shows: real.description.capabilities })
      // What lies in a byte array the oracle does not follow.
      const allowed = text.includes('bytearray') ? ['agrees', 'undecided'] : ['agrees']
      expect(allowed, `${text}${JSON.stringify(verdict)}`).toContain(verdict.kind)
      // Sizes differ where a pointer is not as wide.
      if (!text.includes('getsizeof'))
        expect(comparable(present(simulated[i], 'one observation a case')), text).toEqual(comparable(shown))
    }
  })
})
