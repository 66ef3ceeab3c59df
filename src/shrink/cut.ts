/**
 * What a pass offers: cuts, each of which makes one smaller program when it is asked to, the largest first. Cuts may
 * be careless: `finished` repairs the names, and refuses what is no program or not smaller.
 */
import type { Program } from '../program/ast.ts'
import { repairScope } from '../program/repair.ts'
import { validateProgram } from '../program/validate.ts'
import { isSmaller, type Measure, measureOf } from './measure.ts'

/** Makes the attempt; undefined when there is nothing to cut after all. */
export type Cut = () => Program | undefined

export interface Pass {
  readonly name: string
  /** It offers many cuts, few of which hold: after a success the other passes go first. */
  readonly isCostly?: boolean
  cuts(program: Program): readonly Cut[]
}

/** The attempt that a cut makes: valid, smaller than `size`, every name meaning something. */
export function finished(size: Measure, cut: Cut): Program | undefined {
  const rough = cut()
  if (rough === undefined) return undefined
  const attempt = repairScope(rough)
  if (!isSmaller(measureOf(attempt), size)) return undefined
  return validateProgram(attempt).length === 0 ? attempt : undefined
}
