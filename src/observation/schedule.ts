/**
 * How the programs of a campaign collect by themselves, where it says so: each takes one of the modes, by its number alone.
 * What collects by itself can be judged where it is watched whole; an engine that does not show enough runs it all the same,
 * and the oracle then says less of it.
 */
import { Prng } from '../base/prng.ts'
import { type Case, type GcMode, WATCH_ALL } from './case.ts'
import { watchPlan } from './watch-plan.ts'

/** Sets the stream apart from those of the programs. */
const STREAM = 0x6763_6d6f

/** `shows`: the engine shows what is worth watching. Without a schedule, see `watch-plan.ts`. */
export function scheduledModes(
  index: number,
  shows: boolean,
  schedule: readonly GcMode[] | undefined,
): Pick<Case, 'gc' | 'watch'> {
  const plan = watchPlan(index, shows)
  if (schedule === undefined || schedule.length === 0) return plan
  const gc = new Prng(index, STREAM).pick(schedule)
  return { gc, watch: gc !== 'disabled' && shows ? WATCH_ALL : plan.watch }
}
