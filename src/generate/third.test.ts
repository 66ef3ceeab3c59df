import { describe, expect, it } from 'vitest'
import type { Program } from '../program/ast.ts'
import { levelOf } from '../program/level.ts'
import { parseProgram } from '../program/parse/parse.ts'
import { printProgram, printStatement } from '../program/print.ts'
import { LATER_MEMBERS } from '../program/surface.ts'
import { validateProgram } from '../program/validate.ts'
import { generateProgram, movesOf } from './generate.ts'
import { EPOCH_PROGRAMS, thirdPaletteFor } from './palette/palette.ts'
import { FIRST_HASH } from './palette/third-bodies.ts'
import { THIRD_MOVES } from './third-repertoire.ts'

const indices = (count: number, first = 0) => Array.from({ length: count }, (_, i) => first + i)
const levelThree = (seed: number, index: number) => generateProgram(seed, index, { level: 3 })

/** Each with the least share of programs, in percent. */
const LEAST: readonly (readonly [string, RegExp, number?])[] = [
  ...['list', 'dict', 'set', 'tuple', 'Exception'].map(
    (base) => [`a subclass of ${base}`, new RegExp(`class \\w+\\(${base}\\):`), 6] as const,
  ),
  ...[...LATER_MEMBERS].map((member) => [member, new RegExp(`\\b${member.replace('.', '\\.')}\\(`), 8] as const),
  ...['__eq__', '__hash__', '__getattr__', '__setattr__'].map(
    (method) => [method, new RegExp(`def ${method}\\(`), method.includes('attr') ? 8 : 18] as const,
  ),
  ['two bases, one a container', /class Mixed\((Key|Twin|Error), \w+\):/],
  ['an attribute of a list', /class List\(list\):[\s\S]*\n\w+\.x = /],
  ['slots of a subclass', /class (List|Dict|Error)\(\w+\):\n {4}__slots__ = \('x'/],
  ['an __init__ of a subclass', /class (List|Dict|Set|Tuple|Error)\(\w+\):[\s\S]*?\n {4}def __init__\(self, u=\(\)\)/],
  ['a __del__ of a subclass', /print\('~(List|Dict|Set|Tuple|Error)'/],
  ['a subclass of Exception raised and caught', /raise Error\(\w\)[\s\S]*?except Error/, 2],
  ['an exception in a cycle', /error\.x = error\n/],
  ['a proxy with a callback', /weakref\.proxy\(\w, k\d\)/],
  ['a proxy used after death', /except ReferenceError/],
  ['a value that holds its key', /wk\[(\w)\] = \[?\1/],
  ['a weak container that holds itself', /(ws|wv|wk)\.own = \1\n/],
  ['death while a weak container is walked', /for .* in w[svk].*:\n {4}\w = None/],
  ['a finalizer called', /\bfin\(\)/],
  ['a finalizer detached', /fin\.detach\(\)/],
  ['a finalizer asked', /fin\.alive/],
  ['a finalizer looked into', /fin\.peek\(\)/],
  ['a list emptied while it is searched', /def __eq__\(.*\n(?: {8}.*\n)*? {8}box\.clear\(\)/, 2],
  ['a dict emptied while a key is looked up', /def __(eq|hash)__\(.*\n(?: {8}.*\n)*? {8}table\.clear\(\)/, 3],
  ['a set emptied while it is searched', /def __(eq|hash)__\(.*\n(?: {8}.*\n)*? {8}group\.clear\(\)/],
  ['an append while items are compared', /def __eq__\(.*\n(?: {8}.*\n)*? {12}box\.(append|insert)\(.*other\)/],
  [
    'the last reference dropped while comparing',
    /def __eq__\(.*\n {8}global .*last.*\n(?: {8}.*\n)*? {8}last = None/,
    3,
  ],
  ['a collection while comparing', /def __eq__\(.*\n(?: {8}.*\n)*? {8}gc\.collect\(/, 2],
  ['a comparison while comparing', /budget = budget - 1/, 5],
  ['a collection while an attribute is asked for', /def __getattr__\(.*\n(?: {8}.*\n)*? {8}gc\.collect\(/],
  ['a collection while an attribute is set', /def __setattr__\(.*\n(?: {8}.*\n)*? {8}gc\.collect\(/],
  ['a class made by type', /type\('Kind', \(/, 5],
  ['a class as a value that is called', /\bkind\(/, 2],
  ['a class in a cycle with its instance', /(\w+)\.me = \1\(/, 3],
  ['a class that dies', /\.me = [\s\S]*?(del (List|Key|Dict|Error)|C = None)\n/],
  ['a class made in a function', /def kind\d\(u\):/, 2],
]

function constructs(program: Program): string[] {
  const text = printProgram(program)
  return LEAST.filter(([, pattern]) => pattern.test(text)).map(([construct]) => construct)
}

describe('generateProgram of level 3', () => {
  it('makes valid programs that parse back to themselves, the same for the same seed', () => {
    for (const index of indices(150)) {
      const program = levelThree(31, index * 13)
      const parsed = parseProgram(printProgram(program))
      expect(parsed.ok && parsed.program).toEqual(program)
      expect(validateProgram(program)).toEqual([])
      expect(levelThree(31, index * 13)).toEqual(program)
    }
  })

  it('makes every construct of the level, in about half of the programs', () => {
    const counts = new Map<string, number>()
    const total = 2000
    const levels = [0, 0, 0, 0]
    for (const index of indices(total)) {
      // Of many epochs: each has some of what special methods may do.
      const program = levelThree(32, index * 31)
      const level = levelOf(program)
      levels[level] = (levels[level] as number) + 1
      if (level === 3)
        for (const construct of constructs(program)) counts.set(construct, (counts.get(construct) ?? 0) + 1)
    }
    const rare = LEAST.filter(([construct, , least = 1]) => (counts.get(construct) ?? 0) < (least * total) / 100)
    expect(rare.map(([construct]) => `${construct}: ${counts.get(construct) ?? 0}`)).toEqual([])
    const [, one = 0, two = 0, three = 0] = levels
    expect(three / total).toBeGreaterThan(0.4)
    expect(three / total).toBeLessThan(0.6)
    expect(Math.min(one, two) / total).toBeGreaterThan(0.15)
  })

  it('makes the other programs as campaigns of the lower levels make them', () => {
    const total = 1000
    const count = (level: 1 | 2) =>
      indices(total).filter(
        (index) => printProgram(levelThree(33, index)) === printProgram(generateProgram(33, index, { level })),
      ).length
    expect(count(1)).toBeGreaterThan(0.2 * total)
    // Programs of level 1 are among those of level 2.
    expect(count(2) - count(1)).toBeGreaterThan(0.1 * total)
  })

  it('every move of the level occurs', () => {
    const counts = new Map(THIRD_MOVES.map((move) => [move.name, 0]))
    for (const index of indices(3000))
      for (const name of new Set(movesOf(34, index, { level: 3 }))) {
        const before = counts.get(name)
        if (before !== undefined) counts.set(name, before + 1)
      }
    expect([...counts].filter(([, count]) => count < 60)).toEqual([])
  })

  it('shares one frozen object for one text within an epoch', () => {
    const statements = new Set(indices(EPOCH_PROGRAMS).flatMap((index) => levelThree(35, index).body))
    const texts = new Set([...statements].map(printStatement))
    expect(texts.size).toBe(statements.size)
    expect([...statements].every(Object.isFrozen)).toBe(true)
    expect(texts.size).toBeLessThan(24_000)
  }, 60_000)

  it('special methods compare only within the budget, and hash to what no item of their own has', () => {
    for (const seed of indices(40)) {
      for (const { statement, name } of [...thirdPaletteFor(seed, 0).values()].flat()) {
        const text = printStatement(statement)
        for (const line of text.split('\n')) {
          if (!/\bin (box|group|table)\b|== \[|\.count\(|table\.get\(/.test(line)) continue
          expect(text.slice(0, text.indexOf(line)), name).toMatch(/budget = budget - 1\n +if budget > 0:\n$/)
        }
        for (const [, hash] of text.matchAll(/def __hash__\(self\):[\s\S]*?return (\d+)/g))
          expect(Number(hash)).toBeGreaterThanOrEqual(FIRST_HASH)
      }
    }
  })
})
