/** The programs that a planted defect is hunted with: those of a campaign with the same seed at the defect's level. */
import type { Level } from '../program/level.ts'
import { type Produced, produceProgram, type Recipe } from './produce.ts'

/** Program `index`, as the thread that hunts makes it and as the coordinator makes it again when that thread was lost. */
export function huntedProgram(
  { level = 1 }: { readonly level?: Level },
  seed: number,
  index: number,
  fullOrYoung: boolean,
  recipe?: Recipe,
): Produced {
  return produceProgram(seed, index, recipe, { fullOrYoung, level })
}
