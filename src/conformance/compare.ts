/** Whether what was seen is what a scenario expects: values, sequences and sets of names. No state, no wording. */
import type { StoryValue } from '../observation/story.ts'
import type { ExpectedValue } from '../scenario/scenario.ts'

/** `unknown` where the story could not tell which object it was. */
export type Comparison = 'same' | 'different' | 'unknown'

export function compareValue(expected: ExpectedValue, seen: StoryValue): Comparison {
  switch (expected.kind) {
    case 'label':
      if (seen.kind === 'str') return outcome(seen.value === expected.label)
      if (seen.kind !== 'label') return 'different'
      if (seen.label === expected.label) return 'same'
      return seen.label === expected.label.replace(/#.*/, '') ? 'unknown' : 'different'
    case 'list':
      return seen.kind === 'list' || seen.kind === 'tuple' ? compareItems(expected.items, seen.items) : 'different'
    case 'none':
      return outcome(seen.kind === 'none')
    case 'int':
      return outcome(seen.kind === 'int' && BigInt(seen.value) === expected.value)
    default:
      return outcome(seen.kind === expected.kind && Object.is(seen.value, expected.value))
  }
}

function compareItems(expected: readonly ExpectedValue[], seen: readonly StoryValue[]): Comparison {
  if (expected.length !== seen.length) return 'different'
  const each = expected.map((item, index) => compareValue(item, seen[index] as StoryValue))
  if (each.includes('different')) return 'different'
  return each.includes('unknown') ? 'unknown' : 'same'
}

function outcome(same: boolean): Comparison {
  return same ? 'same' : 'different'
}

export function sameInOrder(expected: readonly (string | number)[], seen: readonly (string | number)[]): boolean {
  return expected.length === seen.length && expected.every((item, index) => item === seen[index])
}

/** The same items equally often, in any order. */
export function sameInAnyOrder(expected: readonly string[], seen: readonly string[]): boolean {
  return sameInOrder([...expected].sort(), [...seen].sort())
}
