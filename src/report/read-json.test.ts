import { describe, expect, it } from 'vitest'
import { DamagedBytes } from '../base/bytes.ts'
import { jsonReport, timingReport } from './json.ts'
import { readCampaignReport, readTiming } from './read-json.ts'
import { campaign, scenarioRun } from './sample-report.test-support.ts'

const timing = readTiming(timingReport(campaign))
const text = jsonReport(campaign)
const made = campaign.findings[0]

describe('reading report.json and timing.json', () => {
  it('brings a campaign back, and writes it the same again', () => {
    const read = readCampaignReport(text, timing)
    expect(jsonReport(read)).toBe(text)
    expect(read.totals.undecidedReasons).toEqual(campaign.totals.undecidedReasons)
    expect(read.findings).toEqual(campaign.findings)
    expect(timing).toMatchObject({ workers: 2, seconds: 60 })
  })

  it.each([
    ['no JSON', text.slice(0, 700)],
    ['not the form', text.replace('"format": 1', '"format": 2')],
    ['not the form', text.replace('"seed": 7', '"seed": -7')],
    ['of a run', jsonReport(scenarioRun)],
    ['no rule "promotes"', text.replace('"promotion": ', '"promotes": ')],
    ['do not belong together', text.replace(`"id": "${made?.id}"`, '"id": "../../outside"')],
    ['do not belong together', text.replace('"python": "', '"python": "import os\\n')],
    [
      'do not belong together',
      text.replace('"firstSeen": 12', '"snapshot": 1, "firstSeen": 12').replace('[\n        4', '[\n        3'),
    ],
    ['is none', text.replace('"replay": "hs1.pyodide.', '"replay": "hs1.pyodide.AAAA')],
  ])('refuses what %s', (complaint, altered) => {
    expect(altered).not.toBe(text)
    expect(() => readCampaignReport(altered, timing)).toThrow(DamagedBytes)
    if (complaint !== 'do not belong together') expect(() => readCampaignReport(altered, timing)).toThrow(complaint)
  })

  it('takes no lie for a time', () => {
    for (const lie of ['{}', 'null', '[]', '{"workers": 1, "seconds": "long", "spent": {}}', ''])
      expect(() => readTiming(lie)).toThrow(DamagedBytes)
  })
})
