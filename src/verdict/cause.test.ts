import { expect, it } from 'vitest'
import type { Program } from '../program/ast.ts'
import { parseProgram } from '../program/parse/parse.ts'
import { causeOf } from './cause.ts'
import type { Violation } from './verdict.ts'

function program(text: string): Program {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error(text)
  return parsed.program
}

const violation: Violation = {
  rule: 'finalizer-before-clear',
  statement: 1,
  objects: ['A#1'],
  expected: 'A#1.__del__ is called',
  seen: "prints 'x 12'",
  message: '',
}

it('tells what differs first and during what, without names, numbers and values of the program', () => {
  const cause = causeOf(violation, program('a = 1\ngc.collect()\n'))
  expect(cause).toBe('finalizer-before-clear(instance): instance.__del__ is called → prints … in gc.collect()')
  const other = { ...violation, objects: ['Node#7'], expected: 'Node#7.__del__ is called', seen: "prints 'y'" }
  expect(causeOf(other, program('b = []\ngc.collect(1)\n'))).toBe(cause)
})

it('keeps apart a death by reference count and one by collection', () => {
  expect(causeOf(violation, program('a = 1\ndel a\n'))).toMatch(/in a del$/)
  expect(causeOf(violation, program('a = f\na()\n'))).toMatch(/in a call$/)
})
