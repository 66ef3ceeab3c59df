import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { installedEngine, interpreters } from './find-interpreters.ts'

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

it('finds in pyenv the interpreter that a replay names, where PATH has none', () => {
  const kept = program('pyenv', 'versions', '3.11.7', 'bin', 'python3.11')
  program('bin', 'python3.13')
  program('shims', 'python3.11')
  const path = [join(folder, 'shims'), join(folder, 'bin')].join(delimiter)
  const environment = { PATH: path, PYENV_ROOT: join(folder, 'pyenv') }
  expect(installedEngine('cpython:python3.11', environment)).toBe(`cpython:${kept}`)
  expect(installedEngine('cpython:python3.13', environment)).toBe('cpython:python3.13')
  expect(installedEngine('cpython:python3.10', environment)).toBe('cpython:python3.10')
  expect(installedEngine('pyodide', environment)).toBe('pyodide')
})
