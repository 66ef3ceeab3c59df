/**
 * The harness notices a lie: with the adapter made to hide a reference, swap two finalizer calls or report one object
 * too few, a campaign of seconds has a finding under the right rule; what it saves shows the same failure again, with
 * the same verdict each time; and without the lie the same file does not fail.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { RULE_GROUPS, type RuleId } from '../src/verdict/rule.ts'
import { heapsmith, reportIn, temporaryFolder } from './heapsmith.test-support.ts'

const folder = temporaryFolder()

const LIES: readonly (readonly [lie: string, right: (rule: RuleId) => boolean])[] = [
  ['hide-reference', (rule) => rule === 'refcount-exact'],
  ['swap-finalizers', (rule) => rule === 'release-order' || RULE_GROUPS[rule] === 'finalizers'],
  ['report-one-object-less', (rule) => rule === 'live-object-kept'],
]

describe.each(LIES)('the lie %s', (lie, right) => {
  const out = join(folder, lie)
  /** A lie about one thing may show as another as well: what is printed, for instance. */
  const rightFinding = () => reportIn(out).findings.find((finding: { rule: RuleId }) => right(finding.rule))

  it('is found within 30 seconds, under the right rule', { timeout: 120_000 }, async () => {
    const flags = ['--programs', '30', '--time', '30', '--seed', '1', '--out', out]
    const ended = await heapsmith(['fuzz', ...flags], folder, { HEAPSMITH_LIE: lie })
    expect(ended.code).toBe(1)
    expect(rightFinding()).toBeDefined()
    expect(ended.stdout).toMatch(/FINDING [\s\S]*expected[\s\S]*seen[\s\S]*saved[\s\S]*again/)
  })

  it('shows again in the saved scenario, and only with the lie', { timeout: 120_000 }, async () => {
    const finding = rightFinding()
    const path = join(out, 'findings', `${finding.id}.yaml`)
    const again = await heapsmith(['run', path], folder, { HEAPSMITH_LIE: lie })
    expect(again.stdout).toContain(finding.rule)
    expect(again.code).toBe(1)
    const honest = await heapsmith(['run', path], folder)
    expect(honest.stdout).not.toContain('failed')
    expect(honest.code).toBe(0)
    expect(existsSync(path.replace(/yaml$/, 'py'))).toBe(true)
    expect(readFileSync(path, 'utf8')).toContain(finding.replay)
  })

  it('gives the same verdict at every replay', { timeout: 120_000 }, async () => {
    const finding = rightFinding()
    const first = await heapsmith(['replay', finding.replay], folder, { HEAPSMITH_LIE: lie })
    const second = await heapsmith(['replay', join('.', lie, 'findings', `${finding.id}.py`)], folder, {
      HEAPSMITH_LIE: lie,
    })
    const third = await heapsmith(['replay', finding.replay], folder, { HEAPSMITH_LIE: lie })
    expect(first.code).toBe(1)
    expect(first.stdout).toContain(`${finding.rule} at statement ${finding.violation.statement + 1}`)
    expect(third.stdout).toBe(first.stdout)
    expect(second.stdout).toContain(finding.rule)
  })
})
