import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { UsageError } from '../base/usage-error.ts'
import { findScenarioFiles } from './find-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'heapsmith-'))
mkdirSync(join(folder, 'deep', 'er'), { recursive: true })
mkdirSync(join(folder, 'empty'))
for (const name of ['b.yaml', 'a.yaml', 'deep/er/c.yml', 'note.txt', 'program.py'])
  writeFileSync(join(folder, name), '')
afterAll(() => rmSync(folder, { recursive: true }))

const names = (...given: string[]) =>
  findScenarioFiles(given.map((name) => join(folder, name))).map((path) => path.slice(folder.length + 1))

describe('finding scenario files', () => {
  it('takes files as they are, whatever their ending', () => {
    expect(names('note.txt')).toEqual(['note.txt'])
  })

  it('says what can be done with a program', () => {
    expect(() => names('program.py')).toThrow(/heapsmith import .*program\.py/)
  })

  it('searches folders to their depth, in order', () => {
    expect(names('')).toEqual(['a.yaml', 'b.yaml', 'deep/er/c.yml'])
  })

  it('expands globs and names nothing twice', () => {
    expect(names('*.yaml', 'a.yaml')).toEqual(['a.yaml', 'b.yaml'])
  })

  it.each(['nothing-here.yaml', 'empty', 'x*.yaml'])('refuses %s, which leads to no file', (name) => {
    expect(() => names(name)).toThrow(UsageError)
  })
})
