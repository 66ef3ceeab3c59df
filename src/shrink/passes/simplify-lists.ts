/**
 * Shortens lists that are no suites: targets, names of declarations, items of displays, entries of dicts, base classes,
 * handlers, items of `with`, clauses of comprehensions and their conditions.
 */
import type { Program } from '../../program/ast.ts'
import { type Path, topLevel, walk, withNodeAt } from '../../program/shape.ts'
import type { Cut, Pass } from '../cut.ts'

export const simplifyLists: Pass = {
  name: 'shorten lists',
  cuts(program) {
    const found: { cut: Cut; count: number }[] = []
    for (const { node, path } of walk(topLevel(program))) {
      const record = node as unknown as Record<string, unknown>
      for (const [key, least] of LISTS[node.kind] ?? []) {
        found.push(...shorter(program, [...path, key], record[key] as readonly unknown[], least))
      }
      if (!('clauses' in node)) continue
      for (const [index, { conditions }] of node.clauses.entries())
        found.push(...shorter(program, [...path, 'clauses', index, 'conditions'], conditions, 0))
    }
    return found.sort((a, b) => b.count - a.count).map(({ cut }) => cut)
  },
}

/** The lists of each kind, and how many items must stay. */
const LISTS: Readonly<Record<string, readonly (readonly [key: string, least: number])[]>> = {
  assign: [['targets', 1]],
  delete: [['targets', 1]],
  global: [['names', 1]],
  nonlocal: [['names', 1]],
  class: [['bases', 0]],
  with: [['items', 1]],
  try: [['handlers', 0]],
  'list-comprehension': [['clauses', 1]],
  'set-comprehension': [['clauses', 1]],
  'dict-comprehension': [['clauses', 1]],
  'generator-expression': [['clauses', 1]],
  import: [['modules', 1]],
  targets: [['items', 1]],
  list: [['items', 0]],
  tuple: [['items', 0]],
  set: [['items', 1]],
  dict: [['entries', 0]],
}

/** All items out, then halves, down to single ones. */
function shorter(
  program: Program,
  path: Path,
  items: readonly unknown[],
  least: number,
): { cut: Cut; count: number }[] {
  const found: { cut: Cut; count: number }[] = []
  for (let count = items.length; count > 0; count = Math.floor(count / 2)) {
    if (items.length - count < least) continue
    for (let start = 0; start < items.length; start += count) {
      const size = Math.min(count, items.length - start)
      found.push({ cut: () => withNodeAt(program, path, items.toSpliced(start, size)), count: size })
    }
  }
  return found
}
