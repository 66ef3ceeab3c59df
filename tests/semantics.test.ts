/** Every field of the dialects is documented with a scenario that is there and that speaks of versions, or of all. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../src/base/package-root.ts'
import { SEMANTICS } from '../src/semantics/records.ts'

const page = readFileSync(join(packageRoot, 'docs/semantics.md'), 'utf8')
const rows = new Map([...page.matchAll(/^\| `(\w+)` \|.*\| `(specs\/[^`]+)` \|$/gm)].map((row) => [row[1], row[2]]))

describe('docs/semantics.md', () => {
  const fields = Object.keys(SEMANTICS[0] ?? {}).filter((field) => field !== 'id')

  it.each(fields)('names a scenario for %s', (field) => {
    const scenario = rows.get(field)
    expect(scenario).toBeDefined()
    expect(existsSync(join(packageRoot, scenario ?? ''))).toBe(true)
  })

  it('names no field that is not there', () => {
    expect([...rows.keys()].filter((field) => !fields.includes(field ?? ''))).toEqual([])
  })
})
