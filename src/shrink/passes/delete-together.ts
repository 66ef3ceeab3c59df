/**
 * Cuts two or three statements out at once that stand anywhere: what is only needed for each other, such as an increment
 * and its decrement. Their number grows with the square and the cube of the program, so only small programs are tried.
 */
import type { Program } from '../../program/ast.ts'
import { deleteStatement, statementPlaces } from '../../program/edit.ts'
import type { Path } from '../../program/shape.ts'
import type { Cut, Pass } from '../cut.ts'

const MOST_FOR_PAIRS = 24
const MOST_FOR_TRIPLES = 12

export const deleteTogether: Pass = {
  name: 'delete together',
  isCostly: true,
  cuts(program) {
    const paths = statementPlaces(program).flatMap(({ node, path }) => (node.kind === 'pass' ? [] : [path]))
    const pairs =
      paths.length > MOST_FOR_PAIRS
        ? []
        : grown(
            paths.map((path) => [path]),
            paths,
          )
    const triples = paths.length > MOST_FOR_TRIPLES ? [] : grown(pairs, paths)
    return [...pairs, ...triples].map(
      (group): Cut =>
        () =>
          withoutAll(program, group),
    )
  },
}

/** Each group with each statement behind its last that is not inside one of the group. */
function grown(groups: readonly (readonly Path[])[], paths: readonly Path[]): readonly (readonly Path[])[] {
  return groups.flatMap((group) => {
    const later = paths.slice(paths.indexOf(group.at(-1) as Path) + 1)
    return later.filter((path) => !group.some((outer) => isInside(path, outer))).map((path) => [...group, path])
  })
}

function isInside(path: Path, outer: Path): boolean {
  return outer.every((step, i) => path[i] === step)
}

/** From the end, so that the paths of those before stay true. */
function withoutAll(program: Program, paths: readonly Path[]): Program {
  let changed = program
  for (const path of paths.toReversed()) changed = deleteStatement(changed, path)
  return changed
}
