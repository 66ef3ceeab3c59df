import { describe, expect, it } from 'vitest'
import { generateProgram } from '../generate/generate.ts'
import { plainCase } from '../observation/case.ts'
import { RULE_IDS, type RuleId } from '../verdict/rule.ts'
import { type Finding, makeFinding } from './finding.ts'
import { mergeReports } from './merge-reports.ts'
import type { RunReport } from './run-report.ts'

function finding(signature: string, firstSeen: number, more: Partial<Finding> = {}): Finding {
  const violation = { rule: 'promotion' as const, statement: 0, objects: [], expected: 'a', seen: 'b', message: 'c' }
  const case_ = plainCase(generateProgram(1, firstSeen), [0])
  const facts = { engine: 'e', signature, case: case_, violations: [violation], firstSeen, count: 2 }
  return { ...makeFinding(facts), ...more }
}

function report(n: number, more: Partial<RunReport> = {}): RunReport {
  const counts = { programs: n, statements: 10 * n, checks: 100 * n, undecided: n }
  return {
    heapsmith: '1.0.0',
    kind: 'fuzz',
    seed: 7,
    workers: 2,
    ended: 'programs',
    engines: [{ id: 'e', version: 'E 1', semantics: '3.12', capabilities: [], did: counts }],
    findings: [],
    totals: {
      ...counts,
      seconds: n + 0.1,
      undecidedReasons: [
        { reason: 'order', count: n, example: 50 - n },
        { reason: `only ${n}`, count: 5, example: n },
      ],
      spent: { generateMs: n, engineMs: 0.4, judgeMs: 0 },
    },
    rules: Object.fromEntries(RULE_IDS.map((rule) => [rule, n])) as Record<RuleId, number>,
    exercised: { swap: n, freeze: 0 },
    ...more,
  }
}

const merged = (...reports: readonly RunReport[]) => mergeReports(reports, {})

describe('merging reports', () => {
  it('adds what was counted and keeps the lowest example of what was undecided', () => {
    const { totals, rules, exercised, engines } = merged(report(1), report(2), report(3))
    expect(totals).toMatchObject({ programs: 6, statements: 60, checks: 600, undecided: 6, seconds: 6.3 })
    expect(totals.undecidedReasons.slice(0, 2)).toEqual([
      { reason: 'order', count: 6, example: 47 },
      { reason: 'only 1', count: 5, example: 1 },
    ])
    expect(rules.promotion).toBe(6)
    expect(exercised).toEqual({ swap: 6, freeze: 0 })
    expect(engines[0]?.did).toEqual({ programs: 6, statements: 60, checks: 600, undecided: 6 })
  })

  it('keeps of a finding the earliest program, with all counts, and the status that is most urgent', () => {
    const a = report(1, { findings: [finding('x', 30, { status: 'NOISE', because: 'rare' }), finding('y', 40)] })
    const b = report(2, { findings: [finding('x', 10, { status: 'KNOWN', because: 'bug 5' })] })
    const c = report(3, { findings: [finding('x', 20)] })
    const { findings } = merged(a, b, c)
    expect(findings.map(({ signature, firstSeen, count, status }) => [signature, firstSeen, count, status])).toEqual([
      ['x', 10, 6, 'NEW'],
      ['y', 40, 2, 'NEW'],
    ])
    expect(findings[0]?.replay).toBe(b.findings[0]?.replay)
    expect(findings[0]).not.toHaveProperty('because')
    expect(merged(a, b).findings[0]).toMatchObject({ status: 'KNOWN', because: 'bug 5', firstSeen: 10 })
  })

  it('does not depend on order or grouping', () => {
    const parts = [
      report(1, { findings: [finding('x', 30, { status: 'NOISE', because: 'rare' }), finding('y', 40)] }),
      report(2, { findings: [finding('x', 10, { status: 'KNOWN', because: 'bug 5' })], ended: 'time' }),
      report(3, { findings: [finding('x', 20), finding('z', 25)], ended: 'interrupted' }),
    ] as const
    const [a, b, c] = parts
    const once = merged(a, b, c)
    expect(once.ended).toBe('interrupted')
    for (const other of [merged(c, b, a), merged(merged(c, a), b), merged(a, merged(c, b))]) expect(other).toEqual(once)
  })
})
