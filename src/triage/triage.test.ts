import { describe, expect, it } from 'vitest'
import { plainCase } from '../observation/case.ts'
import { parseProgram } from '../program/parse/parse.ts'
import { formatScenarioProblem } from '../scenario/problem.ts'
import type { EarlierReport } from './earlier-findings.ts'
import { type Finding, makeFinding } from './finding.ts'
import { loadKnown } from './load-known.ts'
import { DEFAULT_NOISE_BELOW, expiredEntries, failsTheRun, type TriageContext, triaged } from './triage.ts'

const parsed = parseProgram('a = []\ndel a\n')
if (!parsed.ok) throw new Error('a program')
const finding = makeFinding({
  engine: 'pyodide',
  signature: 'promotion(list) fewer',
  case: plainCase(parsed.program, [1]),
  violations: [{ rule: 'promotion', statement: 1, objects: ['list#1'], expected: '1', seen: '0', message: 'no' }],
  firstSeen: 4,
  count: 2,
  reruns: { failed: 3, runs: 3 },
})

const NOTHING_KNOWN: TriageContext = {
  known: [],
  earlier: [],
  today: '2026-06-15',
  noiseBelow: DEFAULT_NOISE_BELOW,
  versions: new Map([['pyodide', [3, 12, 7]]]),
}

function known(entry: string): TriageContext {
  const loaded = loadKnown(
    `known:\n  - reason: the list is late, a bug that is known\n    expires: 2026-12-31\n${entry}`,
    'known.yaml',
  )
  if (!loaded.ok) throw new Error(loaded.problems.map(formatScenarioProblem).join('\n'))
  return { ...NOTHING_KNOWN, known: loaded.known }
}

const status = (context: TriageContext, of: Finding = finding) => triaged(of, context).status

describe('a finding', () => {
  it('is NEW, without a reason, where nothing speaks against it', () => {
    const { status: now, because } = triaged(finding, NOTHING_KNOWN)
    expect([now, because]).toEqual(['NEW', undefined])
    expect(failsTheRun([{ status: now }])).toBe(true)
  })

  it.each([
    '    rule: promotion\n',
    '    signature: promotion(list) fewer\n',
    '    signature: promotion(*\n',
    '    signature: "*fewer: N → N in a del"\n',
    '    rule: promotion\n    engines: [cpython, pyod*]\n',
    '    rule: promotion\n    python: ">=3.12 <3.13"\n',
    '    rule: promotion\n    program: [del a, "a = *]"]\n    shows: a = []\n    source: here\n',
  ])('is KNOWN, with the reason, by an entry that covers it: %j', (entry) => {
    const result = triaged(finding, known(entry))
    expect(result.status).toBe('KNOWN')
    expect(result.because).toBe('the list is late, a bug that is known (until 2026-12-31)')
    expect(failsTheRun([result])).toBe(false)
  })

  it.each([
    '    rule: release-order\n',
    '    rule: [release-order, cycle-reclaimed]\n',
    '    signature: promotion\n',
    '    signature: promotion(*)\n',
    '    signature: "*more*"\n',
    '    rule: promotion\n    signature: "*dict*"\n',
    '    rule: promotion\n    engines: [cpython]\n',
    '    rule: promotion\n    python: ">=3.13"\n',
    '    rule: promotion\n    program: [del a, del b]\n',
  ])('is not covered by an entry that speaks of something else: %j', (entry) => {
    expect(status(known(entry))).toBe('NEW')
  })

  it('is NEW again when the entry has expired, and the expiry is said', () => {
    const context = { ...known('    rule: promotion\n'), today: '2027-01-01' }
    const result = triaged(finding, context)
    expect(result.status).toBe('NEW')
    expect(result.because).toContain('expired on 2026-12-31')
    expect(expiredEntries(context)).toEqual([expect.stringContaining('promotion expired on 2026-12-31')])
    expect(expiredEntries({ ...context, today: '2026-12-31' })).toEqual([])
  })

  it('is NOISE, with its rate, when too few of its reruns failed', () => {
    const rare = { ...finding, reruns: { failed: 1, runs: 12 } }
    expect(triaged(rare, NOTHING_KNOWN)).toMatchObject({ status: 'NOISE', because: 'it failed in 1 of 12 reruns' })
    expect(status(NOTHING_KNOWN, { ...finding, reruns: { failed: 2, runs: 12 } })).toBe('NEW')
    expect(failsTheRun([{ status: 'NOISE' }])).toBe(false)
  })
})

describe('earlier campaigns', () => {
  const report = (name: string, programs: number, count: number): EarlierReport => ({
    name,
    engines: [{ id: 'pyodide' }],
    programs,
    findings: count === 0 ? [] : [{ id: finding.id, engine: 'pyodide', count }],
  })
  const since = (...earlier: EarlierReport[]) => triaged(finding, { ...NOTHING_KNOWN, earlier })

  it('make a finding a REGRESSION that was gone in between', () => {
    const result = since(report('one', 1000, 10), report('two', 1000, 0))
    expect(result).toMatchObject({ status: 'REGRESSION', because: 'last seen in one, gone in two' })
    expect(failsTheRun([result])).toBe(true)
  })

  it('do not count what may have been missed by chance as gone', () => {
    const result = since(report('one', 1000, 10), report('two', 100, 0))
    expect(result).toMatchObject({ status: 'NEW', because: 'open since one' })
    expect(since(report('one', 1000, 10), report('two', 300, 0), report('three', 300, 0)).status).toBe('REGRESSION')
  })

  it('leave it NEW where they had it to the last, or are of another engine', () => {
    expect(since(report('one', 1000, 10), report('two', 1000, 0), report('three', 1000, 9)).because).toBe(
      'open since three',
    )
    const elsewhere = { ...report('two', 1000, 0), engines: [{ id: 'cpython' }] }
    expect(since(report('one', 1000, 10), elsewhere).status).toBe('NEW')
    expect(since(report('one', 1000, 0)).because).toBeUndefined()
  })
})

describe('a file of known differences', () => {
  const problems = (text: string) => {
    const loaded = loadKnown(text, 'known.yaml')
    return loaded.ok ? [] : loaded.problems.map(({ line, message }) => `${line}: ${message}`)
  }

  it.each([
    ['known:\n  - rule: promotion\n', '2: an item of "known" lacks the key reason'],
    ['known:\n  - reason: ten letters long\n    expires: 2027-01-01\n', '2: '],
    [
      'known:\n  - reason: ten letters long\n    rule: promotoin\n    expires: 2027-01-01\n',
      '3: there is no rule promotoin',
    ],
    [
      'known:\n  - reason: ten letters long\n    rule: promotion\n    expires: 2027-02-30\n',
      '4: 2027-02-30 is no date',
    ],
    ['known:\n  - reason: ten letters long\n    rule: promotion\n    expires: soon\n', '4: "expires" cannot be "soon"'],
    ['known:\n  - reason: ten letters long\n    rule: promotion\n    python: "~3"\n    expires: 2027-01-01\n', '4: '],
    ['knwon: []\n', '1: '],
    ['', '1: '],
    ['known: &a [*a]\n', '1: '],
    [
      'known:\n  - __proto__: {x: 1}\n    reason: ten letters long\n    rule: promotion\n    expires: 2027-01-01\n',
      '2: unknown key "__proto__"',
    ],
  ])('is refused whole, at the place of the mistake: %j', (text, start) => {
    expect(
      problems(text).some((problem) => problem.startsWith(start)),
      problems(text).join('\n'),
    ).toBe(true)
  })
})
