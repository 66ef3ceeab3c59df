/**
 * `heapsmith bench`: the benchmarks. They compare with packages that users need not install, and so are there only where the
 * sources are; an installed package says so.
 */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { UsageError } from '../base/usage-error.ts'

export function addBench(program: Command): void {
  program
    .command('bench')
    .description('measure speed and memory, beside what one would use instead')
    .argument('[flags...]', 'see heapsmith bench --help')
    .allowUnknownOption()
    .helpOption(false)
    .action(bench)
}

async function bench(flags: readonly string[]): Promise<void> {
  const benchmarks = new URL('../../bench/run.js', import.meta.url)
  if (!existsSync(benchmarks))
    throw new UsageError(
      'the benchmarks come with the sources, not with the package: in a clone, `npm ci && npm run bench`',
    )
  // They read their own command line.
  process.argv = [process.execPath, fileURLToPath(benchmarks), ...flags]
  await import(benchmarks.href)
}
