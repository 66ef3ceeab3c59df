import { describe, expect, it } from 'vitest'
import type { Suspect } from '../task/messages.ts'
import { FindingBook } from './finding-book.ts'

function suspect(index: number, object = 'list#1'): Suspect {
  const violation = { statement: 0, objects: [object], expected: '1', seen: '2', message: 'no' }
  return {
    index,
    case: { program: new Uint8Array([index]), snapshots: [], gc: 'disabled' },
    violations: [{ rule: 'refcount-exact', ...violation }],
  }
}

describe('the finding book', () => {
  it('makes the lowest index the finding, although a higher one came first', () => {
    const book = new FindingBook()
    book.note('a', suspect(300))
    expect(book.enter('a', 256)).toEqual([])
    book.note('a', suspect(7, 'list#4'))
    expect(book.enter('a', 512).map((entry) => entry.firstSeen)).toEqual([7])
    expect(book.all.map(({ firstSeen, count }) => ({ firstSeen, count }))).toEqual([{ firstSeen: 7, count: 2 }])
  })

  it('keeps engines and signatures apart', () => {
    const book = new FindingBook()
    book.note('a', suspect(1))
    book.note('a', suspect(2, 'dict#1'))
    book.note('b', suspect(1))
    book.enter('a', 10)
    book.enter('b', 10)
    expect(book.all.map(({ engine, firstSeen, signature }) => [engine, firstSeen, signature])).toEqual([
      ['a', 1, 'refcount-exact(list) more'],
      ['b', 1, 'refcount-exact(list) more'],
      ['a', 2, 'refcount-exact(dict) more'],
    ])
  })

  it('hands out each entry for shrinking once', () => {
    const book = new FindingBook()
    book.note('a', suspect(1))
    book.note('a', suspect(2))
    book.enter('a', 10)
    expect(book.takeForShrinking()?.firstSeen).toBe(1)
    expect(book.takeForShrinking()).toBeUndefined()
  })
})
