/**
 * Probes of a case that run program code: what they bring about is part of what happens, so that they are run here, too.
 * Others (names, counts, built-ins) change nothing, and whether their answers are right is not for the oracle to say.
 */
import type { Case, Probe } from '../observation/case.ts'
import { BUILTIN_NAMES, type Expression, MODULE_NAMES, type Statement } from '../program/ast.ts'
import { walk } from '../program/shape.ts'
import { methodsNamed } from './builtins/methods.ts'
import { Thing } from './thing.ts'
import type { World } from './world.ts'

const STATEMENTS = new WeakMap<Expression, Statement>()
const OTHER_NAMES: ReadonlySet<string> = new Set([...BUILTIN_NAMES, ...MODULE_NAMES])

/** Those of them behind statement `index` that may run program code, each as a statement of its own. */
export function probesThatRun({ probes }: Case, index: number, world: World): readonly Statement[] {
  const all = probes.filter((probe) => probe.statement === index)
  if (all.length === 0 || !all.some((probe) => mayRun(probe, world))) return []
  return all.map(({ expression }) => {
    let statement = STATEMENTS.get(expression)
    if (statement === undefined) {
      statement = { kind: 'expression', value: expression }
      STATEMENTS.set(expression, statement)
    }
    return statement
  })
}

function mayRun({ expression }: Probe, world: World): boolean {
  for (const { node } of walk([{ role: 'expression', node: expression, path: [] }])) {
    if (node.kind === 'compare' && world.asksForEquality) return true
    if (node.kind !== 'call') continue
    const callee = node.function
    if (callee.kind === 'name') {
      const value = world.globals.get(callee.name)
      const isWeakref = value instanceof Thing && value.kind === 'weakref' && !value.isProxy
      if (value === undefined ? !OTHER_NAMES.has(callee.name) : value instanceof Thing && !isWeakref) return true
    } else if (callee.kind !== 'attribute') return true
    else if (!isModule(callee.object) && methodsNamed(callee.name).size === 0) return true
  }
  return false
}

function isModule(expression: Expression): boolean {
  return expression.kind === 'name' && (MODULE_NAMES as readonly string[]).includes(expression.name)
}
