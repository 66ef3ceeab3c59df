/**
 * Which features have been seen, and in how many programs. The seen ones are bits in shared memory, so that workers can
 * tell what is new without asking; they change between rounds only, so that every worker sees the same in a round.
 */
import { assert } from '../base/assert.ts'
import { FEATURE_SPACE } from './features.ts'

export class SeenFeatures {
  readonly memory: SharedArrayBuffer
  private readonly bits: Uint8Array

  /** Without `memory`, nothing is seen yet; with it, a view of the coordinator's. */
  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(FEATURE_SPACE / 8)) {
    this.memory = memory
    this.bits = new Uint8Array(memory)
  }

  has(feature: number): boolean {
    return ((this.bits[feature >> 3] as number) & (1 << (feature & 7))) !== 0
  }

  add(feature: number): void {
    this.bits[feature >> 3] = (this.bits[feature >> 3] as number) | (1 << (feature & 7))
  }
}

/** Features and in how many programs of a group each was seen: two arrays of one length. */
export interface Incidence {
  readonly features: Uint32Array
  readonly programs: Uint32Array
}

/** Counts programs by feature. */
export class FeatureCounts {
  private readonly counts = new Uint32Array(FEATURE_SPACE)
  private readonly touched: number[] = []

  /** A program has these features. */
  addProgram(features: Uint32Array): void {
    for (const feature of features) this.addTo(feature, 1)
  }

  addAll({ features, programs }: Incidence): void {
    assert(features.length === programs.length, 'each feature has its count')
    for (const [i, feature] of features.entries()) this.addTo(feature, programs[i] as number)
  }

  count(feature: number): number {
    return this.counts[feature] as number
  }

  /** Different features. */
  get distinct(): number {
    return this.touched.length
  }

  /** How many features were seen in exactly `programs` programs. */
  seenIn(programs: number): number {
    return this.touched.reduce((sum, feature) => (this.counts[feature] === programs ? sum + 1 : sum), 0)
  }

  /** Ascending by feature; {@link clear} then starts anew. */
  get incidence(): Incidence {
    const features = Uint32Array.from(this.touched).sort()
    return { features, programs: features.map((feature) => this.counts[feature] as number) }
  }

  clear(): void {
    for (const feature of this.touched) this.counts[feature] = 0
    this.touched.length = 0
  }

  private addTo(feature: number, programs: number): void {
    if (this.counts[feature] === 0) this.touched.push(feature)
    this.counts[feature] = (this.counts[feature] as number) + programs
  }
}
