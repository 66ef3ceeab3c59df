import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { interpreters } from './find-interpreters.ts'

const folder = mkdtempSync(join(tmpdir(), 'heapsmith-'))
afterAll(() => rmSync(folder, { recursive: true }))

function program(...path: string[]): string {
  const file = join(folder, ...path)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, '#!/bin/sh\n')
  chmodSync(file, 0o755)
  return file
}

it('finds interpreters on PATH and in pyenv, oldest first, and nothing else', () => {
  program('bin', 'python3.13')
  program('bin', 'python3.7')
  const kept = program('pyenv', 'versions', '3.9.18', 'bin', 'python3.9')
  program('pyenv', 'versions', '2.7.18', 'bin', 'python2.7')
  const environment = {
    PATH: ['', '/not/there', join(folder, 'bin')].join(delimiter),
    PYENV_ROOT: join(folder, 'pyenv'),
  }
  expect(interpreters(environment)).toEqual([`cpython:${kept}`, 'cpython:python3.13'])
})

it('finds nothing where there is nothing', () => {
  expect(interpreters({ PYENV_ROOT: join(folder, 'none') })).toEqual([])
})
