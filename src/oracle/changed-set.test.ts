import { describe, expect, it } from 'vitest'
import { plainCase } from '../observation/case.ts'
import { parseProgram } from '../program/parse/parse.ts'
import type { Verdict } from '../verdict/verdict.ts'
import { judge } from './judge.ts'
import { CHANGED_SET } from './lookup.ts'
import { entered, semanticsOf } from './observe.test-support.ts'

/** The engine dies behind the last statement of a program whose `__eq__` does something. */
function verdictOnDeath(deed: string): Verdict {
  const parsed = parseProgram(`class K:
    def __hash__(self):
        return 1
    def __eq__(self, other):
        ${deed}
        return False
group = set()
group.add(K())
group.add(K())
x = 1
`)
  if (!parsed.ok) throw new Error('the program is in the language')
  const hashed = entered('__hash__')
  const events = [[], [], [hashed], [hashed, entered('__eq__')]]
  const statements = events.map((each) => ({ events: each }))
  const outcome = { kind: 'crashed', statement: 4, how: 'SIGSEGV' } as const
  return judge(plainCase(parsed.program, []), semanticsOf('3.10'), { statements, outcome }).verdict
}

describe('an interpreter that dies', () => {
  it('may have broken a set to which a comparison added (gh-141805)', () => {
    expect(verdictOnDeath('group.add(5)')).toMatchObject({ kind: 'undecided', reason: CHANGED_SET })
  })

  it('is a finding otherwise', () => {
    const verdict = verdictOnDeath('group.discard(5)')
    expect(verdict).toMatchObject({ kind: 'violates', violations: [{ rule: 'engine-survives' }] })
  })
})
