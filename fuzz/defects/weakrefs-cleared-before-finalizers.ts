/** gh-135552: weakrefs without a callback are cleared before the finalizers run. */

import * as whole from '../../src/engines/simulation/gc/handle-weakrefs.ts'
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/gc/handle-weakrefs.ts'

export function handleWeakrefs(m: Machine, unreachable: Address, old: Address, clearsPlain: boolean): number {
  reached()
  triggered(!clearsPlain)
  return whole.handleWeakrefs(m, unreachable, old, true)
}
