/**
 * Opens a crew for the length of a command and closes it whatever happens, so that no thread and no child process stays
 * behind. At the first Ctrl-C (or SIGTERM) a command that has results finishes with what it has, any other is abandoned;
 * the second ends the process at once.
 */
import { monotonicMs } from '../base/clock.ts'
import { type Crew, openCrew } from '../coordinator/crew.ts'
import { ExitCode } from './exit-code.ts'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const
/** A terminal and npm may both deliver one and the same Ctrl-C. */
const SAME_SIGNAL_MS = 400

/** For commands that keep what they have: `stop` tells them to end. */
export function withCrew<T>(size: number, work: (crew: Crew, stop: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  return guarded(
    size,
    (crew) => work(crew, controller.signal),
    () => controller.abort(),
  )
}

/** For commands whose half result is of no use. */
export function withCrewOrNothing<T>(size: number, work: (crew: Crew) => Promise<T>): Promise<T> {
  return guarded(size, work, (crew) => {
    void crew.close().finally(() => process.exit(ExitCode.killed))
  })
}

async function guarded<T>(size: number, work: (crew: Crew) => Promise<T>, onFirst: (crew: Crew) => void): Promise<T> {
  const crew = openCrew(size)
  let firstAt: number | undefined
  const onSignal = () => {
    const now = monotonicMs()
    if (firstAt !== undefined && now - firstAt > SAME_SIGNAL_MS) process.exit(ExitCode.killed)
    if (firstAt === undefined) onFirst(crew)
    firstAt ??= now
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  try {
    return await work(crew)
  } finally {
    await crew.close()
    // After a first signal the second may still come, while results are written: it ends the process in the same way.
    if (firstAt === undefined) for (const signal of SIGNALS) process.off(signal, onSignal)
  }
}
