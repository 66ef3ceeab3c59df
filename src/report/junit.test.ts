import { describe, expect, it } from 'vitest'
import { junitReport } from './junit.ts'
import { campaign, scenarioRun } from './sample-report.test-support.ts'

describe('junit.xml', () => {
  it('counts failures and skips of scenarios, and neither as passed', () => {
    const xml = junitReport(scenarioRun)
    expect(xml.match(/<failure /g)).toHaveLength(2)
    expect(xml.match(/<skipped /g)).toHaveLength(2)
  })

  it('shows a finding as the failure of its rule', () => {
    expect(junitReport(campaign)).toMatch(/name="promotion">\s*<failure message="A list stayed young."/)
  })

  it('does not count what is known as a failure, and says why', () => {
    const findings = campaign.findings.map((finding) => ({ ...finding, status: 'KNOWN' as const, because: 'a bug' }))
    const xml = junitReport({ ...campaign, findings })
    expect(xml).not.toContain('<failure')
    expect(xml).toMatch(/name="promotion">\s*<skipped message="KNOWN: a bug"/)
  })

  it('has no bare sign of XML inside texts', () => {
    const inside = junitReport(scenarioRun).replace(/<\/?[a-z?][^<>]*>/g, '')
    expect(inside).not.toMatch(/[<>]/)
  })
})
