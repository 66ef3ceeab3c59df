import { describe, expect, it } from 'vitest'
import type { Verdict } from '../verdict/verdict.ts'
import { Choices } from './choices.ts'
import { OPEN_CHOICE, searchChoices } from './search.ts'

const story = { statements: [], handles: new Map(), labels: [] }
const verdictOf = (reason: string): Verdict => ({ kind: 'undecided', statement: 0, reason, checks: {} })

describe('choices', () => {
  it('are counted through, the last one first', () => {
    const tried: number[][] = []
    const judgement = searchChoices((choices) => {
      tried.push([choices.choose(2), choices.choose(3)])
      return { verdict: verdictOf(OPEN_CHOICE), story }
    })
    expect(tried).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 1],
      [1, 2],
    ])
    expect(judgement.verdict).toEqual(verdictOf(OPEN_CHOICE))
  })

  it('end with the first way that nothing contradicts', () => {
    const judgement = searchChoices((choices) => ({
      verdict: choices.choose(4) === 2 ? { kind: 'agrees', checks: {} } : verdictOf(OPEN_CHOICE),
      story,
    }))
    expect(judgement.verdict.kind).toBe('agrees')
  })

  it('are no matter of a judgement that is open for another reason', () => {
    let count = 0
    searchChoices((choices) => {
      count++
      choices.choose(5)
      return { verdict: verdictOf('something else'), story }
    })
    expect(count).toBe(1)
  })

  it('have no next one where all have been tried', () => {
    const choices = new Choices([1])
    expect(choices.choose(2)).toBe(1)
    expect(choices.next).toBeUndefined()
  })
})
