/** docs/coverage.md and the reasons that it is written from speak of files and functions that there are. Runs nothing. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { packageRoot } from '../src/base/package-root.ts'

interface Reason {
  readonly why: string
  readonly in: Readonly<Record<string, readonly string[]>>
}

const text = (...path: string[]) => readFileSync(join(packageRoot, ...path), 'utf8')
const page = text('docs', 'coverage.md')
const reasons = parse(text('bench', 'generated-coverage', 'unreached.yaml')) as readonly Reason[]
const places = reasons.flatMap((reason) =>
  Object.entries(reason.in).flatMap(([file, names]) => names.map((name) => [file, name] as const)),
)

it('explains functions that there are', () => {
  expect(places.length).toBeGreaterThan(50)
  const isThere = (file: string, name: string) =>
    name === 'top level' || new RegExp(`\\b${name}\\b`).test(text('src', 'engines', 'simulation', file))
  expect(places.filter(([file, name]) => !isThere(file, name))).toEqual([])
})

it('explains each function once, and the page has them all', () => {
  expect(new Set(places.map(([file, name]) => `${file} ${name}`)).size).toBe(places.length)
  expect(places.filter(([file, name]) => !page.includes(`| \`${file}\` | \`${name}\` |`))).toEqual([])
  expect(page.match(/^\| `[a-z]+\/[a-z-]+\.ts` \| /gm)).toHaveLength(places.length)
})
