/**
 * The same program with its variables renamed: `name-independent`. Names keep their alphabetical order, by which compilers
 * sort cells, and functions, classes and `self` (to which compilers give a meaning) keep theirs, so that everything that
 * is observed must be the same.
 */
import type { Case } from '../observation/case.ts'
import { comparable } from '../observation/comparable.ts'
import type { Observations } from '../observation/observations.ts'
import { BUILTIN_NAMES, MODULE_NAMES, type Program } from '../program/ast.ts'
import { renameNames } from '../program/repair.ts'
import { scopesOf } from '../program/scopes.ts'
import { topLevel, walk } from '../program/shape.ts'
import { makesSet } from './telling.ts'
import type { Twin } from './twin.ts'

/** The smallest character of a name: any number of them behind each name leaves the order of all alone. */
const SMALLEST = '0'

/** None where the order of a set's elements, which is that of addresses, may decide. */
export function nameTwins(case_: Case): readonly Twin[] {
  const { program } = case_
  const names = newNames(program)
  if (names.size === 0 || usesSets(program)) return []
  // Probes speak of variables, too.
  const original = case_.probes.length === 0 ? case_ : { ...case_, probes: [] }
  return [
    {
      rule: 'name-independent',
      change: 'with its variables renamed',
      original,
      case: { ...original, program: renameNames(program, names) },
      linesOf: (seen, of) => linesOf(seen, of === 'twin' ? names : new Map()),
    },
  ]
}

function newNames(program: Program): ReadonlyMap<string, string> {
  const kept = new Set<string>([...BUILTIN_NAMES, ...MODULE_NAMES, 'self'])
  const all = new Set<string>()
  for (const { node } of walk(topLevel(program))) if (node.kind === 'def' || node.kind === 'class') kept.add(node.name)
  const { occurrences } = scopesOf(program)
  for (const { name, scope } of occurrences) {
    all.add(name)
    // What a class body binds is an attribute.
    if (scope.kind === 'class' && scope.bound.has(name)) kept.add(name)
  }
  const free = [...all].filter((name) => !kept.has(name) && !/^__/.test(name))
  let suffix = SMALLEST
  while (free.some((name) => kept.has(name + suffix) || all.has(name + suffix))) suffix += SMALLEST
  return new Map(free.map((name) => [name, name + suffix]))
}

function usesSets(program: Program): boolean {
  for (const { node } of walk(topLevel(program))) if (makesSet(node)) return true
  return false
}

/** With the old names, wherever one stands: in what the globals are called, and in texts of exceptions. */
function linesOf(seen: Observations, names: ReadonlyMap<string, string>): readonly string[] {
  const olds = new Map([...names].map(([old, name]) => [name, old]))
  const { statements, outcome } = comparable(seen)
  const lines = statements.flatMap((statement, i) =>
    Object.entries(statement).flatMap(([part, shown]) =>
      [shown].flat().map((line) => `statement ${i + 1}, ${part}: ${line}`),
    ),
  )
  return [...lines, `outcome: ${JSON.stringify(outcome)}`].map((line) =>
    olds.size === 0 ? line : line.replace(/\b\w+0\b/g, (word) => olds.get(word) ?? word),
  )
}
