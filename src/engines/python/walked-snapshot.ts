/**
 * What an engine saw that walked the interpreter's memory itself, in place of the records that snapshot.py writes. The
 * words of a snapshot, in this order (a word is a pointer, little endian):
 *
 *   things, extra · the types of both · flat · the reference counts of things and extra · targets
 *
 * with the meaning that decode-snapshot.ts explains; the counts are those that stand in memory, and no extra is frozen.
 */
export interface WalkedSnapshot {
  readonly kind: 'snapshot'
  readonly functionsAreSilent: boolean
  readonly young: number
  readonly middle: number
  readonly old: number
  readonly extra: number
  readonly flat: number
  readonly words: Uint32Array
  /** Names of the globals, with a zero between them. */
  readonly names: Uint8Array
  readonly statistics: readonly number[]
}

/** The instances of program classes in the youngest generation. */
export interface WalkedCensus {
  readonly kind: 'census'
  readonly objects: readonly number[]
}

/** What was seen in one case, in order: one for each snapshot or census that ended. */
export type Sight = WalkedSnapshot | WalkedCensus
