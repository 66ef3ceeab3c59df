import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../base/package-root.ts'
import { decodeProgram } from '../program/decode.ts'
import { printProgram } from '../program/print.ts'
import { RULE_IDS } from '../verdict/rule.ts'
import { jsonReport, timingReport } from './json.ts'
import { campaign, scenarioRun } from './sample-report.test-support.ts'

const schema = JSON.parse(readFileSync(join(packageRoot, 'schema', 'report.schema.json'), 'utf8'))
const validate = new Ajv2020({ allErrors: true, strict: false }).compile(schema)

describe('report.json', () => {
  it.each([
    ['a campaign', campaign],
    ['a scenario run', scenarioRun],
    ['a campaign without findings', { ...campaign, findings: [], ended: 'interrupted' as const }],
  ])('of %s has the published form', (_name, report) => {
    validate(JSON.parse(jsonReport(report)))
    expect(validate.errors).toBeNull()
  })

  it('is refused by the schema when a key is unknown or missing', () => {
    const { seed: _seed, rules: _rules, ...cut } = JSON.parse(jsonReport(campaign))
    expect(validate(cut)).toBe(false)
    expect(validate({ ...JSON.parse(jsonReport(campaign)), more: 1 })).toBe(false)
  })

  it('names every rule with its checks', () => {
    expect(Object.keys(JSON.parse(jsonReport(campaign)).rules)).toEqual([...RULE_IDS])
  })

  it('says nothing of time, which is in timing.json', () => {
    const pace = { newFeaturesPerMinute: 1_234, secondsSinceNovelty: 5.00049 }
    expect(jsonReport({ ...campaign, pace })).toBe(jsonReport(campaign))
    expect(JSON.parse(timingReport({ ...campaign, pace }))).toMatchObject({
      seconds: 60,
      newFeaturesPerMinute: 1_234,
      secondsSinceNovelty: 5,
    })
  })

  it('holds the program whole', () => {
    const [finding] = JSON.parse(jsonReport(campaign)).findings
    expect(printProgram(decodeProgram(Buffer.from(finding.program, 'base64')))).toBe(finding.python)
  })
})
