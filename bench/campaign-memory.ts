/**
 * Whether a campaign stays as large as it is: runs one for half an hour on two workers, samples the coordinator's memory, and
 * compares the last third with the second. Ends with 1 where the last third is more than 5 % above it, or where a process
 * of the campaign is left when it is over.
 *
 *   node dist/bench/campaign-memory.js [--time 30m] [--workers 2] [--every 5] [--out FOLDER] [-- FLAGS OF FUZZ…]
 *
 * Sampled are the JavaScript heap of the main thread after a collection and what lies in its buffers. Shown beside them are
 * the heaps of the worker threads after a collection, which fill up their caches for the first minutes, and the resident set
 * of the whole process. `--out` keeps the campaign, with what it has found. Linux only, for the processes.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { packageRoot } from '../src/base/package-root.ts'
import { spread, summarize } from './result.ts'
import { inScratchFolder } from './scratch-folder.ts'

interface Sample {
  /** 0 for the main thread. */
  readonly threadId: number
  readonly rss: number
  readonly heapUsed: number
  readonly arrayBuffers: number
}

/** Runs in each thread of the campaign before its own code. */
const SAMPLER = `
import { appendFileSync } from 'node:fs'
import { threadId } from 'node:worker_threads'
setInterval(() => {
  globalThis.gc()
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage()
  const sample = { threadId, rss, heapUsed, arrayBuffers }
  appendFileSync(process.env.HEAPSMITH_SAMPLES, JSON.stringify(sample) + '\\n')
}, Number(process.env.HEAPSMITH_SAMPLE_MS)).unref()
`
const PARTS = [
  { name: 'heap of the main thread', isMain: true, field: 'heapUsed', isJudged: true },
  { name: 'its buffers', isMain: true, field: 'arrayBuffers', isJudged: true },
  { name: 'heap of a worker', isMain: false, field: 'heapUsed', isJudged: false },
  { name: 'resident set of the process', isMain: true, field: 'rss', isJudged: false },
] as const
const GROWTH_MAX = 1.05
const MIB = 2 ** 20

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    time: { type: 'string', default: '30m' },
    workers: { type: 'string', default: '2' },
    every: { type: 'string', default: '5' },
    out: { type: 'string' },
  },
})

const { samples, ended, left } = inScratchFolder((folder) => {
  const log = join(folder, 'samples')
  const sampler = `data:text/javascript,${encodeURIComponent(SAMPLER)}`
  const main = join(packageRoot, 'dist', 'src', 'cli', 'main.js')
  const budget = [
    '--time',
    values.time,
    '--workers',
    values.workers,
    '--out',
    values.out ?? join(folder, 'out'),
    '--quiet',
  ]
  const flags = ['--expose-gc', '--import', sampler, main, 'fuzz', ...budget, ...positionals]
  const env = { ...process.env, HEAPSMITH_SAMPLES: log, HEAPSMITH_SAMPLE_MS: String(Number(values.every) * 1000) }
  const ran = spawnSync(process.execPath, flags, { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const lines = readFileSync(log, 'utf8').trim().split('\n')
  return {
    samples: lines.map((line) => JSON.parse(line) as Sample),
    ended: ran.status ?? ran.signal,
    // What the campaign started has its environment, and that names the folder.
    left: processesWith(log),
  }
})

function processesWith(text: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(text)
      } catch {
        return false
      }
    })
}

function thirdsOf(isMain: boolean): Sample[][] {
  const chosen = samples.filter(({ threadId }) => (threadId === 0) === isMain)
  const third = Math.floor(chosen.length / 3)
  if (third < 3) throw new Error(`${chosen.length} samples are too few to compare thirds of: give it more --time`)
  return [chosen.slice(0, third), chosen.slice(third, 2 * third), chosen.slice(2 * third)]
}

console.log(
  `${values.time} on ${values.workers} workers, ${samples.length} samples, ended with ${ended}; MiB in each third`,
)
let isFlat = true
for (const { name, isMain, field, isJudged } of PARTS) {
  const mib = thirdsOf(isMain).map((each) => each.map((sample) => sample[field] / MIB))
  const [, second, last] = mib.map((each) => summarize(each).median) as [number, number, number]
  const growth = last / second
  if (isJudged && growth > GROWTH_MAX) isFlat = false
  console.log(`${name}: ${mib.map(spread).join(', ')}; last to second ${growth.toFixed(3)}`)
}
console.log(left.length === 0 ? 'no process is left' : `left: processes ${left.join(', ')}`)
process.exitCode = isFlat && left.length === 0 ? 0 : 1
