import { describe, expect, it } from 'vitest'
import { generateProgram } from '../generate/generate.ts'
import type { Program } from '../program/ast.ts'
import { carriedRefusal, drawnRefusal } from './refusal.ts'

const program = generateProgram(1, 5)

describe('memory runs out', () => {
  it('in one program of so many, at a place that follows from its number', () => {
    const drawn = Array.from({ length: 4_000 }, (_, index) => drawnRefusal(3, index, program, 16))
    const refused = drawn.filter((refusal) => refusal !== undefined)
    expect(refused.length).toBeGreaterThan(180)
    expect(refused.length).toBeLessThan(320)
    for (const { statement, request } of refused) {
      expect(statement).toBeLessThan(program.body.length)
      expect(request).toBeGreaterThan(0)
    }
    expect(drawn).toEqual(Array.from({ length: 4_000 }, (_, index) => drawnRefusal(3, index, program, 16)))
    expect(drawnRefusal(3, 1, program, 1)).toBeDefined()
  })
})

describe('the place where memory runs out', () => {
  const without = (...gone: number[]): Program => ({ body: program.body.filter((_, i) => !gone.includes(i)) })

  it('stays at its statement when others are left out', () => {
    const refusal = { statement: 7, request: 2 }
    const after = carriedRefusal(refusal, program, without(1, 3, 9))
    expect(after).toEqual({ statement: 5, request: 2 })
  })

  it('moves to what stands there when its own statement is left out, and never behind the end', () => {
    expect(carriedRefusal({ statement: 7, request: 2 }, program, without(2, 7))).toEqual({ statement: 6, request: 2 })
    const last = program.body.length - 1
    expect(carriedRefusal({ statement: last, request: 1 }, program, without(last)).statement).toBe(last - 1)
  })

  it('is where it was when the statement itself has changed', () => {
    const changed: Program = { body: program.body.map((each, i) => (i === 7 ? { kind: 'pass' } : each)) }
    expect(carriedRefusal({ statement: 7, request: 2 }, program, changed)).toEqual({ statement: 7, request: 2 })
  })
})
