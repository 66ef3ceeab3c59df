import { describe, expect, it } from 'vitest'
import { generateProgram } from '../generate/generate.ts'
import { plainCase } from '../observation/case.ts'
import { loadScenario } from '../scenario/load.ts'
import { lastStatements, scenarioProgram } from '../scenario/scenario.ts'
import { makeFinding } from '../triage/finding.ts'
import { findingYaml } from './save-finding.ts'

describe('a saved finding', () => {
  it('loads as the same program, with a step at each snapshot', () => {
    for (let index = 0; index < 40; index++) {
      const program = generateProgram(5, index, { statements: 12 })
      const finding = makeFinding({
        engine: 'pyodide',
        signature: 'promotion(list)',
        case: plainCase(program, [3, 7, 11]),
        violations: [
          {
            rule: 'promotion',
            statement: 3,
            objects: ['list#1'],
            expected: 'a: "b"\n- c',
            seen: '# {x}',
            message: "It's: wrong",
          },
        ],
        firstSeen: index,
        count: 1,
      })
      const loaded = loadScenario(findingYaml(finding), 'finding.yaml')
      if (!loaded.ok) throw new Error(loaded.problems[0]?.message)
      expect(scenarioProgram(loaded.scenario)).toEqual(program)
      expect(lastStatements(loaded.scenario)).toEqual([3, 7, 11])
      expect(loaded.scenario.why).toContain("It's: wrong")
    }
  })
})
