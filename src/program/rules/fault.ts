/**
 * What a rule finds wrong with a tree. The parser turns faults into problems with a place in the text, the validator
 * into paths; so that text and trees from elsewhere obey the very same rules.
 */
export interface Fault {
  /** The node (or parameter) at fault. */
  readonly node: object
  /** Which of the node's names is meant: the name of a definition or attribute, or one of a list. */
  readonly part?: number
  readonly message: string
  readonly hint: string
}
