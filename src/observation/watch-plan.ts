/**
 * Which programs of a campaign are watched, by index, so that it does not matter who runs them. Watching costs several
 * times what running the program does; what it checks is not rare.
 */
import { WATCH_ALL, WATCH_NOTHING, type Watch } from './case.ts'

/** One program in so many has its deaths watched, and one in so many everything. */
const DEATHS_EVERY = 8
const ALL_EVERY = 128

const DEATHS: Watch = { ...WATCH_NOTHING, deaths: true }

export function watchPlan(index: number): Watch {
  if (index % ALL_EVERY === 0) return WATCH_ALL
  return index % DEATHS_EVERY === 0 ? DEATHS : WATCH_NOTHING
}
