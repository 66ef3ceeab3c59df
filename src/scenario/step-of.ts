/** Where a statement of the whole program stands in its scenario. */
import { lastStatements, type Scenario } from './scenario.ts'

/** The step, from 1, that holds statement `statement` (from 0); the last one for what comes after the program. */
export function stepOf(scenario: Scenario, statement: number): number {
  const index = lastStatements(scenario).findIndex((last) => statement <= last)
  return index === -1 ? scenario.steps.length : index + 1
}
