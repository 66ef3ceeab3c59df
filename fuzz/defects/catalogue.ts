/**
 * Every planted defect. A name stands for a file of this folder; what it replaces is imported there under its own name,
 * so that the broken variant keeps all that it does not break.
 */
import type { Defect } from '../../src/defect/defect.ts'
import { ADAPTER_BUGS } from './adapter-bugs.ts'
import { CONCEIVABLE_BUGS } from './conceivable-bugs.ts'
import { REAL_BUGS } from './real-bugs.ts'

export const DEFECTS: readonly Defect[] = [...REAL_BUGS, ...CONCEIVABLE_BUGS, ...ADAPTER_BUGS]

export function defectNamed(name: string): Defect | undefined {
  return DEFECTS.find((defect) => defect.name === name)
}
