import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../base/package-root.ts'
import { RULE_IDS } from '../verdict/rule.ts'
import { campaign, scenarioRun } from './sample-report.test-support.ts'
import { sarifReport } from './sarif.ts'

const SCHEMA = 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'
/** Written for an older draft, whose words for identity are the only ones that newer ones refuse. */
const { id: _id, $schema: _draft, ...schema } = JSON.parse(readFileSync(join(packageRoot, SCHEMA), 'utf8'))
const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false }).compile(
  schema,
)

const known = {
  ...campaign,
  findings: campaign.findings.map((f) => ({ ...f, status: 'KNOWN' as const, because: 'a bug' })),
}

describe('report.sarif', () => {
  it.each([
    ['a campaign', campaign],
    ['a campaign whose findings are known', known],
    ['a scenario run', scenarioRun],
    ['nothing at all', { ...campaign, findings: [] }],
  ])('of %s has the form that the standard publishes', (_name, report) => {
    validate(JSON.parse(sarifReport(report)))
    expect(validate.errors).toBeNull()
  })

  it('would be refused otherwise', () => {
    const { runs, ...rest } = JSON.parse(sarifReport(campaign))
    expect(validate(rest)).toBe(false)
    expect(validate({ ...rest, runs: [{ ...runs[0], results: [{ level: 'bad' }] }] })).toBe(false)
  })

  it('lists every rule, and a result for every finding and every violation of a scenario', () => {
    const [run] = JSON.parse(sarifReport(campaign)).runs
    expect(run.tool.driver.rules.map((rule: { id: string }) => rule.id)).toEqual([...RULE_IDS])
    expect(run.results).toHaveLength(campaign.findings.length)
    expect(run.results[0]).toMatchObject({ ruleId: 'promotion', level: 'error' })
    expect(JSON.parse(sarifReport(scenarioRun)).runs[0].results).toHaveLength(1)
  })

  it('suppresses what is known, with the reason, and nothing else', () => {
    const [result] = JSON.parse(sarifReport(known)).runs[0].results
    expect(result).toMatchObject({ level: 'note', suppressions: [{ kind: 'external', justification: 'a bug' }] })
    expect(JSON.parse(sarifReport(campaign)).runs[0].results[0].suppressions).toBeUndefined()
  })
})
