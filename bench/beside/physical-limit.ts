/** Compiles and runs the plain C allocator and collector (physical-limit.c). */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { packageRoot } from '../../src/base/package-root.ts'
import { inScratchFolder } from '../scratch-folder.ts'

export const C_SUBJECT = 'plain C'

/** Values for each of `sizes`, by pattern or state. Throws, with the reason, where there is no compiler. */
export function physicalLimit(
  compiler: string,
  what: 'alloc' | 'collect',
  runs: number,
  sizes: readonly number[],
): Record<string, Record<string, readonly number[]>> {
  return inScratchFolder((folder) => {
    const program = join(folder, 'physical-limit')
    const source = join(packageRoot, 'bench', 'beside', 'physical-limit.c')
    execFileSync(compiler, ['-O2', '-std=c11', '-D_POSIX_C_SOURCE=200809L', '-o', program, source])
    return JSON.parse(execFileSync(program, [what, String(runs), ...sizes.map(String)], { encoding: 'utf8' }))
  })
}
