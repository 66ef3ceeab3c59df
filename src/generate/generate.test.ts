import { describe, expect, it } from 'vitest'
import { fnv1a } from '../base/hash.ts'
import type { Program, Statement } from '../program/ast.ts'
import type { Level } from '../program/level.ts'
import { parseProgram } from '../program/parse/parse.ts'
import { printProgram, printStatement } from '../program/print.ts'
import { validateProgram } from '../program/validate.ts'
import { describeProgram, traitsUpTo } from './describe.ts'
import { generateProgram, generateWithMoves, movesOf, snapshotPlan } from './generate.ts'
import { EPOCH_PROGRAMS } from './palette/palette.ts'
import { RARITIES, REPERTOIRE } from './repertoire.ts'
import type { Emphasis, Gains } from './swarm.ts'

const indices = (count: number, first = 0) => Array.from({ length: count }, (_, i) => first + i)
const hashOf = (texts: readonly string[]) => fnv1a(new TextEncoder().encode(texts.join('---\n')))

/** Which functions, initializers and finalizers each of them may run, by the names that are called in their text. */
function callGraph(program: Program): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>()
  const enter = (name: string, definition: Statement) => {
    const called = graph.get(name) ?? new Set<string>()
    graph.set(name, called)
    for (const [, callee = ''] of printStatement(definition).matchAll(/(?<!def |class )\b(\w+)\(/g)) {
      for (const entered of [callee, `${callee}.__init__`, `${callee}.__del__`]) called.add(entered)
    }
  }
  for (const statement of program.body) {
    if (statement.kind === 'def') enter(statement.name, statement)
    if (statement.kind !== 'class') continue
    for (const item of statement.body) if (item.kind === 'def') enter(`${statement.name}.${item.name}`, item)
  }
  return graph
}

describe('generateProgram', () => {
  it('makes the same 1,000 programs on every machine', () => {
    const texts = indices(1000).map((index) => printProgram(generateProgram(2024, index)))
    // A change of this number is a change of every seed that anyone has written down: say so in the change log.
    expect(hashOf(texts)).toBe(689_855_332)
  })

  it('depends on seed and index alone, not on what was generated before', () => {
    const straight = indices(50).map((index) => printProgram(generateProgram(7, index)))
    const mixed = indices(50).map((index) => {
      generateProgram(8, index * 3)
      return printProgram(generateProgram(7, 49 - index))
    })
    expect(mixed.reverse()).toEqual(straight)
    expect(printProgram(generateProgram(8, 0))).not.toBe(straight[0])
  })

  it('makes programs that parse back to themselves and validate', () => {
    for (const index of indices(600)) {
      const program = generateProgram(11, index * 17)
      const text = printProgram(program)
      const parsed = parseProgram(text)
      expect(parsed.ok && parsed.program).toEqual(program)
      expect(validateProgram(program)).toEqual([])
    }
  })

  it('makes 3 to 300 statements, 50 on average, skewed to the short', () => {
    const sizes = indices(5000).map((index) => generateProgram(3, index).body.length)
    const sorted = [...sizes].sort((a, b) => a - b)
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length
    expect(sorted[0]).toBe(3)
    expect(sorted.at(-1)).toBeGreaterThan(280)
    expect(sorted.at(-1)).toBeLessThanOrEqual(300)
    expect(mean).toBeGreaterThan(45)
    expect(mean).toBeLessThan(55)
    expect(sorted[2500]).toBeLessThan(mean)
  })

  it('makes exactly as many statements as asked for', () => {
    for (const statements of [3, 4, 5, 6, 17, 50, 300]) {
      for (const index of indices(200)) expect(generateProgram(4, index, { statements }).body).toHaveLength(statements)
    }
    expect(() => generateProgram(4, 0, { statements: 2 })).toThrow('3 to 300')
  })

  it('shares one frozen object for one text within an epoch', () => {
    const byText = new Map<string, object>()
    for (const index of indices(EPOCH_PROGRAMS)) {
      for (const statement of generateProgram(5, index).body) {
        const text = printStatement(statement)
        expect(byText.get(text) ?? statement).toBe(statement)
        byText.set(text, statement)
        expect(Object.isFrozen(statement)).toBe(true)
      }
    }
    expect(byText.size).toBeLessThan(8000)
  }, 30_000)

  it('needs few new statements once an engine has seen 20,000 programs', () => {
    const seen = new Set<string>()
    let misses = 0
    for (const index of indices(30_000)) {
      for (const statement of generateProgram(6, index).body) {
        const text = printStatement(statement)
        if (seen.has(text)) continue
        seen.add(text)
        if (index >= 20_000) misses++
      }
    }
    expect(misses / 10_000).toBeLessThan(0.2)
  }, 60_000)

  it('makes no finalizer that, itself or through what it calls, makes an object whose finalizer is that one', () => {
    for (const index of indices(4000)) {
      const leadsTo = callGraph(generateProgram(9, index))
      for (const name of leadsTo.keys()) {
        const reached = new Set<string>()
        const pending = [...(leadsTo.get(name) ?? [])]
        for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
          if (reached.has(next)) continue
          reached.add(next)
          pending.push(...(leadsTo.get(next) ?? []))
        }
        expect(name.endsWith('.__del__') && reached.has(name), `program ${index}: ${name}`).toBe(false)
      }
    }
  })

  it('switches off what it used to save garbage', () => {
    for (const index of indices(5000)) {
      const text = printProgram(generateProgram(9, index))
      if (!text.includes('DEBUG_SAVEALL')) continue
      expect(text.lastIndexOf('gc.set_debug(0)')).toBeGreaterThan(text.lastIndexOf('DEBUG_SAVEALL'))
      expect(text.lastIndexOf('gc.garbage.clear()')).toBeGreaterThan(text.lastIndexOf('gc.set_debug(0)'))
    }
  })
})

