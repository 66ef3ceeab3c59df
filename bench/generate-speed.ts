/**
 * How long the generator needs for one program of 50 statements, after warm-up, and how many statements an engine that
 * keeps every text sees for the first time. Times are of short windows, so that a busy machine shows as spread.
 *
 *   node dist/bench/generate-speed.js
 */
import { present } from '../src/base/assert.ts'
import { monotonicMs } from '../src/base/clock.ts'
import { generateProgram } from '../src/generate/generate.ts'

const STATEMENTS = 50
const WINDOW_PROGRAMS = 256
const WINDOWS = 400
const EPOCH_PROGRAMS = 4096

/** Runs through whole epochs, so that making palettes is part of the time. */
function windowsUs(): number[] {
  const times: number[] = []
  for (let window = 0; window < WINDOWS; window++) {
    const start = monotonicMs()
    for (let i = 0; i < WINDOW_PROGRAMS; i++)
      generateProgram(1, window * WINDOW_PROGRAMS + i, { statements: STATEMENTS })
    times.push(((monotonicMs() - start) * 1000) / WINDOW_PROGRAMS)
  }
  return times
}

function quantile(sorted: readonly number[], share: number): string {
  return present(sorted[Math.floor((sorted.length - 1) * share)], 'there are windows').toFixed(1)
}

windowsUs()
const times = windowsUs()
const sorted = [...times].sort((a, b) => a - b)
const mean = times.reduce((sum, time) => sum + time, 0) / times.length
console.log(
  `${STATEMENTS} statements: median ${quantile(sorted, 0.5)} µs a program, mean ${mean.toFixed(1)} ` +
    `(5 % ${quantile(sorted, 0.05)}, 95 % ${quantile(sorted, 0.95)})`,
)

const seen = new Set<object>()
for (let epoch = 0; epoch < 8; epoch++) {
  let fresh = 0
  for (let i = 0; i < EPOCH_PROGRAMS; i++) {
    for (const statement of generateProgram(1, epoch * EPOCH_PROGRAMS + i).body) {
      if (seen.has(statement)) continue
      seen.add(statement)
      fresh++
    }
  }
  console.log(`epoch ${epoch}: ${(fresh / EPOCH_PROGRAMS).toFixed(3)} new statements a program, ${seen.size} in all`)
}
