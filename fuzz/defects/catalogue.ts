/**
 * Every planted defect. A name stands for a file of this folder; what it replaces is imported there under its own name,
 * so that the broken variant keeps all that it does not break.
 */
import type { Defect } from '../../src/defect/defect.ts'

const SIMULATION = 'simulation@3.12'

export const DEFECTS: readonly Defect[] = [
  {
    name: 'finalized-mark-lost',
    what: 'an object that its finalizer brought back to life is no longer known to be finalized',
    bug: 'gh-113750',
    replaces: 'engines/simulation/gc/handle-resurrected',
    rules: ['finalizer-at-most-once'],
    engine: SIMULATION,
  },
]

export function defectNamed(name: string): Defect | undefined {
  return DEFECTS.find((defect) => defect.name === name)
}
