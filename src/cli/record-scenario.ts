/**
 * A program and the story of what an engine did with it → a scenario that expects exactly that. Statements at which
 * nothing showed join the step of the next one at which something did.
 */
import type { StatementStory, Story, StoryValue } from '../observation/story.ts'
import type { Program, Statement } from '../program/ast.ts'
import type { Check, ExpectedValue, Step } from '../scenario/scenario.ts'

export function recordedSteps(program: Program, story: Story): readonly Step[] {
  const steps: Step[] = []
  let waiting: Statement[] = []
  program.body.forEach((statement, i) => {
    waiting.push(statement)
    const told = story.statements[i]
    const checks = told === undefined ? [] : recordedChecks(told)
    if (checks.length === 0) return
    steps.push({ statements: waiting, expectations: [{ python: undefined, checks }] })
    waiting = []
  })
  return waiting.length === 0 ? steps : [...steps, { statements: waiting, expectations: [] }]
}

function recordedChecks(told: StatementStory): readonly Check[] {
  const value = told.value === undefined || told.value.kind === 'none' ? undefined : expectedValue(told.value)
  const named = (
    key: 'prints' | 'finalized' | 'callbacks',
    items: readonly string[],
    ordered: boolean,
  ): readonly Check[] => (items.length === 0 ? [] : [{ key, ordered, items }])
  return [
    ...(value === undefined ? [] : [{ key: 'value', value } as const]),
    ...(told.raised === undefined ? [] : [{ key: 'raises', type: told.raised } as const]),
    ...named('prints', told.printed, true),
    // The order among the finalizers of one unreachable set is nobody's promise.
    ...named('finalized', told.finalized, told.finalized.length === 1),
    ...named('callbacks', told.callbacks, told.callbacks.length === 1),
    ...(told.dead === undefined || told.dead.length === 0
      ? []
      : [{ key: 'dead', ordered: false, items: told.dead } as const]),
    ...(told.unraisable.length === 0 ? [] : [{ key: 'unraisable', items: told.unraisable } as const]),
  ]
}

/** Undefined for what a scenario file cannot say: bytes, infinities, objects without a label. */
export function expectedValue(value: StoryValue): ExpectedValue | undefined {
  switch (value.kind) {
    case 'none':
      return { kind: 'none' }
    case 'bool':
    case 'str':
      return value
    case 'int':
      return { kind: 'int', value: BigInt(value.value) }
    case 'float':
      return Number.isFinite(value.value) ? value : undefined
    case 'label':
      return value.label.includes('#') ? value : undefined
    case 'list':
    case 'tuple': {
      const items = value.items.map(expectedValue)
      return items.every((item) => item !== undefined) ? { kind: 'list', items } : undefined
    }
    case 'bytes':
      return undefined
  }
}
