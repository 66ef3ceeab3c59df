/** Whether a case needs a machine with the library: where its program or a probe names one of its classes. */
import { remembered } from '../../../base/remembered.ts'
import type { Case } from '../../../observation/case.ts'
import type { Expression, Statement } from '../../../program/ast.ts'
import { walk } from '../../../program/shape.ts'

const NAMES: ReadonlySet<string> = new Set([
  'WeakValueDictionary',
  'WeakKeyDictionary',
  'WeakSet',
  'finalize',
  'KeyedRef',
])

export function usesLibrary({ program, probes }: Case): boolean {
  return program.body.some(namesLibrary) || probes.some(({ expression }) => expressionNames(expression))
}

const namesLibrary = remembered((statement: Statement): boolean => {
  for (const { node } of walk([{ role: 'statement', node: statement, path: ['body', 0] }]))
    if (node.kind === 'attribute' && NAMES.has(node.name)) return true
  return false
})

function expressionNames(expression: Expression): boolean {
  return namesLibrary({ kind: 'expression', value: expression })
}
