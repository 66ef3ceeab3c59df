import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TallySheet } from './tally-sheet.ts'

const work = fc.array(
  fc.record({
    statements: fc.nat(300),
    checks: fc.record({ 'refcount-exact': fc.nat(9), promotion: fc.nat(9) }, { requiredKeys: [] }),
    undecided: fc.option(fc.constantFrom('hash order', 'too deep')),
  }),
)

describe('the tally sheet', () => {
  it('comes to the same sums however the programs are split over workers', () => {
    fc.assert(
      fc.property(work, fc.nat(), (programs, cut) => {
        const alone = new TallySheet()
        const parts = [new TallySheet(), new TallySheet()]
        programs.forEach(({ statements, checks, undecided }, index) => {
          for (const sheet of [alone, parts[index % (2 + (cut % 3))] ?? parts[0]!]) {
            sheet.countProgram(statements, checks)
            sheet.countTraits(index % 3 === 0 ? ['finalizer'] : [])
            if (undecided !== null) sheet.countUndecided(undecided, index)
          }
        })
        const together = new TallySheet()
        for (const part of parts) together.add(part.tally)
        expect(together.tally).toEqual(alone.tally)
      }),
    )
  })

  it('keeps the lowest program as the example of a reason', () => {
    const sheet = new TallySheet()
    sheet.countUndecided('too deep', 9)
    sheet.countUndecided('too deep', 4)
    expect(sheet.tally.undecided).toEqual({ 'too deep': { count: 2, example: 4 } })
  })
})
