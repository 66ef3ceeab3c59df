/**
 * Puts one list of many references to a thing in the place of statements that may have made them one by one:
 * `a.x = a; b = [a]; c = a` becomes `d = [a, a, a, a, a, a, a, a]`. Items that are too many go later, one by one.
 */
import type { Expression } from '../../program/ast.ts'
import { scopesOf } from '../../program/scopes.ts'
import type { Cut, Pass } from '../cut.ts'
import { freshName } from '../fresh-name.ts'
import { plainCount, withStretch } from '../top-level.ts'

const ITEMS = 8
/** The number of cuts grows with the square of the program, and with its names. */
const STATEMENTS_MOST = 16
const NAMES_MOST = 8

export const gatherInList: Pass = {
  name: 'gather in a list',
  isCostly: true,
  cuts(program) {
    const { length } = program.body
    const names = [...scopesOf(program).globalNames]
    if (length > STATEMENTS_MOST || names.length > NAMES_MOST) return []
    const fresh = freshName(program)
    const found: { cut: Cut; count: number }[] = []
    for (let start = 0; start < length; start++) {
      for (let end = start + 2; end <= length; end++) {
        const count = plainCount(program, start, end)
        if (count < 2) continue
        for (const name of names)
          found.push({ cut: () => withStretch(program, start, end, [listOf(fresh, name)]), count })
      }
    }
    return found.sort((a, b) => b.count - a.count).map(({ cut }) => cut)
  },
}

function listOf(fresh: string, name: string) {
  const items = Array.from({ length: ITEMS }, (): Expression => ({ kind: 'name', name }))
  return {
    kind: 'assign' as const,
    targets: [{ kind: 'name' as const, name: fresh }],
    value: { kind: 'list' as const, items },
  }
}
