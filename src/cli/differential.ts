/**
 * `--metamorphic`: each engine beside itself, with twins of every program. `--differential`: the engines of a command in groups of the same semantics, each of which runs as one engine whose
 * members are compared with each other. An engine with nobody to compare it with runs alone, against the oracle.
 */
import type { Command } from 'commander'
import { UsageError } from '../base/usage-error.ts'
import { startEngine } from '../coordinator/start-engines.ts'
import { DEFAULT_LIMITS } from '../observation/case.ts'
import { ITSELF } from '../task/beside-itself.ts'
import { GROUP_SIGN } from '../triage/portable-engine.ts'
import { enginesOf, type SharedFlags } from './shared-flags.ts'
import { withCrewOrNothing } from './with-crew.ts'

export interface DifferentialFlags extends SharedFlags {
  readonly differential?: boolean
  readonly metamorphic?: boolean
}

export function differentialFlag(command: Command): Command {
  return command
    .option('--differential', 'compare engines of the same semantics with each other, too')
    .option('--metamorphic', 'compare each engine with itself: other names, collections elsewhere, another order')
}

/** The engines to run: as given, or in groups. Asks each which semantics it has. */
export async function chosenEngines(flags: DifferentialFlags): Promise<readonly string[]> {
  const ids = enginesOf(flags)
  if (flags.metamorphic === true) {
    if (flags.differential === true) throw new UsageError('Give --differential or --metamorphic, not both in one run.')
    return ids.map((id) => `${id}${GROUP_SIGN}${ITSELF}`)
  }
  if (flags.differential !== true) return ids
  const groups = new Map<string, string[]>()
  await withCrewOrNothing(1, async (crew) => {
    for (const engine of ids) {
      const { semantics } = await startEngine(crew, 0, { engine }, DEFAULT_LIMITS)
      groups.set(semantics, [...(groups.get(semantics) ?? []), engine])
    }
  })
  const all = [...groups.values()]
  if (all.every(({ length }) => length < 2)) {
    const shown = [...groups].map(([semantics, members]) => `${members.join(', ')} has ${semantics}`).join('; ')
    throw new UsageError(
      `--differential compares engines of the same semantics, and no two of these have them: ${shown}. Name two, such as --engine simulation@3.12,pyodide@3.12`,
    )
  }
  return all.map((members) => members.join(GROUP_SIGN))
}
