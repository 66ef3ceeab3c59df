/** {@link Incidence} ⇄ bytes: features as the distances between them, each with the number of programs that showed it. */
import { type ByteReader, type ByteWriter, DamagedBytes } from '../base/bytes.ts'
import type { Incidence } from './feature-map.ts'
import { FEATURE_SPACE } from './features.ts'

export function writeIncidence(out: ByteWriter, { features, programs }: Incidence): void {
  out.unsigned(features.length)
  for (const [i, feature] of features.entries()) {
    out.unsigned(feature - (features[i - 1] ?? 0))
    out.unsigned(programs[i] as number)
  }
}

export function readIncidence(input: ByteReader): Incidence {
  let last = 0
  const counted = input.list(() => {
    last += input.unsigned()
    return [last, input.unsigned()] as const
  })
  if (last >= FEATURE_SPACE) throw new DamagedBytes('a feature in it is out of range')
  return {
    features: Uint32Array.from(counted, ([feature]) => feature),
    programs: Uint32Array.from(counted, ([, programs]) => programs),
  }
}
