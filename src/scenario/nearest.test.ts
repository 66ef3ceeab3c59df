import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'

const known = ['title', 'steps', 'python', 'gc']

test('finds the word that was meant', () => {
  expect(nearest('titel', known)).toBe('title')
  expect(nearest('STEPS', known)).toBe('steps')
  expect(nearest('pyhton', known)).toBe('python')
})

test('suggests nothing for a word that is like none', () => {
  expect(nearest('x', known)).toBeUndefined()
  expect(nearest('expectations', known)).toBeUndefined()
  expect(nearest('title'.repeat(100), known)).toBeUndefined()
})
