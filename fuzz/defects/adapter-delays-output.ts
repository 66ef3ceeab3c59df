/** What a statement prints is told last, as if it had been buffered. */
import * as whole from '../../src/engines/python/decode-log.ts'
import type { Event, Observations, StatementObservation } from '../../src/observation/observations.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/python/decode-log.ts'

export class CaseReader extends whole.CaseReader {
  override read(...given: Parameters<whole.CaseReader['read']>): Observations {
    reached()
    const seen = super.read(...given)
    return { ...seen, statements: seen.statements.map(printedLast) }
  }
}

function printedLast(statement: StatementObservation): StatementObservation {
  const isPrinted = ({ kind }: Event) => kind === 'printed'
  const last = statement.events.findLastIndex((event) => !isPrinted(event))
  if (!triggered(statement.events.slice(0, last + 1).some(isPrinted))) return statement
  const events = [...statement.events.filter((event) => !isPrinted(event)), ...statement.events.filter(isPrinted)]
  return { ...statement, events }
}
