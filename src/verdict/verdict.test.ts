import { expect, it } from 'vitest'
import { signature, type Violation } from './verdict.ts'

function violation(objects: readonly string[]): Violation {
  return { rule: 'refcount-exact', statement: 3, objects, expected: '1 references to A#1', seen: '2', message: '' }
}

it('is the same for other classes, ordinals, statements and amounts', () => {
  expect(signature(violation(['A#1', 'list#4']))).toBe('refcount-exact(instance,list) more')
  const other = { ...violation(['list#1', 'Node#7', 'B#2']), statement: 9, expected: '11 references', seen: '12' }
  expect(signature(other)).toBe('refcount-exact(instance,list) more')
})

it('keeps apart too much and too little', () => {
  expect(signature({ ...violation(['A#1']), seen: '0' })).toBe('refcount-exact(instance) fewer')
})

it('keeps apart an instance and its dictionary', () => {
  expect(signature(violation(['A#1.__dict__']))).toBe('refcount-exact(instance.__dict__) more')
})

it('says how an engine died, without addresses, numbers, paths and line numbers', () => {
  const died = (seen: string) =>
    signature({ ...violation([]), rule: 'engine-survives', expected: 'the program ends', seen })
  expect(died('crashed (SIGSEGV)')).toBe('engine-survives() crashed (SIGSEGV)')
  expect(died('hung (no end within 10000 ms)')).toBe(died('hung (no end within 300 ms)'))
  expect(died('aborted (gc/collect.ts:120: object at 0x7f12 has count 3)')).toBe(
    died('aborted (gc/collect.ts:99: object at 0x80aa has count 1)'),
  )
  expect(died('aborted (refcount below zero)')).not.toBe(died('aborted (list is broken)'))
})
