/** What the oracle says of one case's observations. */
import type { RuleId } from './rule.ts'

export type Verdict =
  | { readonly kind: 'agrees'; readonly checks: RuleChecks }
  | { readonly kind: 'violates'; readonly violations: readonly Violation[]; readonly checks: RuleChecks }
  /** The oracle cannot tell from `statement` on. Counted, never a pass. */
  | { readonly kind: 'undecided'; readonly statement: number; readonly reason: string; readonly checks: RuleChecks }

/** How often each rule was really checked; absent means never. */
export type RuleChecks = Readonly<Partial<Record<RuleId, number>>>

export interface Violation {
  readonly rule: RuleId
  /** Index of the top-level statement after or during which it shows. */
  readonly statement: number
  /** Labels of the objects involved, such as `Node#1`. */
  readonly objects: readonly string[]
  readonly expected: string
  readonly seen: string
  /** One sentence for a person. */
  readonly message: string
}

/** Types whose name says what kind of object it is; every other label is that of an instance of a program's class. */
const BUILT_IN_TYPES = new Set([
  'bytearray',
  'dict',
  'frozenset',
  'function',
  'list',
  'object',
  'range',
  'set',
  'tuple',
  'type',
  'weakref',
])

/**
 * What stays the same while a failing case is shrunk, and what makes two findings one: the rule and the kinds of the
 * objects involved, without class names, ordinals, counts or positions.
 */
export function signature(violation: Violation): string {
  const kinds = [...new Set(violation.objects.map(kindOf))].sort()
  return `${violation.rule}(${kinds.join(',')})`
}

/** `Node#3.__dict__` → `instance.__dict__`. */
function kindOf(label: string): string {
  const [type = '', part] = label.replace(/#\d+/g, '').split('.')
  const kind = BUILT_IN_TYPES.has(type) ? type : 'instance'
  return part === undefined ? kind : `${kind}.${part}`
}
