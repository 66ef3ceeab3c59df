/**
 * Where a command writes: lines that stay, and on a terminal one status line below them that is redrawn. Results go to
 * standard output, complaints to standard error.
 */
import { createLogUpdate } from 'log-update'
import picocolors from 'picocolors'
import { type Paint, paint } from '../report/paint.ts'

export interface Screen {
  readonly paint: Paint
  readonly quiet: boolean
  /** A status line can be redrawn in place. */
  readonly live: boolean
  /** A text that stays; left out when quiet, unless it is `important`. */
  print(text: string, important?: boolean): void
  complain(text: string): void
  /** Replaces the status line; only where `live`. */
  status(text: string): void
}

export interface ScreenOptions {
  readonly quiet?: boolean
  readonly color?: boolean
}

export function openScreen(options: ScreenOptions = {}): Screen {
  const quiet = options.quiet ?? false
  const live = process.stdout.isTTY === true && !quiet
  const update = live ? createLogUpdate(process.stdout, { showCursor: true }) : undefined
  return {
    paint: paint(options.color !== false && picocolors.isColorSupported),
    quiet,
    live,
    print: (text, important = false) => {
      if (quiet && !important) return
      update?.clear()
      process.stdout.write(`${text}\n`)
    },
    complain: (text) => {
      update?.clear()
      process.stderr.write(`${text}\n`)
    },
    status: (text) => update?.(text),
  }
}
