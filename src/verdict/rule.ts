/** The closed list of rule ids (the catalogue of what is checked), each with its group. */
export const RULE_GROUPS = {
  'live-object-kept': 'safety',
  'no-use-after-death': 'safety',
  'engine-survives': 'safety',
  'refcount-exact': 'references',
  'zero-dies-now': 'references',
  'release-order': 'references',
  'cycle-reclaimed': 'cycles',
  'partial-collection': 'cycles',
  'collect-count': 'cycles',
  'outward-edges-released': 'cycles',
  uncollectable: 'cycles',
  'finalizer-at-most-once': 'finalizers',
  'finalizer-before-clear': 'finalizers',
  'resurrection-transitive': 'finalizers',
  'finalizer-error-reported': 'finalizers',
  'weakref-dead-with-object': 'weak references',
  'callback-exactly-once': 'weak references',
  'callback-of-trash-suppressed': 'weak references',
  'born-young': 'generations',
  promotion: 'generations',
  trigger: 'generations',
  'frozen-kept': 'generations',
  'tracked-iff-possible-cycle': 'tracking',
  'block-aligned': 'allocator',
  'own-size-class': 'allocator',
  'no-overlap': 'allocator',
  'freed-once': 'allocator',
  'lifo-reuse': 'allocator',
  'pool-and-arena-return': 'allocator',
  'large-to-raw': 'allocator',
  balance: 'allocator',
  'small-int-shared': 'identity',
  interned: 'identity',
  'empty-singleton': 'identity',
  'segment-permissions': 'process image',
  'bss-zeroed': 'process image',
  'stack-limit': 'process image',
  'frame-released': 'process image',
  'nothing-left': 'end',
  'bounded-garbage': 'end',
  /** A value, print, exception or call of the program itself differs: not memory, but never to be passed over. */
  'program-result': 'language',
  /** What an engine shows of a program follows from what it shows of another: no model of Python is needed. */
  'name-independent': 'metamorphic',
  'schedule-independent': 'metamorphic',
  'order-independent': 'metamorphic',
  /** Engines of the same semantics report the same of the same program. */
  'engines-agree': 'differential',
  /** What a scenario file says must be seen. */
  expectation: 'scenario',
  /** The harness itself judges every program, without one of its own assertions failing. */
  'harness-sound': 'harness',
} as const

const NEEDS_BY_GROUP: Readonly<Record<string, 'allocator' | 'image'>> = {
  allocator: 'allocator',
  'process image': 'image',
}

/** The capability without which an engine's cases are never checked by this rule, where it needs one of its own. */
export function neededBy(rule: RuleId): 'allocator' | 'image' | undefined {
  const isCounted = rule === 'trigger' || rule === 'bounded-garbage'
  return isCounted ? 'allocator' : NEEDS_BY_GROUP[RULE_GROUPS[rule]]
}

const NOT_COUNTED: ReadonlySet<string> = new Set(['metamorphic', 'differential', 'scenario', 'harness'])

/**
 * Checked only by runs that were asked to, of scenarios, or of engines beside others or themselves; or counted only where
 * it is violated.
 */
export function isAskedFor(rule: RuleId): boolean {
  return NOT_COUNTED.has(RULE_GROUPS[rule])
}

export type RuleId = keyof typeof RULE_GROUPS
export type RuleGroup = (typeof RULE_GROUPS)[RuleId]

export const RULE_IDS = Object.keys(RULE_GROUPS) as readonly RuleId[]
