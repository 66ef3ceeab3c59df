/**
 * Which dialect an interpreter speaks: decided by what its probes showed, not by its version string, so that a patched
 * or rebuilt interpreter gets the record that fits. The version only breaks ties between records that fit equally.
 */
import { UsageError } from '../base/usage-error.ts'
import type { Facts } from './facts.ts'
import { SEMANTICS } from './records.ts'
import type { SemanticFacts, Semantics } from './semantics.ts'

/** Facts that records carry; the rest of `Facts` describes the interpreter itself. */
const PROBED = [
  'incrementalCollector',
  'instanceDictIsSeparate',
  'materializedDictVisited',
  'dictTrackedAtBirth',
  'atomTupleTrackedAtBirth',
  'atomFrozensetTracked',
  'resurrectionKeepsAll',
  'plainWeakrefsClearedFirst',
  'lateWeakrefsCallBack',
  'localsReleasedForward',
  'callerKeepsArguments',
  'localRefcount',
  'attributesInClassOrder',
  'smallIntMax',
  'emptyFrozensetShared',
  'classReferences',
  'classCollectCount',
  'hasIsFinalized',
] as const satisfies readonly (keyof SemanticFacts)[]

/** The record that agrees with every probe; UsageError naming the nearest record and the differences where none does. */
export function selectSemantics(facts: Facts): Semantics {
  const ranked = SEMANTICS.map((semantics) => ({ semantics, differences: differences(semantics, facts) })).sort(
    (a, b) =>
      a.differences.length - b.differences.length || distance(a.semantics, facts) - distance(b.semantics, facts),
  )
  const best = ranked[0] as (typeof ranked)[number]
  if (best.differences.length === 0) return best.semantics
  throw new UsageError(
    `no known dialect fits ${facts.implementation} ${facts.version.join('.')}; the nearest is ${best.semantics.id}, but ` +
      best.differences.join(', '),
  )
}

function differences(semantics: Semantics, facts: Facts): string[] {
  return PROBED.filter((field) => semantics[field] !== facts[field]).map(
    (field) => `${field} is ${facts[field]}, not ${semantics[field]}`,
  )
}

/** Minor versions between the record and the interpreter. */
function distance(semantics: Semantics, facts: Facts): number {
  return Math.abs(Number(semantics.id.split('.')[1]) - facts.version[1])
}
