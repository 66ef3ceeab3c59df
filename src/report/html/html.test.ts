import { describe, expect, it } from 'vitest'
import type { Finding } from '../../triage/finding.ts'
import { RULE_IDS } from '../../verdict/rule.ts'
import { campaign, scenarioRun } from '../sample-report.test-support.ts'
import { htmlReport } from './html.ts'

const [finding] = campaign.findings as readonly [Finding]
const text = htmlReport(campaign)

describe('report.html', () => {
  it('is the same for the same report, whole and self-contained', () => {
    expect(htmlReport(campaign)).toBe(text)
    expect(text).toMatch(/^<!doctype html>\n<html lang="en">/)
    expect(text.trimEnd()).toMatch(/<\/html>$/)
    expect(text).not.toMatch(/<script|<link|<img|\bsrc=|\bon\w+=|url\(|@import|https?:/)
  })

  it('closes every element that it opens', () => {
    const VOID = new Set(['meta', 'br', 'hr'])
    for (const page of [text, htmlReport(scenarioRun)]) {
      const open: string[] = []
      for (const [, slash, name] of page.replace(/<style>[\s\S]*?<\/style>/, '').matchAll(/<(\/?)([a-z][a-z0-9]*)/g)) {
        if (slash === '/') expect(open.pop()).toBe(name)
        else if (!VOID.has(name as string)) open.push(name as string)
      }
      expect(open).toEqual([])
    }
  })

  it('shows rules that were never checked in red, and every rule', () => {
    for (const rule of RULE_IDS) expect(text).toContain(`<code>${rule}</code>`)
    const never = text.match(/<tr class="never">/g) ?? []
    expect(never).toHaveLength(RULE_IDS.filter((rule) => campaign.rules[rule] === 0).length)
    expect(text).toContain('never checked')
  })

  it('shows what no engine could show as that, not in red', () => {
    const [engine] = campaign.engines
    if (engine === undefined) throw new Error('the sample has an engine')
    const page = (capabilities: readonly string[]) =>
      htmlReport({ ...campaign, rules: { ...campaign.rules, balance: 0 }, engines: [{ ...engine, capabilities }] })
    expect(page([])).toContain('not checked: no engine shows its allocator')
    expect(page(['allocator'])).not.toContain('no engine shows its allocator')
  })

  it('says what is new, what is left by estimate, and how stable it is', () => {
    const pace = { newFeaturesPerMinute: 1_234, secondsSinceNovelty: 12 }
    const page = htmlReport({ ...campaign, pace })
    for (const said of ['5,120, 300 programs kept', '1,234, of late', '12 s before the end', 'at least 2,000 more'])
      expect(page).toContain(said)
    expect(page).toContain('<dd class="red">899 of 900 reruns showed the same</dd>')
    expect(text).not.toContain('before the end')
  })

  it('shows each finding with its program, what was expected and seen, and how to see it again', () => {
    expect(text).toContain(`npx heapsmith replay ${finding.replay}`)
    expect(text).toContain('generation 0 &lt;&amp; &quot;quoted&quot;&gt;')
    expect(text.match(/<mark class="at">/g)).toHaveLength(1)
    expect(text).toContain('from 50 statements')
  })

  it('shows text as text, whatever it says', () => {
    const evil = '</pre><script>alert(1)</script>'
    const violation = { ...finding.violation, message: evil, expected: evil, seen: evil }
    const page = htmlReport({
      ...campaign,
      engines: [{ id: evil, version: evil, semantics: evil, capabilities: [evil] }],
      findings: [{ ...finding, violation, engine: evil, because: evil, cause: evil }],
      totals: { ...campaign.totals, undecidedReasons: [{ reason: evil, count: 1, example: 2 }] },
      exercised: { [evil]: 0 },
    })
    expect(page).not.toContain('<script')
    expect(page).toContain('&lt;script&gt;')
  })

  it('counts no skipped, undecided or refused scenario as passed, and shows their reasons', () => {
    const page = htmlReport(scenarioRun)
    expect(page.match(/<td class="green">passed/g)).toHaveLength(1)
    for (const outcome of ['skipped', 'undecided', 'invalid']) expect(page).toContain(`because of ${outcome}`)
    expect(page).toContain('2 scenarios failed or refused')
    expect(page).not.toContain('Everything agrees')
  })

  it('says that everything agrees only where it does', () => {
    expect(htmlReport({ ...campaign, findings: [] })).toContain('Everything agrees.')
    expect(text).not.toContain('Everything agrees')
    const known = { ...campaign, findings: [{ ...finding, status: 'KNOWN' as const }] }
    expect(htmlReport(known)).toContain('1 finding known or noise')
  })
})
