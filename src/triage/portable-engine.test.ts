import { expect, it } from 'vitest'
import { portableEngine } from './portable-engine.ts'

it.each([
  ['pyodide@3.14', 'pyodide@3.14'],
  ['simulation@3.13.0:checked', 'simulation@3.13.0:checked'],
  ['cpython', 'cpython'],
  ['cpython:python3.12', 'cpython:python3.12'],
  ['cpython:/usr/bin/python3.12', 'cpython:python3.12'],
  ['cpython:/opt/x/.pyenv/versions/3.8.18/bin/python', 'cpython:python3.8'],
  ['cpython:C:\\Python\\3.11\\python.exe', 'cpython:python3.11'],
  ['cpython:/opt/build/python', 'cpython'],
  ['simulation@3.12~cpython:/usr/bin/python3.12~pyodide', 'simulation@3.12~cpython:python3.12~pyodide'],
])('%s is %s everywhere', (id, portable) => {
  expect(portableEngine(id)).toBe(portable)
})
