import { expect, it } from 'vitest'
import { printProgram } from '../program/print.ts'
import { fullOrYoung } from './full-or-young.ts'
import { generateProgram } from './generate.ts'

const programs = Array.from({ length: 400 }, (_, index) => generateProgram(5, index))

it('leaves no collection of the middle generation, nor one whose generation a loop decides', () => {
  const before = programs.map(printProgram).join('')
  const after = programs.map((program) => printProgram(fullOrYoung(program))).join('')
  expect(before).toMatch(/gc\.collect\(1\)/)
  expect(before).toMatch(/gc\.collect\(i\)/)
  expect(after).not.toMatch(/gc\.collect\((1|i)\)/)
})

it('changes nothing else, and keeps shared statements shared', () => {
  const calm = programs.find((program) => !/gc\.collect\((1|i)\)/.test(printProgram(program)))
  expect(calm && printProgram(fullOrYoung(calm))).toBe(calm && printProgram(calm))
  const [first] = programs.flatMap((program) => fullOrYoung(program).body)
  const again = programs.flatMap((program) => fullOrYoung(program).body)[0]
  expect(again).toBe(first)
})
