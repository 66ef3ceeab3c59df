import { describe, expect, it } from 'vitest'
import { GAIN_EVEN, GAIN_MAX } from '../base/gain.ts'
import { CreditBook, CreditSheet } from './credit.ts'

const credits = (...rows: readonly (readonly [string, number, number])[]) => {
  const sheet = new CreditSheet()
  for (const [name, tries, features] of rows) sheet.add(name, tries, features)
  return sheet.credits
}

describe('credit', () => {
  it('prefers what brought more, and takes nothing less often than without credit', () => {
    const book = new CreditBook()
    book.renew([credits(['good', 1000, 90], ['fair', 1000, 60], ['poor', 1000, 0])])
    const [good, fair, poor, untried] = book.gains(['good', 'fair', 'poor', 'untried']) as [
      number,
      number,
      number,
      number,
    ]
    expect(good).toBeGreaterThan(fair)
    expect(fair).toBeGreaterThan(poor)
    expect(poor).toBe(GAIN_EVEN)
    expect(good).toBeLessThanOrEqual(GAIN_MAX)
    expect(untried).toBe(GAIN_EVEN)
  })

  it('takes all alike before anything was tried', () => {
    expect(new CreditBook().gains(['a', 'b'])).toEqual([GAIN_EVEN, GAIN_EVEN])
  })

  it('does not believe a few tries', () => {
    const book = new CreditBook()
    book.renew([credits(['lucky', 1, 1], ['steady', 1000, 100])])
    expect(book.gains(['lucky', 'steady'])[0]).toBeLessThan(2 * GAIN_EVEN)
  })

  it('forgets by halves, but counts all', () => {
    const book = new CreditBook()
    book.renew([credits(['once', 100, 40], ['now', 100, 0])])
    for (let round = 0; round < 8; round++) book.renew([credits(['now', 100, 20], ['once', 100, 2])])
    expect(book.of('once')).toMatchObject({ tries: 900, features: 56 })
    expect(book.of('once').recent.features).toBeLessThan(6)
    const [once, now] = book.rates(['once', 'now']) as [number, number]
    expect(now).toBeGreaterThan(once)
  })

  it('does not depend on the order of the blocks of a round', () => {
    const blocks = [credits(['a', 10, 1], ['b', 5, 5]), credits(['b', 3, 0]), credits(['c', 1, 0], ['a', 2, 2])]
    const [one, other] = [new CreditBook(), new CreditBook()]
    one.renew(blocks)
    other.renew(blocks.toReversed())
    expect(one.all).toEqual(other.all)
  })

  it('goes on from what was written down', () => {
    const [book, again] = [new CreditBook(), new CreditBook()]
    book.renew([credits(['a', 11, 3], ['b', 7, 0])])
    for (const [name, credit] of book.all) again.put(name, credit)
    const more = [credits(['b', 9, 4])]
    book.renew(more)
    again.renew(more)
    expect(again.all).toEqual(book.all)
  })
})
