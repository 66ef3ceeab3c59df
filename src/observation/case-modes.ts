/**
 * A case's collector mode and what it watches as one byte, for what is saved or printed:
 *
 *   bits 0–1 collector mode   2 deaths   3 collector   4 memory   5 image
 */
import { type Case, type GcMode, WATCHED } from './case.ts'

const GC_MODES: readonly GcMode[] = ['disabled', 'enabled', 'every-allocation']
const WATCH_SHIFT = 2

type Modes = Pick<Case, 'gc' | 'watch'>

export function packModes({ gc, watch }: Modes): number {
  const bits = WATCHED.reduce((sum, part, i) => sum | (watch[part] ? 1 << i : 0), 0)
  return GC_MODES.indexOf(gc) | (bits << WATCH_SHIFT)
}

/** Undefined where no such case can be. */
export function unpackModes(byte: number): Modes | undefined {
  const gc = GC_MODES[byte & (2 ** WATCH_SHIFT - 1)]
  const bits = byte >> WATCH_SHIFT
  if (gc === undefined || bits >> WATCHED.length !== 0) return undefined
  const watches = (part: (typeof WATCHED)[number]): boolean => ((bits >> WATCHED.indexOf(part)) & 1) === 1
  return {
    gc,
    watch: {
      deaths: watches('deaths'),
      collector: watches('collector'),
      memory: watches('memory'),
      image: watches('image'),
    },
  }
}
