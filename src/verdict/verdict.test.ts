import { expect, it } from 'vitest'
import { signature, type Violation } from './verdict.ts'

function violation(objects: readonly string[]): Violation {
  return { rule: 'refcount-exact', statement: 3, objects, expected: '1', seen: '2', message: '' }
}

it('is the same for other classes, ordinals and statements', () => {
  expect(signature(violation(['A#1', 'list#4']))).toBe('refcount-exact(instance,list)')
  expect(signature({ ...violation(['list#1', 'Node#7', 'B#2']), statement: 9 })).toBe('refcount-exact(instance,list)')
})

it('keeps apart an instance and its dictionary', () => {
  expect(signature(violation(['A#1.__dict__']))).toBe('refcount-exact(instance.__dict__)')
})
