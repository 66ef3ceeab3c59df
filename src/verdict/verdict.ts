/** What the oracle says of one case's observations. */
import { BUILTIN_NAMES } from '../program/ast.ts'
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
const BUILT_IN_TYPES: ReadonlySet<string> = new Set([
  ...BUILTIN_NAMES.filter((name) => /^[A-Z]/.test(name)),
  'bytearray',
  'cell',
  'dict',
  'frame',
  'frozenset',
  'function',
  'generator',
  'list',
  'method',
  'object',
  'range',
  'set',
  'traceback',
  'tuple',
  'type',
  'weakproxy',
  'weakref',
])

/**
 * What stays the same while a failing case is shrunk, and what makes two failures of a campaign one: the rule, the kinds
 * of the objects involved and in which way it fails, without class names, ordinals, amounts or positions.
 */
export function signature(violation: Violation): string {
  const kinds = [...new Set(violation.objects.map(kindOf))].sort()
  const way = wayOf(violation)
  return `${violation.rule}(${kinds.join(',')})${way === '' ? '' : ` ${way}`}`
}

/** Too much or too little where amounts differ; how an engine died; in which part of their reports engines differ. */
function wayOf({ rule, expected, seen }: Violation): string {
  if (rule === 'engine-survives' || rule === 'harness-sound') return withoutNumbers(seen)
  if (rule === 'engines-agree') return expected.split(':')[0] ?? ''
  const [wanted, shown] = [Number.parseInt(expected, 10), Number.parseInt(seen, 10)]
  return wanted === shown || Number.isNaN(wanted) || Number.isNaN(shown) ? '' : shown > wanted ? 'more' : 'fewer'
}

/** A text in which places of memory and source, ordinals and amounts are `N`: the same wherever and whenever it is said. */
export function withoutNumbers(text: string): string {
  return text
    .replace(/\b0x[0-9a-f]+\b/gi, 'N')
    .replace(/(?:[\w.-]*\/)+([\w.-]+)(?::\d+)*/g, '$1')
    .replace(/\d+/g, 'N')
    .slice(0, LONGEST_WAY)
}

const LONGEST_WAY = 120

/** `Node#3.__dict__` → `instance.__dict__`. */
export function kindOf(label: string): string {
  const [type = '', part] = label.replace(/#\d+/g, '').split('.')
  const kind = BUILT_IN_TYPES.has(type) ? type : 'instance'
  return part === undefined ? kind : `${kind}.${part}`
}
