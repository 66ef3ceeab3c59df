/** Reports for the tests of reporters: one campaign with a finding, one scenario run with every outcome. */
import { generateProgram } from '../generate/generate.ts'
import { plainCase } from '../observation/case.ts'
import { makeFinding } from '../triage/finding.ts'
import type { RunReport, ScenarioOutcome } from '../triage/run-report.ts'
import { RULE_IDS, type RuleId } from '../verdict/rule.ts'
import type { Violation } from '../verdict/verdict.ts'

const violation: Violation = {
  rule: 'promotion',
  statement: 1,
  objects: ['list#1'],
  expected: 'generation 1',
  seen: 'generation 0 <& "quoted">',
  message: 'A list stayed young.',
}

const engine = { id: 'pyodide', version: 'CPython 3.12.7 (wasm32)', semantics: '3.12', capabilities: ['refcounts'] }
const rules = Object.fromEntries(RULE_IDS.map((rule, i) => [rule, i * 1000])) as Record<RuleId, number>

export const campaign: RunReport = {
  heapsmith: '1.2.3',
  kind: 'fuzz',
  seed: 7,
  workers: 2,
  ended: 'time',
  engines: [engine],
  findings: [
    makeFinding({
      engine: 'pyodide',
      signature: 'promotion(list)',
      case: plainCase(generateProgram(1, 1, { statements: 5 }), [4]),
      violations: [violation],
      firstSeen: 12,
      count: 3,
      shrunkFrom: 50,
    }),
  ],
  totals: {
    programs: 1234,
    statements: 60_000,
    checks: 1_000_000,
    undecided: 2,
    seconds: 60.0004,
    undecidedReasons: [{ reason: 'hash order', count: 2, example: 99 }],
    spent: { generateMs: 10.5, engineMs: 70, judgeMs: 20 },
  },
  corpus: {
    entries: 300,
    features: 5_120,
    reruns: 900,
    stable: 899,
    lastNovelty: 1_200,
    undiscovered: 2_000,
    nextThousand: 310,
    brought: {
      'making graft': { tries: 9_000, features: 90, recent: { tries: 4_000, features: 50 } },
      'making random': { tries: 9_000, features: 4_900, recent: { tries: 4_000, features: 30 } },
      'mutation insert': { tries: 4_000, features: 40, recent: { tries: 2_000, features: 30 } },
      'mutation wrap': { tries: 4_000, features: 60, recent: { tries: 1_000, features: 40 } },
      'move list.add': { tries: 700, features: 30, recent: { tries: 10, features: 1 } },
    },
  },
  exercised: { finalizer: 20, freeze: 0, swap: 3 },
  rules,
}

const outcomes: readonly ScenarioOutcome[] = ['passed', 'failed', 'skipped', 'undecided', 'invalid']

export const scenarioRun: RunReport = {
  heapsmith: '1.2.3',
  kind: 'run',
  workers: 1,
  engines: [engine],
  findings: [],
  scenarios: outcomes.map((outcome) => ({
    file: `specs/${outcome}.yaml`,
    title: `A title & <${outcome}>`,
    ...(outcome === 'invalid' ? {} : { engine: 'pyodide' }),
    outcome,
    ...(outcome === 'passed' || outcome === 'failed' ? {} : { reason: `because of ${outcome}` }),
    violations: outcome === 'failed' ? [{ ...violation, step: 2 }] : [],
    checked: outcome === 'passed' ? 3 : 0,
    unchecked: outcome === 'skipped' ? ['step 1: memory: the engine cannot show allocator'] : [],
  })),
  totals: { programs: 4, statements: 20, checks: 100, undecided: 1, seconds: 1.5, undecidedReasons: [] },
  rules,
}
