import { describe, expect, it } from 'vitest'
import type { Finding } from '../triage/finding.ts'
import { githubReport } from './github.ts'
import { campaign, scenarioRun } from './sample-report.test-support.ts'

const [finding] = campaign.findings as readonly [Finding]

describe('annotations', () => {
  it('are one line each, an error for what fails the run and a warning for what is known', () => {
    const known = { ...finding, status: 'KNOWN' as const, because: 'a bug' }
    const lines = githubReport({ ...campaign, findings: [finding, known] })
      .trimEnd()
      .split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(
      /^::error title=promotion on pyodide::A list stayed young\. Expected .*%0Anpx heapsmith replay hs1\./,
    )
    expect(lines[1]).toMatch(/^::warning .*KNOWN%3A? ?a bug|^::warning .*KNOWN: a bug/)
  })

  it('point to the file of a scenario that failed or was refused, and say nothing of others', () => {
    const lines = githubReport(scenarioRun).trimEnd().split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(
      /^::error file=specs\/failed\.yaml,title=A title & <failed> \(pyodide\)::step 2: promotion/,
    )
    expect(lines[1]).toMatch(/^::error file=specs\/invalid\.yaml,title=refused::because of invalid/)
  })

  it('cannot be broken out of by what a report says', () => {
    const violation = { ...finding.violation, message: 'x\n::error::y%0A' }
    const text = githubReport({ ...campaign, findings: [{ ...finding, engine: 'a,b:c\nd', violation }] })
    expect(text.trimEnd().split('\n')).toHaveLength(1)
    expect(text).toContain('title=promotion on a%2Cb%3Ac%0Ad::x%0A::error::y%250A')
  })
})
