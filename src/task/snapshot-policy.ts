/**
 * Where a shrunk program gets its snapshots. The statements that the campaign drew mean nothing once statements are
 * gone, so a shrink follows a policy that every smaller program can follow: only at the end, or after each statement.
 */
import type { Program } from '../program/ast.ts'

export type SnapshotPolicy = 'as-given' | 'at-the-end' | 'after-each'

/** The snapshots of `program`; `given` are those of the program that it came from. */
export function snapshotsFor(policy: SnapshotPolicy, program: Program, given: readonly number[]): readonly number[] {
  const last = program.body.length - 1
  switch (policy) {
    case 'at-the-end':
      return [last]
    case 'after-each':
      return program.body.map((_, i) => i)
    case 'as-given':
      return [...new Set([...given.filter((statement) => statement < last), last])]
  }
}

/** In the order in which they are tried: first what a scenario file does, so that the saved one shows the same. */
export const SHRINK_POLICIES: readonly SnapshotPolicy[] = ['after-each', 'at-the-end', 'as-given']
