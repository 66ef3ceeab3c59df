/** Names of classes and functions as numbers of 16 bits, so that an event in the log has a fixed size. */
import { assert, present } from '../../base/assert.ts'

export class NameTable {
  private readonly names: string[] = []
  private readonly indices = new Map<string, number>()

  indexOf(name: string): number {
    const known = this.indices.get(name)
    if (known !== undefined) return known
    assert(this.names.length < 0x10000, 'names of classes and functions fit 16 bits')
    this.indices.set(name, this.names.length)
    return this.names.push(name) - 1
  }

  nameAt(index: number): string {
    return present(this.names[index], 'an event names a class or function that was instrumented')
  }

  /** Above it the statements must be learnt anew, with an empty table. */
  get isNearlyFull(): boolean {
    return this.names.length > 0xf000
  }
}
