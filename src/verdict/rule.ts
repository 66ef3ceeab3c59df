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
  'frozen-kept': 'generations',
  'tracked-iff-possible-cycle': 'tracking',
  'small-int-shared': 'identity',
  interned: 'identity',
  'empty-singleton': 'identity',
  'nothing-left': 'end',
  /** A value, print, exception or call of the program itself differs: not memory, but never to be passed over. */
  'program-result': 'language',
  /** Engines of the same semantics report the same of the same program. */
  'engines-agree': 'differential',
  /** What a scenario file says must be seen. */
  expectation: 'scenario',
} as const

export type RuleId = keyof typeof RULE_GROUPS
export type RuleGroup = (typeof RULE_GROUPS)[RuleId]

export const RULE_IDS = Object.keys(RULE_GROUPS) as readonly RuleId[]
