/** A tower made by one loop: storey on storey on what a variable holds, the next variable to help. */
import type { Statement } from '../../program/ast.ts'
import { family } from '../intern.ts'
import { DATA_VARIABLES, variable } from '../names.ts'
import { call, each, type Operand } from '../syntax.ts'

const V = DATA_VARIABLES

/** Puts one storey on top of what `v` holds; `w` is another variable that is free to use. */
export type Storey = (v: string, w: string) => readonly Statement[]

/** The statements by variable, place among `heights` and place among `storeys`. */
export function towers(heights: readonly Operand[], storeys: readonly Storey[]): ReturnType<typeof family> {
  return family([V, heights.length, storeys.length], (v, height, storey) =>
    each(
      'i',
      call('range', heights[height] as Operand),
      (storeys[storey] as Storey)(variable(v), variable((v + 1) % V)),
    ),
  )
}
