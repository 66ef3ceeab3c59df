import { describe, expect, it } from 'vitest'
import { parseProgram } from '../program/parse/parse.ts'
import { printStatement } from '../program/print.ts'
import { children } from '../program/shape.ts'
import { makeThirdPalette } from './palette/third-palette.ts'
import { CALLING_PHRASES } from './phrases/calling.ts'
import { CLASS_PHRASES } from './phrases/classes-at-work.ts'
import { FAILING_PHRASES } from './phrases/failing.ts'
import { LOOKING_PHRASES } from './phrases/looking.ts'
import { MAPPING_PHRASES } from './phrases/mappings.ts'
import { NUMBER_PHRASES } from './phrases/numbers.ts'
import { SEQUENCE_PHRASES } from './phrases/sequences.ts'
import { TEXT_PHRASES } from './phrases/texts.ts'
import { definitionOf, stencils } from './stencil.ts'

const parsed = (text: string) => {
  const result = parseProgram(`${text}\n`)
  expect(result.ok, text).toBe(true)
  return result.ok ? result.program.body : []
}

const PHRASES = [
  ...[CALLING_PHRASES, CLASS_PHRASES, FAILING_PHRASES, LOOKING_PHRASES],
  ...[MAPPING_PHRASES, NUMBER_PHRASES, SEQUENCE_PHRASES, TEXT_PHRASES],
].flat()

describe('stencils', () => {
  it('give the statements that the filled text has, of every phrase', () => {
    for (const { text } of PHRASES)
      for (const [V, W] of [
        ['a', 'b'],
        ['h', 'h'],
      ] as const) {
        const filled = text.replace(/\bV\b/g, V).replace(/\bW\b/g, W)
        expect(stencils(text).map((statement) => statement({ V, W }))).toEqual(parsed(filled))
      }
  })

  it('leave letters alone that stand inside words, and those without a name', () => {
    const [print] = stencils("print('V VV', W, U)")
    expect(print?.({ V: 'a', W: 'b' })).toEqual(parsed("print('a VV', b, U)")[0])
  })

  it('never give a node twice', () => {
    const [append] = stencils('V = [W]')
    expect(append?.({ V: 'a', W: 'b' })).not.toBe(append?.({ V: 'a', W: 'b' }))
  })
})

describe('definitions', () => {
  it('are what the parser makes of their texts, of every definition of two epochs', () => {
    for (const epoch of [0, 1])
      for (const { statement } of [...makeThirdPalette(5, epoch).values()].flat())
        expect([statement]).toEqual(parsed(printStatement(statement)))
  })

  it('go on after `else` and `except`, and may stand in each other', () => {
    const text = `def f(u):
    class C(list):
        x = u
        def m(self):
            if u:
                pass
            else:
                return 1
            try:
                u()
            except ValueError:
                return 2
            finally:
                pass
    return C`
    expect([definitionOf(text)]).toEqual(parsed(text))
  })

  it('have nodes of their own where they have the same parts', () => {
    const twice = definitionOf('def f(u):\n    u = 1\n    u = 1')
    const [first, second] = children(twice).map(({ node }) => node)
    expect(first).toEqual(second)
    expect(first).not.toBe(second)
  })
})
