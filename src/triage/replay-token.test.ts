import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../base/usage-error.ts'
import { generateProgram, snapshotPlan } from '../generate/generate.ts'
import { plainCase } from '../observation/case.ts'
import { looksLikeToken, parseReplayToken, replayToken } from './replay-token.ts'

const program = generateProgram(1, 1)
const case_ = plainCase(program, snapshotPlan(1, 1, program))

describe('replay tokens', () => {
  it('come back as the same case and engine', () => {
    const engines = fc.oneof(
      fc.constantFrom('pyodide@3.14', 'cpython:/usr/bin/python3', 'cpython:C:\\py thon.exe'),
      fc.string({ minLength: 1 }),
    )
    fc.assert(
      fc.property(
        engines,
        fc.nat(1000),
        fc.constantFrom('disabled', 'enabled', 'every-allocation'),
        fc.record({ deaths: fc.boolean(), collector: fc.boolean(), memory: fc.boolean(), image: fc.boolean() }),
        fc.option(fc.nat(60), { nil: undefined }),
        (engine, index, gc, watch, request) => {
          const drawn = generateProgram(3, index)
          const refusal =
            request === undefined ? {} : { refusal: { statement: index % drawn.body.length, request: request + 1 } }
          const full = { ...plainCase(drawn, snapshotPlan(3, index, drawn)), gc, watch, ...refusal }
          expect(parseReplayToken(replayToken(engine, full))).toEqual({ engine, case: full })
        },
      ),
      { numRuns: 50 },
    )
  })

  it('need no quotes in a shell', () => {
    expect(replayToken("cpython:/opt/my pythons/$HOME/'x'", case_)).toMatch(/^[A-Za-z0-9@:/._+%-]+$/)
  })

  it('are refused when a single character is altered or missing', () => {
    const token = replayToken('pyodide', case_)
    const start = 'hs1.pyodide.'.length
    for (let at = start; at < token.length; at++) {
      const other = token[at] === 'A' ? 'B' : 'A'
      expect(() => sameAs(token.slice(0, at) + other + token.slice(at + 1))).toThrow(UsageError)
      expect(() => parseReplayToken(token.slice(0, at))).toThrow(UsageError)
    }
  })

  it('are told apart from file names', () => {
    expect(looksLikeToken('hs1.pyodide.abc')).toBe(true)
    expect(looksLikeToken('findings/hs1.yaml')).toBe(false)
  })
})

/** Bits that the last character of base64 leaves unused may differ without harm. */
function sameAs(token: string): void {
  const { case: read } = parseReplayToken(token)
  if (JSON.stringify(read) === JSON.stringify(case_)) throw new UsageError('the same case')
}
