/**
 * Which programs of a campaign are watched, by index, so that it does not matter who runs them. Watching costs several
 * times what running the program does, and what it checks is not rare: a few are enough. Some of those that are watched
 * whole run with automatic collection on, which is judged by what was counted.
 */
import type { Capabilities } from './capabilities.ts'
import { type Case, WATCH_ALL, WATCH_NOTHING, type Watch } from './case.ts'

/** One program in so many has its deaths watched, one in so many everything, every other of these collects by itself. */
const DEATHS_EVERY = 8
const ALL_EVERY = 128

const DEATHS: Watch = { ...WATCH_NOTHING, deaths: true }

/** Whether an engine shows what is worth watching. */
export function showsWatched({ deaths, allocator }: Capabilities): boolean {
  return deaths && allocator
}

/** `shows`: see {@link showsWatched}; without that there is nothing to watch. */
export function watchPlan(index: number, shows: boolean): Pick<Case, 'gc' | 'watch'> {
  if (!shows) return { gc: 'disabled', watch: WATCH_NOTHING }
  if (index % ALL_EVERY === 0) return { gc: index % (2 * ALL_EVERY) === 0 ? 'disabled' : 'enabled', watch: WATCH_ALL }
  return { gc: 'disabled', watch: index % DEATHS_EVERY === 0 ? DEATHS : WATCH_NOTHING }
}
