import { describe, expect, it } from 'vitest'
import { WATCH_NOTHING } from '../observation/case.ts'
import type { Suspect } from '../task/messages.ts'
import { FindingBook } from './finding-book.ts'

function suspect(index: number, object = 'list#1'): Suspect {
  const violation = { statement: 0, objects: [object], expected: '1', seen: '2', message: 'no' }
  return {
    index,
    case: { program: new Uint8Array([index]), snapshots: [], gc: 'disabled', watch: WATCH_NOTHING },
    violations: [{ rule: 'refcount-exact', ...violation }],
  }
}

const enter = (book: FindingBook, engine: string, ...suspects: readonly Suspect[]) =>
  book.enter(
    engine,
    suspects.map((each) => ({ suspect: each, lethal: false })),
  )

const untried = { reruns: { failed: 1, runs: 1 }, attempts: 1, accepted: 0, ended: 'smallest' as const }

describe('the finding book', () => {
  it('makes one finding of suspects with the same signature and counts the others', () => {
    const book = new FindingBook()
    enter(book, 'a', suspect(7, 'list#4'), suspect(300))
    enter(book, 'a', suspect(512))
    expect(book.all.map(({ firstSeen, count }) => ({ firstSeen, count }))).toEqual([{ firstSeen: 7, count: 3 }])
  })

  it('keeps engines and signatures apart', () => {
    const book = new FindingBook()
    enter(book, 'a', suspect(1), suspect(2, 'dict#1'))
    enter(book, 'b', suspect(1))
    expect(book.all.map(({ engine, firstSeen, signature }) => [engine, firstSeen, signature])).toEqual([
      ['a', 1, 'refcount-exact(list) more'],
      ['b', 1, 'refcount-exact(list) more'],
      ['a', 2, 'refcount-exact(dict) more'],
    ])
  })

  it('hands out each entry for shrinking once', () => {
    const book = new FindingBook()
    enter(book, 'a', suspect(1), suspect(2))
    expect(book.takeForShrinking()?.firstSeen).toBe(1)
    expect(book.takeForShrinking()).toBeUndefined()
  })

  it('goes on from restored entries: counts on, and shrinks only what was not shrunk', () => {
    const before = new FindingBook()
    enter(before, 'a', suspect(1), suspect(2, 'dict#1'))
    const [first, second] = before.inOrderOfEntry.map((entry) => ({ ...entry }))
    if (first === undefined || second === undefined) throw new Error('two entries')
    first.shrunk = { reproduced: true, case: first.found, violations: first.violations, ...untried }
    const book = new FindingBook()
    book.restore([first, second])
    enter(book, 'a', suspect(9), suspect(10, 'set#1'))
    expect(book.inOrderOfEntry.map(({ ordinal, count }) => [ordinal, count])).toEqual([
      [0, 2],
      [1, 1],
      [2, 1],
    ])
    expect([book.takeForShrinking(), book.takeForShrinking()].map((entry) => entry?.firstSeen)).toEqual([2, 10])
  })
})
