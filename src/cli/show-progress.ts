/** Shows how far a campaign is: redrawn in place on a terminal, elsewhere a plain line every few seconds. */
import type { Progress } from '../coordinator/campaign-result.ts'
import { duration } from '../report/paint.ts'
import { progressLine } from '../report/terminal-fuzz.ts'
import type { Screen } from './screen.ts'

const LIVE_EVERY_MS = 200
const PLAIN_EVERY_MS = 5_000

/** Ends when the returned function is called. */
export function showProgress(screen: Screen, progress: () => Progress, checkable: () => number): () => void {
  if (screen.quiet) return () => {}
  const show = () => {
    const now = progress()
    const line = text(now, checkable(), screen)
    if (screen.live) screen.status(line)
    else if (now.stage !== 'starting') screen.print(line)
  }
  if (screen.live) show()
  const timer = setInterval(show, screen.live ? LIVE_EVERY_MS : PLAIN_EVERY_MS)
  return () => {
    clearInterval(timer)
    if (screen.live) screen.status('')
  }
}

function text(progress: Progress, checkable: number, screen: Screen): string {
  const { stage, seconds, tally, findings, features, pace } = progress
  if (stage === 'starting') return screen.paint.dim('  starting the engines …')
  const undecided = Object.values(tally.undecided).reduce((sum, { count }) => sum + count, 0)
  const { programs, statements, checks: rules, traits } = tally
  const constructs = Object.keys(traits).length
  const shown = {
    seconds,
    programs,
    statements,
    rules,
    checkable,
    constructs,
    undecided,
    findings,
    ...(features === undefined ? {} : { features }),
    ...(pace === undefined ? {} : { pace }),
  }
  const line = progressLine(shown, screen.paint)
  return stage === 'shrinking'
    ? `${line}${screen.paint.dim(` · after ${duration(seconds)}: making findings small`)}`
    : line
}
