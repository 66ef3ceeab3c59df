/** The oracle holds that tuples are tracked for ever: it must then contradict an engine that is right. */

import type { Thing } from '../../src/oracle/thing.ts'
import * as whole from '../../src/oracle/tracking.ts'
import type { Semantics } from '../../src/semantics/semantics.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/oracle/tracking.ts'

export function untrackSurvivors(things: readonly Thing[], full: boolean, semantics: Semantics): void {
  reached()
  const tuples = things.filter((thing) => thing.kind === 'tuple' && thing.tracked === 'yes')
  whole.untrackSurvivors(things, full, semantics)
  for (const tuple of tuples) {
    triggered(tuple.tracked !== 'yes')
    tuple.tracked = 'yes'
  }
}
