import { describe, expect, it } from 'vitest'
import { Prng } from '../../base/prng.ts'
import { parseProgram } from '../../program/parse/parse.ts'
import { printProgram } from '../../program/print.ts'
import { validateProgram } from '../../program/validate.ts'
import { generateProgram } from '../generate.ts'
import { MISSING, STATEMENTS_MAX } from './draft.ts'
import { mutate } from './mutate.ts'
import { MUTATION_NAMES } from './mutations.ts'
import { namesOf } from './statement-names.ts'

const alike = MUTATION_NAMES.map(() => 1)
const program = (python: string) => {
  const parsed = parseProgram(python, { file: 'test' })
  if (!parsed.ok) throw new Error('the text is a program')
  return parsed.program
}
const mutant = (index: number, weights: readonly number[] = alike) =>
  mutate(generateProgram(5, index), generateProgram(6, index), new Prng(7, index), weights)
const only = (name: (typeof MUTATION_NAMES)[number]) => MUTATION_NAMES.map((each) => (each === name ? 1 : 0))

describe('mutants', () => {
  it('are valid programs, generation after generation', () => {
    let parents = Array.from({ length: 40 }, (_, i) => generateProgram(5, i))
    for (let age = 0; age < 10; age++) {
      parents = parents.map((parent, i) => {
        const donor = parents[(i * 7 + 3) % parents.length] as typeof parent
        const { program: child } = mutate(parent, donor, new Prng(age, i), alike)
        expect(validateProgram(child)).toEqual([])
        expect(child.body.length).toBeGreaterThan(0)
        return child
      })
    }
  })

  it('use no variable, class or function that nothing binds, but where a NameError is wanted', () => {
    for (let i = 0; i < 300; i++) {
      const { body } = mutant(i).program
      const bound = new Set([MISSING, ...body.flatMap((statement) => namesOf(statement).binds)])
      expect(body.flatMap((statement) => namesOf(statement).uses).filter((name) => !bound.has(name))).toEqual([])
    }
  })

  it('are the same for the same arguments', () => {
    for (let i = 0; i < 50; i++) expect(printProgram(mutant(i).program)).toBe(printProgram(mutant(i).program))
  })

  it('differ from their parents, almost always', () => {
    const same = Array.from({ length: 200 }, (_, i) => i).filter(
      (i) => printProgram(mutant(i).program) === printProgram(generateProgram(5, i)),
    )
    expect(same.length).toBeLessThan(10)
  })

  it.each(MUTATION_NAMES)('come about by %s', (name) => {
    const mutants = Array.from({ length: 30 }, (_, i) => mutant(i, only(name)))
    expect(mutants.filter(({ mutations }) => mutations.includes(name)).length).toBeGreaterThan(10)
    for (const { mutations } of mutants) expect(mutations.filter((each) => each !== name)).toEqual([])
  })

  it('do not grow beyond bounds', () => {
    let child = generateProgram(5, 1)
    for (let i = 0; i < 300; i++) child = mutate(child, generateProgram(6, i), new Prng(i), alike).program
    // What adopted statements need, and first values of variables, come on top.
    expect(child.body.length).toBeLessThan(STATEMENTS_MAX + 40)
  })

  it('call nothing from the body of a class or function that it did not call before, so that none calls itself', () => {
    const parent = program('class A:\n    def __del__(self):\n        a = None\na = A()\nb = []\nb.append(a)\ndel a\n')
    for (let i = 0; i < 300; i++) {
      const { program: child } = mutate(parent, parent, new Prng(i), alike)
      for (const statement of child.body) {
        if (statement.kind !== 'class' || statement.name !== 'A') continue
        expect(statement).toEqual(parent.body[0])
      }
    }
  })

  it('of level 2 are valid programs of that level, and wrap in what it adds', () => {
    const found = new Set<string>()
    for (let i = 0; i < 400; i++) {
      const parent = generateProgram(5, i)
      const child = mutate(
        parent,
        parent,
        new Prng(i),
        MUTATION_NAMES.map((name) => (name === 'wrap' ? 9 : 1)),
        2,
      ).program
      expect(validateProgram(child)).toEqual([])
      const text = printProgram(child)
      for (const sign of ['except Exception as e', 'finally:', 'with w', 'yield'])
        if (text.includes(sign)) found.add(sign)
    }
    expect(found.size).toBe(4)
  })
})
