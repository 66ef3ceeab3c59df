/** Which labels a check speaks of. */
import { looksLikeLabel } from './label.ts'
import type { Check, ExpectedValue } from './scenario.ts'

/** Every label that stands in the check, in order. */
export function labelsIn(check: Check): readonly string[] {
  switch (check.key) {
    case 'value':
      return labelsInValue(check.value)
    case 'values':
      return check.entries.flatMap((entry) => labelsInValue(entry.expected))
    case 'finalized':
    case 'dead':
    case 'alive':
    case 'garbage':
      return check.items
    case 'reuses':
      return check.entries.map((entry) => entry.expected)
    default:
      return []
  }
}

/** Must labels be right for the check to mean anything, even where it lists none (`dead: []`)? */
export function speaksOfLabels(check: Check): boolean {
  return (
    ['finalized', 'callbacks', 'dead', 'alive', 'garbage', 'reuses'].includes(check.key) || labelsIn(check).length > 0
  )
}

function labelsInValue(value: ExpectedValue): readonly string[] {
  if (value.kind === 'label') return looksLikeLabel(value.label) ? [value.label] : []
  return value.kind === 'list' ? value.items.flatMap(labelsInValue) : []
}

/** The object that the program created: `Node#1` for `Node#1.__dict__`. */
export function ownerOf(label: string): string {
  return label.replace(/(#\d+)\..*$/, '$1')
}

/** A part such as `Node#1.__dict__`, which the program did not create itself. */
export function isHidden(label: string): boolean {
  return ownerOf(label) !== label
}

/** Without parts such as `Node#1.__dict__`, which only some versions have, unless `mentioned` names them. */
export function withoutHidden(labels: readonly string[], mentioned: readonly string[]): readonly string[] {
  return labels.filter((label) => !isHidden(label) || mentioned.includes(label))
}
