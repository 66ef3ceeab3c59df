import { describe, expect, it } from 'vitest'
import type { Program } from '../program/ast.ts'
import { levelOf } from '../program/level.ts'
import { parseProgram } from '../program/parse/parse.ts'
import { printProgram, printStatement } from '../program/print.ts'
import { topLevel, walk } from '../program/shape.ts'
import { validateProgram } from '../program/validate.ts'
import { generateProgram, movesOf } from './generate.ts'
import { LATER_MOVES } from './later-repertoire.ts'
import { EPOCH_PROGRAMS } from './palette/palette.ts'

const indices = (count: number, first = 0) => Array.from({ length: count }, (_, i) => first + i)
const levelTwo = (seed: number, index: number) => generateProgram(seed, index, { level: 2 })

/** What of level 2 the program holds: kinds of nodes, and what only its text tells. */
function constructs(program: Program): Set<string> {
  const found = new Set<string>()
  for (const { node } of walk(topLevel(program))) found.add(node.kind)
  const text = printProgram(program)
  for (const [construct, pattern] of TEXTS) if (pattern.test(text)) found.add(construct)
  return found
}

const TEXTS: readonly (readonly [string, RegExp])[] = [
  ['a closure', /def inner\(.*\n +(return|nonlocal) (u|v|inner)/],
  ['recursion', /def deep0\(u[\s\S]*deep0\(u - 1/],
  ['next', /\bnext\(/],
  ['send', /\.send\(/],
  ['close', /\.close\(\)/],
  ['throw', /\.throw\(/],
  ['except as', /except .* as e:/],
  ['bare except', /except:/],
  ['else of try', /except[\s\S]*?\n *else:/],
  ['finally', /finally:/],
  ['raise from', /raise .* from /],
  ['raise again', /\braise\n/],
  ['return in finally', /finally:\n( +)(.*\n\1)?return/],
  ['break in finally', /finally:\n( +)(.*\n\1)?break/],
  ['a traceback', /__traceback__/],
  ['a context', /__context__/],
  ['an exception in a cycle', /e\.x = e\n/],
  ['two managers', /with .*\(\d+\).*, .*:/],
  ['__enter__', /def __enter__/],
  ['__exit__', /def __exit__/],
  ['a base class', /class \w\([A-Z]\):/],
  ['two base classes', /class \w\(\w, \w\):/],
  ['an overridden finalizer', /class [STU]\([\s\S]*?def __del__/],
  ['an inner class', /\n +class L:/],
  ['a bound method', /= \w(\(\d+\))?\.m\n/],
  ['a nested comprehension', /\[\[.* for .*\] for /],
  ['a comprehension with two loops', / for \w+ in .* for \w+ in /],
  ['a condition in a comprehension', / for \w+ in .* if .*[\]})]/],
  ['a default that captures', /lambda k=\w/],
]

/** Each with the least share of programs, in percent. */
const LEAST: Readonly<Record<string, number>> = {
  lambda: 30,
  yield: 30,
  try: 35,
  with: 20,
  raise: 20,
  nonlocal: 10,
  'list-comprehension': 25,
  'set-comprehension': 4,
  'dict-comprehension': 8,
  'generator-expression': 15,
}

describe('generateProgram of level 2', () => {
  it('makes valid programs that parse back to themselves, the same for the same seed', () => {
    for (const index of indices(800)) {
      const program = levelTwo(21, index * 13)
      const parsed = parseProgram(printProgram(program))
      expect(parsed.ok && parsed.program).toEqual(program)
      expect(validateProgram(program)).toEqual([])
      expect(levelTwo(21, index * 13)).toEqual(program)
    }
  })

  it('makes every construct of the level, and leaves a good share of the programs without', () => {
    const counts = new Map<string, number>()
    const total = 2000
    let ofLevelOne = 0
    for (const index of indices(total)) {
      const program = levelTwo(22, index)
      if (levelOf(program) === 1) ofLevelOne++
      expect(levelOf(program)).toBeLessThanOrEqual(2)
      for (const construct of constructs(program)) counts.set(construct, (counts.get(construct) ?? 0) + 1)
    }
    const rare = [...Object.keys(LEAST), ...TEXTS.map(([construct]) => construct)].filter(
      (construct) => (counts.get(construct) ?? 0) < ((LEAST[construct] ?? 1) * total) / 100,
    )
    expect(rare).toEqual([])
    expect(ofLevelOne / total).toBeGreaterThan(0.2)
    expect(ofLevelOne / total).toBeLessThan(0.4)
  })

  it('makes a quarter of its programs as a campaign of level 1 makes them', () => {
    const same = indices(1000).filter(
      (index) => printProgram(levelTwo(23, index)) === printProgram(generateProgram(23, index)),
    )
    expect(same.length).toBeGreaterThan(200)
    expect(same.length).toBeLessThan(320)
  })

  it('every move and idiom of the level occurs', () => {
    const counts = new Map(LATER_MOVES.map((move) => [move.name, 0]))
    for (const index of indices(3000))
      for (const name of new Set(movesOf(24, index, { level: 2 }))) {
        const before = counts.get(name)
        if (before !== undefined) counts.set(name, before + 1)
      }
    expect([...counts].filter(([, count]) => count < 60)).toEqual([])
  })

  it('shares one frozen object for one text within an epoch', () => {
    const byText = new Map<string, object>()
    for (const index of indices(EPOCH_PROGRAMS)) {
      for (const statement of levelTwo(25, index).body) {
        const text = printStatement(statement)
        expect(byText.get(text) ?? statement).toBe(statement)
        byText.set(text, statement)
        expect(Object.isFrozen(statement)).toBe(true)
      }
    }
    expect(byText.size).toBeLessThan(12_000)
  }, 60_000)

  it('lets no definition use one that comes after it, so that nothing calls itself for ever', () => {
    for (const index of indices(1500)) {
      const program = levelTwo(26, index)
      for (const statement of program.body) {
        if (statement.kind !== 'def') continue
        const [, family = '', number = ''] = /^(walk|trap|make|deep)(\d)$/.exec(statement.name) ?? []
        if (family === '') continue
        const order = ['walk', 'trap', 'make', 'deep']
        const text = printStatement(statement).split('\n').slice(1).join('\n')
        for (const [, used = '', place = ''] of text.matchAll(/\b(walk|trap|make|deep)(\d)\(/g)) {
          const isBefore = order.indexOf(used) < order.indexOf(family) || (used === family && place < number)
          expect(isBefore || (used === 'deep' && family === 'deep'), text).toBe(true)
        }
        expect(text).not.toMatch(/\b[ABCDSTU]\(/)
      }
    }
  })
})
