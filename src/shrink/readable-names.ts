/**
 * The names that a shrunk program gets in the end: variables `a b c …`, functions `f g h …`, classes `A B C …`, in the
 * order of their first appearance. Parameters called `self` keep their name, and so do methods and class variables.
 */
import type { Program } from '../program/ast.ts'
import { isDunder, isKeyword } from '../program/names.ts'
import { isBuiltIn, type Occurrence, scopesOf } from '../program/scopes.ts'

const LETTERS = { variable: 'abcdeijkmnopqrstuvwxyz', function: 'fgh', class: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' } as const

type Sort = keyof typeof LETTERS

/** From each name that should change to its new one; empty when all are as they should be. */
export function readableNames(program: Program): ReadonlyMap<string, string> {
  const { occurrences } = scopesOf(program)
  const sorts = new Map<string, Sort>()
  const taken = new Set<string>()
  for (const occurrence of occurrences) {
    const { name, scope } = occurrence
    if (isBuiltIn(name) || isDunder(name) || name === 'self') continue
    if (scope.kind === 'class' && scope.bound.has(name)) taken.add(name)
    else sorts.set(name, moreTelling(sorts.get(name), sortOf(occurrence)))
  }
  const names = new Map<string, string>()
  const counts: Record<Sort, number> = { variable: 0, function: 0, class: 0 }
  for (const [name, sort] of sorts) {
    let next: string
    do next = nth(LETTERS[sort], counts[sort]++)
    while (taken.has(next) || isKeyword(next) || isBuiltIn(next))
    if (next !== name) names.set(name, next)
  }
  return names
}

function sortOf({ as, node }: Occurrence): Sort {
  if (as !== 'bind' || !('kind' in node)) return 'variable'
  return node.kind === 'class' ? 'class' : node.kind === 'def' ? 'function' : 'variable'
}

function moreTelling(known: Sort | undefined, seen: Sort): Sort {
  return known === undefined || known === 'variable' ? seen : known
}

/** `a`, …, `z`, `a1`, …: letters first, then with a number behind. */
function nth(letters: string, index: number): string {
  const round = Math.floor(index / letters.length)
  return `${letters[index % letters.length]}${round === 0 ? '' : round}`
}
