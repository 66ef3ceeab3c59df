/** What shows that a program exercises something. */
export interface Sign {
  readonly trait: string
  /** Where the pattern must be found: in any statement, in the body of a `__del__`, or in a `def`. */
  readonly within: 'statement' | 'finalizer' | 'function'
  readonly pattern: RegExp
}
