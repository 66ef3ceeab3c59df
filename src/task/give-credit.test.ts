import { describe, expect, it } from 'vitest'
import { CreditSheet } from '../corpus/credit.ts'
import { generateWithMoves } from '../generate/generate.ts'
import { produceProgram } from '../generate/produce.ts'
import { encodeProgram } from '../program/encode.ts'
import { creditFinds, creditTries } from './give-credit.ts'

const learnt = {
  weights: [1, 1, 1, 1, 1, 1, 1, 1],
  bias: { gains: {}, traits: { finalizers: 50, callbacks: 50, resurrection: 50, slots: 50 } },
}

describe('credit for a program', () => {
  it('from nothing goes to the move that wrote the statement', () => {
    const produced = produceProgram(1, 5, undefined, {})
    const sheet = new CreditSheet()
    creditTries(sheet, produced)
    const place = produced.drawn?.moves.findIndex((move) => move !== undefined) ?? -1
    const move = produced.drawn?.moves[place]
    creditFinds(sheet, produced, [place, place, -1])
    expect(sheet.credits[`move ${move}`]).toMatchObject({ features: 2 })
    expect(sheet.credits['making random']).toEqual({ tries: produced.program.body.length, features: 3 })
    const moves = Object.entries(sheet.credits).filter(([name]) => name.startsWith('move '))
    expect(moves.reduce((sum, [, { tries }]) => sum + tries, 0)).toBe(
      produced.drawn?.moves.filter((each) => each !== undefined).length,
    )
  })

  it.each(['graft', 'neighbour'] as const)('that is a %s goes to its mutations', (kind) => {
    const source = { key: 'a', program: encodeProgram(generateWithMoves(1, 5, {}).program) }
    const produced = produceProgram(1, 6, { kind, parent: source, donor: source, learnt }, {})
    const sheet = new CreditSheet()
    creditTries(sheet, produced)
    creditFinds(sheet, produced, [0])
    expect(produced.mutations.length).toBeGreaterThan(0)
    expect(sheet.credits[`making ${kind}`]?.features).toBe(1)
    for (const mutation of produced.mutations) expect(sheet.credits[`mutation ${mutation}`]?.features).toBe(1)
    expect(Object.keys(sheet.credits).filter((name) => /^(move|trait) /.test(name))).toEqual([])
  })
})
