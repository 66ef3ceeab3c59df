import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { UsageError } from './usage-error.ts'
import { makeFolder, removeParts, writeWhole } from './write-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'heapsmith-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('makes the folders on the way and leaves nothing but the file', () => {
  const path = join(folder, 'a', 'b', 'file.txt')
  writeWhole(path, 'first')
  writeWhole(path, 'second')
  expect(readFileSync(path, 'utf8')).toBe('second')
  expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['file.txt'])
})

it('tells the user what cannot be written, and keeps what was there', () => {
  mkdirSync(join(folder, 'taken'))
  expect(() => writeWhole(join(folder, 'taken'), 'x')).toThrow(UsageError)
  writeFileSync(join(folder, 'file'), 'kept')
  expect(() => writeWhole(join(folder, 'file', 'below.txt'), 'x')).toThrow(UsageError)
  expect(() => makeFolder(join(folder, 'file'))).toThrow(UsageError)
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('kept')
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
})

it('removes what a killed process left half-written, and nothing else', () => {
  const there = join(folder, 'killed')
  mkdirSync(there)
  for (const name of ['a.yaml', 'a.yaml.4711.part', 'my.part']) writeFileSync(join(there, name), 'x')
  removeParts(there)
  expect(readdirSync(there).sort()).toEqual(['a.yaml', 'my.part'])
  removeParts(join(folder, 'not-there'))
})
