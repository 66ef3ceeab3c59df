/**
 * What a benchmark measures with. Processor time hardly changes with what else the machine does, so that whatever runs in
 * this process is measured by it; rates of whole campaigns are of the wall clock, as a user sees them.
 */
import { readFileSync } from 'node:fs'
import { Bench } from 'tinybench'
import { assert } from '../src/base/assert.ts'
import { type Summary, summarize } from './result.ts'

/** Milliseconds of processor time of this process, all threads (the garbage collector's too). */
export function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Clock ticks a second in `/proc`: the same on every Linux that Node runs on. */
const TICKS = 100

/** Milliseconds of processor time of the running child processes; undefined where the system does not tell. */
export function childrenMs(): number | undefined {
  try {
    const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' ').filter(Boolean)
    const ticks = children.map((pid) => {
      const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
      // The second field is a name in brackets, which may hold spaces; user and system time are the 14th and 15th.
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
      return Number(fields[11]) + Number(fields[12])
    })
    return (ticks.reduce((sum, each) => sum + each, 0) * 1000) / TICKS
  } catch {
    return undefined
  }
}

/** Nanoseconds of processor time for each of the `count` operations that one call of `run` does, after a warm-up. */
export async function nsEach(count: number, runs: number, run: () => void): Promise<Summary> {
  const bench = new Bench({
    now: processorMs,
    iterations: runs,
    time: 0,
    warmupIterations: 3,
    warmupTime: 0,
    throws: true,
  })
  bench.add('it', run, { async: false, retainSamples: true })
  const [task] = await bench.run()
  assert(task !== undefined && task.result.state === 'completed', 'what is measured runs through')
  const { latency } = task.result
  const ns = (ms: number): number => (ms * 1e6) / count
  return summarize((latency.samples ?? []).map(ns))
}
