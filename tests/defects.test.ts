/**
 * Planted defects: the catalogue is whole, a defect breaks only the copy that it is planted in, and the canary is found
 * by the same command that scores all of them.
 */
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { globSync } from 'tinyglobby'
import { describe, expect, it } from 'vitest'
import { DEFECTS } from '../fuzz/defects/catalogue.ts'
import { packageRoot } from '../src/base/package-root.ts'
import { RULE_IDS } from '../src/verdict/rule.ts'
import { heapsmith, temporaryFolder } from './heapsmith.test-support.ts'

const NO_VARIANTS = new Set(['catalogue', 'real-bugs', 'conceivable-bugs', 'adapter-bugs', 'marks', 'gc-members'])

describe('the catalogue of defects', () => {
  it('names each file of the folder, and no other', () => {
    const files = globSync('fuzz/defects/*.ts', { cwd: packageRoot }).map((path) => basename(path, '.ts'))
    const variants = files.filter((name) => !NO_VARIANTS.has(name))
    expect(DEFECTS.map(({ name }) => name).toSorted()).toEqual(variants.toSorted())
  })

  it.each(DEFECTS)('$name imports the module that it replaces, and says when it is reached and triggered', (defect) => {
    const text = readFileSync(join(packageRoot, 'fuzz', 'defects', `${defect.name}.ts`), 'utf8')
    expect(text).toContain(`'../../src/${defect.replaces}.ts'`)
    expect(text).toContain('reached(')
    expect(text).toContain('triggered(')
    expect(defect.rules.length).toBeGreaterThan(0)
    for (const rule of defect.rules) expect(RULE_IDS).toContain(rule)
  })
})

describe('a planted defect', () => {
  const folder = temporaryFolder()
  const canary = 'finalized-mark-lost'

  it('is found, made small and scored', { timeout: 120_000 }, async () => {
    const { code, stdout } = await heapsmith(
      ['defects', canary, '--seeds', '3', '--workers', '1', '--out', folder],
      folder,
    )
    expect(stdout).toMatch(/1 of 1 defect found with every seed/)
    expect(code).toBe(0)
    const score = JSON.parse(readFileSync(join(folder, 'defects.json'), 'utf8'))
    expect(score.defects[0]).toMatchObject({ defect: canary, reached: 3, triggered: 3, detected: 3 })
    // What a second finalization brings about may show before the finalizer itself does.
    expect(score.defects[0].underItsRule).toBeGreaterThan(0)
    expect(score.defects[0].medianStatements).toBeLessThanOrEqual(10)
  })

  it('leaves the whole engine of the same process as it is', { timeout: 120_000 }, async () => {
    const engines = `simulation@3.12+${canary},simulation@3.12`
    const { stdout } = await heapsmith(
      ['fuzz', '--engine', engines, '--workers', '1', '--seed', '1', '--programs', '64', '--out', folder],
      folder,
    )
    const broken = stdout.match(/^FINDING .*$/gm) ?? []
    expect(broken.length).toBeGreaterThan(0)
    expect(broken.filter((line) => !line.includes(`+${canary}`))).toEqual([])
  })

  it('must exist', async () => {
    const { code, stderr } = await heapsmith(['defects', 'no-such-defect'], folder)
    expect(code).toBe(2)
    expect(stderr).toContain('there is no defect no-such-defect')
  })
})
