/**
 * How the engine stops itself: an assertion of the simulated process does not hold, or it wrote where it must not. Ends
 * the case as an outcome, never the process of the engine.
 */

/** An invariant of the simulated memory is broken; `invariant` is its name. */
export class Abort extends Error {
  override name = 'Abort'
  readonly invariant: string

  constructor(invariant: string, detail = '') {
    super(detail === '' ? invariant : `${invariant}: ${detail}`)
    this.invariant = invariant
  }
}

/** A checked access outside what its segment permits: the segmentation fault of the simulated process. */
export class Fault extends Abort {
  override name = 'Fault'
  readonly address: number

  constructor(invariant: string, address: number) {
    super(invariant, `0x${(address >>> 0).toString(16)}`)
    this.address = address
  }
}
