import { expect, it } from 'vitest'
import type { Verdict } from '../verdict/verdict.ts'
import { verdictCode } from './command-replay.ts'
import { codeOfRules, ExitCode, type ExitCodeValue } from './exit-code.ts'

const violating = (rule: 'refcount-exact' | 'harness-sound'): Verdict => ({
  kind: 'violates',
  violations: [{ rule, statement: 0, objects: [], expected: '', seen: '', message: '' }],
  checks: {},
})
const undecided: Verdict = { kind: 'undecided', statement: 0, reason: '', checks: {} }

it('says more of a mistake of ours than of findings', () => {
  expect(codeOfRules(['refcount-exact', 'harness-sound'])).toBe(ExitCode.broken)
  expect(codeOfRules(['refcount-exact'])).toBe(ExitCode.findings)
})

it.each<[readonly Verdict[], ExitCodeValue]>([
  [[], ExitCode.agrees],
  [[undecided], ExitCode.undecided],
  [[undecided, violating('refcount-exact'), undecided], ExitCode.findings],
  [[violating('harness-sound'), violating('refcount-exact'), undecided], ExitCode.broken],
])('keeps the worst of several engines (%#)', (verdicts, code) => {
  let worst: ExitCodeValue = ExitCode.agrees
  for (const verdict of verdicts) worst = verdictCode(verdict, worst)
  expect(worst).toBe(code)
})
