/**
 * Which statements of a program may run `gc.collect`, told from the text alone and on the careful side: the statement
 * says so itself, or it mentions a function, a class or a method that may. Where a finalizer may, or what is entered
 * without being mentioned (a weakref callback, a lambda, a generator, a special method, a closure), every statement may.
 */
import type { StatementTraits } from './statement-traits.ts'

/** What calls back when something dies. */
const CALLERS = ['ref', 'proxy', 'finalize'] as const

/** One answer a statement. */
export function statementsThatMayCollect(traits: readonly StatementTraits[]): readonly boolean[] {
  if (!traits.some((item) => item.definesCollector)) return traits.map((item) => item.collects)
  const collectors = collectorNames(traits)
  if (collectors.has('__del__')) return traits.map(() => true)
  return traits.map(
    (item) => item.collects || overlaps(collectors, item.mentions) || overlaps(collectors, item.attributes),
  )
}

function collectorNames(traits: readonly StatementTraits[]): Set<string> {
  const definitions = traits.flatMap((item) => item.definitions)
  const collectors = new Set<string>()
  for (let size = -1; size !== collectors.size; ) {
    size = collectors.size
    for (const { name, className, isHidden, attributes, mentions } of definitions) {
      if (!attributes.has('collect') && !overlaps(collectors, mentions) && !overlaps(collectors, attributes)) continue
      collectors.add(isHidden ? '__del__' : name)
      if (className !== undefined && name === '__init__') collectors.add(className)
    }
  }
  // Whoever is called back is called by a death, which any statement may bring about.
  const handedAround = traits.some(
    (item) => CALLERS.some((name) => item.attributes.has(name)) && overlaps(collectors, item.mentions),
  )
  if (handedAround || collectors.has('__del__')) collectors.add('__del__')
  return collectors
}

function overlaps(set: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  if (set.size === 0) return false
  for (const name of other) if (set.has(name)) return true
  return false
}
