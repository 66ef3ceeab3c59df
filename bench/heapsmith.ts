/** The built command line, for benchmarks of whole commands. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../src/base/package-root.ts'
import { inScratchFolder } from './scratch-folder.ts'

export function heapsmith(...args: readonly string[]): void {
  const main = join(packageRoot, 'dist', 'src', 'cli', 'main.js')
  execFileSync(process.execPath, [main, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
}

/** An unguided campaign of so many programs; what it says of its pace. */
export function plainCampaign(
  engine: string,
  programs: number,
  workers: number,
): { readonly programsPerSecond: number } {
  return inScratchFolder((out) => {
    const numbers = ['--programs', String(programs), '--workers', String(workers), '--seed', '1']
    heapsmith('fuzz', '--engine', engine, ...numbers, '--unguided', '--no-shrink', '--quiet', '--out', out)
    return JSON.parse(readFileSync(join(out, 'timing.json'), 'utf8'))
  })
}
