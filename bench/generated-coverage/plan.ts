/** Which programs are run on what: the same for the run and for the page about it. */
import { DIALECTS } from '../../src/engines/simulation/dialect.ts'
import { DEFAULT_LIMITS } from '../../src/observation/case.ts'
import type { CaseOptions } from '../../src/task/campaign-case.ts'

export const SEED = 1
/** For each version, with numbers of their own. */
export const PROGRAMS = Number(process.env['HEAPSMITH_PROGRAMS'] ?? 1000)
export const OPTIONS = {
  limits: DEFAULT_LIMITS,
  schedule: ['disabled', 'disabled', 'enabled', 'every-allocation'],
  refusalsEvery: 3,
} satisfies CaseOptions
export const FOLDERS = ['object', 'gc', 'frame'] as const
/** Where the run leaves what it counted, from the root of the package. */
export const COUNTS = 'reports/generated-coverage'

export interface Stretch {
  readonly id: string
  readonly programs: number
  readonly first: number
}

/** Checked machines clear up after themselves; that takes a while, and is all that they run besides. */
const CHECKED: Stretch = { id: 'simulation@3.12:checked', programs: Math.ceil(PROGRAMS / 20), first: 0 }

export const STRETCHES: readonly Stretch[] = [
  ...DIALECTS.map(({ version }, i) => ({
    id: `simulation@${version.join('.')}`,
    programs: PROGRAMS,
    first: i * PROGRAMS,
  })),
  CHECKED,
]
