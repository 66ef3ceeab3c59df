/** What a checker has to say: which invariant does not hold, and where. Checkers never throw. */
import type { Address } from '../memory/layout.ts'

export interface Complaint {
  readonly invariant: string
  readonly address: Address
  readonly message: string
}

/** Complaints beyond this many are left out: a broken list would repeat itself. */
export const COMPLAINTS_MAX = 100

export class Complaints {
  readonly list: Complaint[] = []

  /** Adds a complaint unless `holds`; gives `holds`. */
  demand(holds: boolean, invariant: string, address: Address, message: string): boolean {
    if (!holds && this.list.length < COMPLAINTS_MAX) this.list.push({ invariant, address, message })
    return holds
  }
}
