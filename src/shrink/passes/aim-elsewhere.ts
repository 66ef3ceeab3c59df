/**
 * Lets one use of a name speak of another name, and cuts out what only releases the first: `A.x = a; del A; del a` becomes
 * `a.x = a; del a`. A cycle through something far is often a cycle through something near.
 */
import type { Program } from '../../program/ast.ts'
import { scopesOf } from '../../program/scopes.ts'
import { withNodeAt } from '../../program/shape.ts'
import type { Cut, Pass } from '../cut.ts'
import { releases } from '../top-level.ts'

const MOST_NAMES = 8

export const aimElsewhere: Pass = {
  name: 'aim elsewhere',
  isCostly: true,
  cuts(program) {
    const { occurrences, globalNames } = scopesOf(program)
    const names = [...globalNames]
    if (names.length > MOST_NAMES) return []
    return occurrences.flatMap(({ name, as, path }): Cut[] => {
      if (as !== 'load' || !globalNames.has(name) || !program.body.some((node) => releases(node, name))) return []
      const others = names.filter((other) => other !== name)
      return others.map((other) => () => withoutReleases(withNodeAt(program, path, other), name))
    })
  },
}

function withoutReleases({ body }: Program, name: string): Program {
  return { body: body.filter((node) => !releases(node, name)) }
}