/** How many of 5,000 programs of a campaign have each trait; those that none has are missing. */
function traitsOfPrograms(level: Level): Map<string, number> {
  const counts = new Map<string, number>()
  for (const index of indices(5000)) {
    for (const trait of describeProgram(generateProgram(10, index, { level })))
      counts.set(trait, (counts.get(trait) ?? 0) + 1)
  }
  return counts
}

describe('coverage of 5,000 programs', () => {
  it('every trait occurs', () => {
    const counts = traitsOfPrograms(1)
    expect(traitsUpTo(1).filter((trait) => (counts.get(trait) ?? 0) < 40)).toEqual([])
    // Swarm: what is not basic is missing from many programs, too.
    for (const trait of ['callback', 'finalizer', 'set', 'for loop', 'class with __slots__', 'partial collection']) {
      expect(counts.get(trait)).toBeGreaterThan(700)
      expect(counts.get(trait)).toBeLessThan(4500)
    }
  })

  it.each([2, 3] as const)('every trait of level %d occurs, and programs of level 1 have none of them', (level) => {
    const counts = traitsOfPrograms(level)
    const added = traitsUpTo(level).filter((trait) => !traitsUpTo((level - 1) as Level).includes(trait))
    expect(added.filter((trait) => (counts.get(trait) ?? 0) < 40)).toEqual([])
    const below = traitsOfPrograms((level - 1) as Level)
    expect(added.filter((trait) => below.has(trait))).toEqual([])
  })

  it('every move and idiom occurs', () => {
    const counts = new Map([...REPERTOIRE.filter((move) => move.weight > 0), ...RARITIES].map((move) => [move.name, 0]))
    for (const index of indices(5000)) {
      for (const name of new Set(movesOf(10, index))) counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    expect([...counts].filter(([, count]) => count < 60)).toEqual([])
  })
})

describe('snapshotPlan', () => {
  it('names the last statement and at most two others, in order', () => {
    for (const index of indices(500)) {
      const program = generateProgram(12, index)
      const plan = snapshotPlan(12, index, program)
      expect(plan.at(-1)).toBe(program.body.length - 1)
      expect(plan.length).toBeLessThanOrEqual(3)
      expect(plan).toEqual([...new Set(plan)].sort((a, b) => a - b))
      expect(plan).toEqual(snapshotPlan(12, index, program))
    }
  })

  it('varies with the index', () => {
    const program = generateProgram(12, 0, { statements: 100 })
    const plans = new Set(indices(100).map((index) => snapshotPlan(12, index, program).join()))
    expect(plans.size).toBeGreaterThan(90)
  })
})

describe('a program with a bias', () => {
  const traits = { finalizers: 75, callbacks: 75, resurrection: 75, slots: 75 }
  const count = (name: string, gains: Gains) =>
    indices(200)
      .flatMap((index) => movesOf(3, index, { bias: { gains, traits } }))
      .filter((move) => move === name).length

  it('has more of the moves that brought more, and none is given up', () => {
    const even = count('list.add', {})
    expect(count('list.add', { 'list.add': 16 })).toBeGreaterThan(2 * even)
    const few = count('list.add', { 'list.add': 1 })
    expect(few).toBeLessThan(even / 2)
    expect(few).toBeGreaterThan(0)
  })

  it('has traits as often as it says', () => {
    const withFinalizer = (finalizers: number) =>
      indices(200).filter(
        (index) =>
          generateWithMoves(3, index, { bias: { gains: {}, traits: { ...traits, finalizers } } }).traits.finalizers,
      ).length
    expect(withFinalizer(90)).toBeGreaterThan(160)
    expect(withFinalizer(10)).toBeLessThan(40)
  })

  it('tells of each statement which move wrote it', () => {
    for (const index of indices(50)) {
      const { program, moves } = generateWithMoves(3, index, {})
      expect(program).toEqual(generateProgram(3, index))
      expect(moves.length).toBeLessThanOrEqual(program.body.length)
      expect(new Set(moves.filter((move) => move !== undefined))).toEqual(
        new Set(movesOf(3, index).filter((move) => moves.includes(move))),
      )
    }
  })
})

describe('a program with an emphasis', () => {
  const feature = new Map(REPERTOIRE.map((move) => [move.name, move.feature]))
  const count = (name: string, weights: Emphasis['weights']) =>
    indices(200)
      .flatMap((index) => movesOf(3, index, { emphasis: { weights, traits: {} } }))
      .filter((move) => feature.get(move) === name).length

  it('leaves out what has the weight 0 and has more of what weighs more', () => {
    const even = count('cycles', {})
    expect(count('cycles', { cycles: 0 })).toBe(0)
    expect(count('cycles', { cycles: 8 })).toBeGreaterThan(1.5 * even)
    expect(count('cycles', { cycles: 1 })).toBe(even)
  })

  it('has the traits that are asked for', () => {
    const finalizers = (traits: Emphasis['traits']) =>
      indices(200).filter((index) =>
        printProgram(generateProgram(3, index, { emphasis: { weights: {}, traits } })).includes('__del__'),
      ).length
    expect(finalizers({ finalizers: true })).toBeGreaterThan(finalizers({}))
    expect(finalizers({ finalizers: false })).toBeLessThan(finalizers({}) / 2)
  })

  it('is valid', () => {
    const emphasis: Emphasis = { weights: { towers: 8, lists: 0 }, traits: { slots: true } }
    for (const index of indices(100)) expect(validateProgram(generateProgram(4, index, { emphasis }))).toEqual([])
  })
})
