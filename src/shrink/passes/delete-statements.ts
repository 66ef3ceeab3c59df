/**
 * Cuts stretches of statements out of every suite, as delta debugging does: whole suites first, then halves, down to
 * single statements. Deletes methods, class bodies and branches along the way.
 */
import type { Program } from '../../program/ast.ts'
import { splice, suites } from '../../program/edit.ts'
import type { Path } from '../../program/shape.ts'
import type { Cut, Pass } from '../cut.ts'

interface Stretch {
  readonly path: Path
  readonly start: number
  readonly count: number
  /** Length of the suite divided by the length of the stretch, rounded: cuts of one fraction stay together. */
  readonly fraction: number
}

export const deleteStatements: Pass = {
  name: 'delete statements',
  cuts(program) {
    const stretches = suites(program).flatMap(({ path, body }) => stretchesOf(path, body.length))
    return stretches
      .sort((a, b) => b.count - a.count || a.fraction - b.fraction)
      .map((stretch) => cutOf(program, stretch))
  },
}

function stretchesOf(path: Path, length: number): Stretch[] {
  const stretches: Stretch[] = []
  for (let count = length; count > 0; count = Math.floor(count / 2)) {
    /** From the end: what comes last is used by nothing behind it. */
    for (let end = length; end > 0; end -= count) {
      const start = Math.max(0, end - count)
      stretches.push({ path, start, count: end - start, fraction: Math.ceil(length / count) })
    }
  }
  return stretches
}

function cutOf(program: Program, { path, start, count }: Stretch): Cut {
  return () => splice(program, path, start, count, [])
}
