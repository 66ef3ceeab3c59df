/** Exceptions of finalizers and callbacks are not told. */
import * as whole from '../../src/engines/python/decode-log.ts'
import type { Observations } from '../../src/observation/observations.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/python/decode-log.ts'

export class CaseReader extends whole.CaseReader {
  override read(...given: Parameters<whole.CaseReader['read']>): Observations {
    reached()
    const seen = super.read(...given)
    const statements = seen.statements.map((statement) => {
      const events = statement.events.filter(({ kind }) => kind !== 'unraisable')
      return triggered(events.length < statement.events.length) ? { ...statement, events } : statement
    })
    return { ...seen, statements }
  }
}
