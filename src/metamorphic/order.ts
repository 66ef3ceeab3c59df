/** The same program with neighbours exchanged that have nothing to do with each other: `order-independent`. */
import type { Case } from '../observation/case.ts'
import type { Expression, Program, Statement } from '../program/ast.ts'
import { liveGraph } from './live-graph.ts'
import { toTheEnd } from './schedule.ts'
import type { Twin } from './twin.ts'

/** None where nothing can be exchanged; `original` is the case {@link toTheEnd}. */
export function orderTwins({ program, limits }: Case, original: Case): readonly Twin[] {
  const exchanged = exchangeNeighbours(program)
  if (exchanged === undefined) return []
  return [
    {
      rule: 'order-independent',
      change: 'with independent neighbours exchanged',
      original,
      case: toTheEnd({ program: exchanged, limits }),
      linesOf: liveGraph,
    },
  ]
}

function exchangeNeighbours({ body }: Program): Program | undefined {
  const changed = [...body]
  let exchanged = false
  for (let i = 0; i + 1 < changed.length; i++) {
    const [one, other] = [simpleTarget(changed[i] as Statement), simpleTarget(changed[i + 1] as Statement)]
    if (one === undefined || other === undefined || one === other) continue
    ;[changed[i], changed[i + 1]] = [changed[i + 1] as Statement, changed[i] as Statement]
    exchanged = true
    i++
  }
  return exchanged ? { body: changed } : undefined
}

/** The one name that a statement binds, where its value is made of nothing but literals. */
function simpleTarget(statement: Statement): string | undefined {
  if (statement.kind !== 'assign' || statement.targets.length !== 1) return undefined
  const [target] = statement.targets
  return target?.kind === 'name' && isPlain(statement.value) ? target.name : undefined
}

const ATOMS: ReadonlySet<Expression['kind']> = new Set(['none', 'bool', 'int', 'float', 'str', 'bytes'])

function isPlain(value: Expression): boolean {
  if (ATOMS.has(value.kind)) return true
  return (value.kind === 'list' || value.kind === 'tuple') && value.items.every(isPlain)
}
