/**
 * How a case is run besides its program: the collector's mode, what is watched, and where memory runs out. For what is
 * saved or printed:
 *
 *   byte: bits 0–1 collector mode   2 deaths   3 collector   4 memory   5 image   6 memory runs out
 *   where bit 6 is set: statement · request
 */
import { type ByteReader, type ByteWriter, DamagedBytes } from '../base/bytes.ts'
import { type Case, type GcMode, WATCHED } from './case.ts'

export const GC_MODES: readonly GcMode[] = ['disabled', 'enabled', 'every-allocation']
const WATCH_SHIFT = 2
const REFUSAL_BIT = 64

export type Modes = Pick<Case, 'gc' | 'watch' | 'refusal'>

/** These of a case, or of what carries more. */
export function modesOf({ gc, watch, refusal }: Modes): Modes {
  return refusal === undefined ? { gc, watch } : { gc, watch, refusal }
}

export function writeModes(out: Pick<ByteWriter, 'byte' | 'unsigned'>, { gc, watch, refusal }: Modes): void {
  const bits = WATCHED.reduce((sum, part, i) => sum | (watch[part] ? 1 << i : 0), 0)
  out.byte(GC_MODES.indexOf(gc) | (bits << WATCH_SHIFT) | (refusal === undefined ? 0 : REFUSAL_BIT))
  if (refusal === undefined) return
  out.unsigned(refusal.statement)
  out.unsigned(refusal.request)
}

/** Throws {@link DamagedBytes} where no such case can be. */
export function readModes(input: Pick<ByteReader, 'byte' | 'unsigned'>): Modes {
  const byte = input.byte()
  const gc = GC_MODES[byte & (2 ** WATCH_SHIFT - 1)]
  const bits = (byte & (REFUSAL_BIT - 1)) >> WATCH_SHIFT
  if (gc === undefined || byte >= 2 * REFUSAL_BIT) throw new DamagedBytes('its collector mode is unknown')
  const watches = (part: (typeof WATCHED)[number]): boolean => ((bits >> WATCHED.indexOf(part)) & 1) === 1
  const watch = {
    deaths: watches('deaths'),
    collector: watches('collector'),
    memory: watches('memory'),
    image: watches('image'),
  }
  if ((byte & REFUSAL_BIT) === 0) return { gc, watch }
  const refusal = { statement: input.unsigned(), request: input.unsigned() }
  if (refusal.request === 0) throw new DamagedBytes('memory runs out before it is asked for')
  return { gc, watch, refusal }
}
