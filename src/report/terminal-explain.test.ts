import { describe, expect, it } from 'vitest'
import { openEngine } from '../engines/registry.ts'
import { plainCase } from '../observation/case.ts'
import { judge } from '../oracle/judge.ts'
import { parseProgram } from '../program/parse/parse.ts'
import { selectSemantics } from '../semantics/select.ts'
import { paint } from './paint.ts'
import { explanation } from './terminal-explain.ts'

async function explained(text: string, lie?: 'hide-reference'): Promise<readonly string[]> {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error(text)
  const engine = await openEngine('simulation@3.12', lie === undefined ? {} : { lie })
  const case_ = plainCase(
    parsed.program,
    parsed.program.body.map((_, i) => i),
  )
  const [seen] = await engine.run([case_])
  if (seen === undefined) throw new Error('one observation a case')
  const { story, verdict } = judge(case_, selectSemantics(engine.description.facts), seen, { graph: true })
  return explanation(parsed.program, story, verdict, paint(false)).split('\n')
}

describe('an explanation', () => {
  it('tells each statement with what was born, changed, died, and what the collector did', async () => {
    const lines = await explained('class A:\n    pass\na = A()\na.me = a\ndel a\ngc.collect()\n[].x\n')
    expect(lines).toEqual([
      '1 | class A:',
      '  |     pass',
      '    new         type#1 (4 references, generation 0)',
      '2 | a = A()',
      '    new         A#1 (1 reference, generation 0)',
      '    changed     type#1 4 → 5 references',
      '3 | a.me = a',
      '    changed     A#1 1 → 2 references',
      '4 | del a',
      '    changed     A#1 2 → 1 reference',
      '5 | gc.collect()',
      '    value       1',
      '    dead        A#1',
      '    changed     type#1 5 → 4 references and generation 0 → generation 2',
      '    collector   generation 2, 1 object collected',
      '6 | [].x',
      '    raises      AttributeError',
      '    dead        list#1',
    ])
  })

  it('tells finalizers, prints and callbacks', async () => {
    const text =
      "def f(r):\n    print('gone')\nclass A:\n    def __del__(self):\n        1 + None\na = A()\nw = weakref.ref(a, f)\ndel a\n"
    const lines = (await explained(text)).join('\n')
    expect(lines).toMatch(
      /5 \| del a\n {4}prints {6}"gone"\n {4}finalized {3}A#1\n {4}callbacks {3}f\n {4}unraisable {2}TypeError\n {4}dead {8}A#1/,
    )
  })

  it('says at its statement what the oracle expected, and that what follows is unsure', async () => {
    const lines = (await explained('a = []\nb = [a]\n', 'hide-reference')).join('\n')
    expect(lines).toMatch(/1 \| a = \[\][\s\S]*WRONG +refcount-exact[\s\S]*expected +1 [\s\S]*seen +0/)
    expect(lines.indexOf('WRONG')).toBeLessThan(lines.indexOf('2 | b'))
    expect(lines).toContain('unsure')
  })
})
