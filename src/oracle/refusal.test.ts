/** Memory runs out somewhere in a statement: what the oracle takes for an explanation, and what it does not. */
import { describe, expect, it } from 'vitest'
import { plainCase } from '../observation/case.ts'
import type { StatementObservation } from '../observation/observations.ts'
import { parseProgram } from '../program/parse/parse.ts'
import { judge } from './judge.ts'
import { broken, finalized, int, made, type Seen, semanticsOf, unraisable } from './observe.test-support.ts'

const REFUSED = { kind: 'memory-refused' } as const
const NODE = `
class Node:
    def __init__(self):
        self.x = 1
    def __del__(self):
        pass
`

/** What is broken where memory runs out in the statement with number `statement`. */
function judged(text: string, statement: number, seen: readonly Seen[]): string[] {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error('the program is one')
  const statements = parsed.program.body.map((_, i): StatementObservation => {
    const one = seen[i] ?? []
    return Array.isArray(one) ? { events: one } : { events: [], ...(one as Partial<StatementObservation>) }
  })
  const case_ = { ...plainCase(parsed.program, []), refusal: { statement, request: 1 } }
  return broken(
    judge(case_, semanticsOf('3.12'), { statements, outcome: { kind: 'finished' } }, { recount: true }).verdict,
  )
}

describe('a statement in which memory ran out', () => {
  it('may end with MemoryError before anything is made', () => {
    expect(
      judged('x = [1]\nlen(x)\n', 0, [{ events: [REFUSED], raised: 'MemoryError' }, { raised: 'NameError' }]),
    ).toEqual([])
  })

  it('is judged as ever where no request was refused', () => {
    expect(judged('x = [1]\n', 0, [{ raised: 'MemoryError' }])).toEqual(['program-result'])
  })

  it('may end after some of it has happened, at a place that fits what follows', () => {
    const text = `${NODE}kept = []\ndef f():\n    kept.append(1)\n    kept.append([2])\nf()\nlen(kept)\n`
    for (const length of [0, 1])
      expect(
        judged(text, 3, [[], [], [], { events: [REFUSED], raised: 'MemoryError' }, { value: int(length) }]),
      ).toEqual([])
  })

  it('cannot have done more than the whole of it', () => {
    const text = `kept = []\ndef f():\n    kept.append(1)\n    kept.append([2])\nf()\nlen(kept)\n`
    expect(judged(text, 2, [[], [], { events: [REFUSED], raised: 'MemoryError' }, { value: int(3) }])).toEqual([
      'program-result',
    ])
  })

  it('lets go of what it had made', () => {
    const text = `${NODE}x = [Node(), [1]]\n`
    const dies = { events: [made(16, 'Node'), REFUSED, finalized(16, 'Node')], raised: 'MemoryError' }
    expect(judged(text, 1, [[], dies])).toEqual([])
    // The effects of a statement that no request explains are open.
    const leaks = { events: [made(16, 'Node'), REFUSED], raised: 'MemoryError' }
    expect(judged(text, 1, [[], leaks])).toEqual(['undecided'])
  })

  it('goes on where the error is caught, or is reported where nobody can catch it', () => {
    const caught = 'def f():\n    try:\n        return [1]\n    except MemoryError:\n        return 0\nf()\n'
    expect(judged(caught, 1, [[], { events: [REFUSED], value: int(0) }])).toEqual([])
    const finalizer = 'class Node:\n    def __del__(self):\n        x = [self]\nn = Node()\ndel n\n'
    const seen = { events: [finalized(16, 'Node'), REFUSED, unraisable('MemoryError')] }
    expect(judged(finalizer, 2, [[], [], seen])).toEqual([])
  })
})
