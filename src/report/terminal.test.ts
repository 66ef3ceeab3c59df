import { describe, expect, it } from 'vitest'
import type { Finding } from '../triage/finding.ts'
import { duration, grouped, paint, percent, short } from './paint.ts'
import { CAMPAIGN_RULES, checkableRules } from './rule-cover.ts'
import { campaign, scenarioRun } from './sample-report.test-support.ts'
import { terminalFinding } from './terminal-finding.ts'
import { campaignSummary, progressLine } from './terminal-fuzz.ts'
import { runSummary, scenarioLine } from './terminal-run.ts'
import { verdictText } from './terminal-verdict.ts'

const plain = paint(false)
const colored = paint(true)
const finding = campaign.findings[0] as Finding

describe('numbers for people', () => {
  it('are short and the same in every locale', () => {
    expect([grouped(0), grouped(999), grouped(1000), grouped(1234567)]).toEqual(['0', '999', '1,000', '1,234,567'])
    expect([short(950), short(1234), short(45_600), short(7_890_000)]).toEqual(['950', '1.23k', '45.6k', '7.89M'])
    expect([duration(0.5), duration(61), duration(28_800)]).toEqual(['0.5 s', '1 min 1 s', '8 h 0 min'])
    expect([percent(0, 10), percent(1, 1_000_000), percent(1, 3), percent(5, 0)]).toEqual([
      '0 %',
      '<0.01 %',
      '33 %',
      '0 %',
    ])
  })
})

describe('a finding on the terminal', () => {
  it('shows rule, sentence, program, place and how to see it again', () => {
    const text = terminalFinding(finding, 'reports/x.yaml', plain)
    for (const part of [
      'promotion',
      'A list stayed young.',
      '5 statements, shrunk from 50',
      'statement 2 of 5',
      'list#1',
    ]) {
      expect(text).toContain(part)
    }
    expect(text).toContain(`npx heapsmith replay ${finding.replay}`)
  })

  it('points to the file where a token would be too long', () => {
    const long = { ...finding, replay: `hs1.pyodide.${'A'.repeat(700)}` }
    expect(terminalFinding(long, 'reports/x.yaml', plain)).toContain('npx heapsmith run reports/x.yaml')
  })

  it('shows the end of a long program', () => {
    const text = terminalFinding({ ...finding, python: 'a = 1\n'.repeat(99) }, undefined, plain)
    expect(text).toContain('… 69 lines before')
  })
})

describe('a campaign on the terminal', () => {
  it('lists every rule, and marks those never checked', () => {
    const text = campaignSummary(campaign, plain)
    for (const rule of CAMPAIGN_RULES) expect(text).toContain(rule)
    expect(campaignSummary(campaign, colored)).toContain(`\u001b[31m${'0'.padStart(15)}`)
    expect(text).toContain('hash order (such as program 99)')
    expect(text).toContain('2 of 3 constructs; never: freeze')
  })

  it('says why a rule was not checked where no engine shows what it needs', () => {
    const [engine] = campaign.engines
    if (engine === undefined) throw new Error('the sample has an engine')
    const rules = { ...campaign.rules, balance: 0 }
    const without = { ...campaign, rules, engines: [{ ...engine, capabilities: ['refcounts'] }] }
    expect(campaignSummary(without, plain)).toMatch(/balance +not checked: no engine shows its allocator/)
    expect(checkableRules(without.engines)).toBeLessThan(CAMPAIGN_RULES.length)
    const shows = [{ ...engine, capabilities: ['allocator', 'image'] }]
    expect(campaignSummary({ ...campaign, engines: shows }, plain)).not.toContain('not checked')
    expect(checkableRules(shows)).toBe(CAMPAIGN_RULES.length)
  })

  it('says how fast something new is found, and when that was long ago', () => {
    const pace = { newFeaturesPerMinute: 1_234, secondsSinceNovelty: 12 }
    expect(campaignSummary({ ...campaign, pace }, plain)).toContain(
      'the last at program 1,200, 12 s before the end; 1,234 new a minute of late',
    )
    const did = { programs: 500, statements: 1, checks: 1, undecided: 0 }
    const [engine] = campaign.engines
    const { corpus } = campaign
    if (engine === undefined || corpus === undefined) throw new Error('the sample has both')
    const since = (lastNovelty: number) =>
      campaignSummary({ ...campaign, engines: [{ ...engine, did }], corpus: { ...corpus, lastNovelty } }, plain)
    // Of the first engine, which alone shows features; all engines together ran more.
    expect(since(300)).not.toContain('nothing new for long')
    expect(since(200)).toContain('nothing new for long')
  })

  it('shows in the progress line how fast features come, and since when none did', () => {
    const progress = {
      seconds: 2,
      programs: 10,
      statements: 500,
      rules: {},
      checkable: 27,
      constructs: 9,
      undecided: 0,
    }
    const line = (secondsSinceNovelty: number) =>
      progressLine(
        { ...progress, findings: 0, features: 5_000, pace: { newFeaturesPerMinute: 310, secondsSinceNovelty } },
        plain,
      )
    expect(line(3)).toContain('features 5.00k (+310/min)')
    expect(line(90)).toContain('features 5.00k (+310/min, none for 1 min 30 s)')
  })

  it('counts the rules exercised so far', () => {
    const progress = {
      seconds: 2,
      programs: 10,
      statements: 500,
      rules: { promotion: 3 },
      checkable: 27,
      constructs: 9,
      undecided: 0,
      findings: 0,
    }
    expect(progressLine(progress, plain)).toContain('rules 1/27')
  })
})

describe('scenarios on the terminal', () => {
  it('say what came of each, with the reason', () => {
    const lines = (scenarioRun.scenarios ?? []).map((result) => scenarioLine(result, plain))
    expect(lines[0]).toMatch(/^passed +A title/)
    expect(lines[1]).toContain('step 2  promotion: A list stayed young.')
    expect(lines[1]).toContain('expected  generation 1')
    expect(lines[2]).toContain('because of skipped')
    expect(lines[4]).toMatch(/^invalid +specs\/invalid.yaml\n/)
  })

  it('are summed up without counting anything as passed that is not', () => {
    expect(runSummary(scenarioRun, plain)).toMatch(/^1 passed, 1 failed, 1 invalid, 1 undecided, 1 skipped in 1.5 s/)
  })
})

describe('a verdict on the terminal', () => {
  it('never shows undecided as agreement', () => {
    const verdict = { kind: 'undecided', statement: 2, reason: 'hash order', checks: { promotion: 4 } } as const
    expect(verdictText(verdict, plain)).toBe('undecided  from statement 3 on: hash order (4 checks held)')
  })
})
