/** Recursion to the limit that a program sets: how deep it goes is the engine's affair within a few levels, no more. */
import { describe, expect, it } from 'vitest'
import { broken, int, judgeText } from './observe.test-support.ts'

const DOWN = `
def down(n, rest):
    global deepest
    deepest = n
    down(n + 1, rest)
sys.setrecursionlimit(50)
down(0, [])
deepest
`

function deepest(value: number): string[] {
  return broken(judgeText(DOWN, [[], [], { raised: 'RecursionError' }, { value: int(value) }]).verdict)
}

describe('a function that calls itself without end', () => {
  it('ends with RecursionError within the levels that a harness may take', () => {
    for (const level of [41, 42, 43, 44, 45, 46]) expect(deepest(level), String(level)).toEqual([])
  })

  it('is not decided where it ends much earlier or later', () => {
    for (const level of [30, 49, 60]) expect(deepest(level), String(level)).toEqual(['undecided'])
  })

  it('cannot end without an error', () => {
    expect(broken(judgeText(DOWN, [[], [], []]).verdict)).toEqual(['undecided'])
  })
})

describe('sys.setrecursionlimit', () => {
  it('refuses what is no limit', () => {
    const text = 'sys.setrecursionlimit(0)\nsys.setrecursionlimit(1)\nsys.setrecursionlimit("50")\n'
    const seen = ['ValueError', 'RecursionError', 'TypeError'].map((raised) => ({ raised }))
    expect(broken(judgeText(text, seen).verdict)).toEqual([])
  })

  it('is what sys.getrecursionlimit says', () => {
    expect(
      broken(judgeText('sys.setrecursionlimit(77)\nsys.getrecursionlimit()\n', [[], { value: int(77) }]).verdict),
    ).toEqual([])
  })
})

describe('finalizers that make what has finalizers', () => {
  const CHAIN = `
class A:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        A(self.n)
        A(self.n)
sys.setrecursionlimit(50)
A(0)
`
  const outcome = { kind: 'hung', statement: 2, limitMs: 400 } as const

  it('are followed for a while, and an engine that does not come to their end may be right', () => {
    expect(broken(judgeText(CHAIN, [[], [], []], '3.12', outcome).verdict)).toEqual(['undecided'])
  })
})
