/** Of several weakrefs to one referent the oldest does not call back. */
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import * as whole from '../../src/engines/simulation/object/weakref.ts'
import {
  detachWeakref,
  firstWeakref,
  nextWeakref,
  weakrefCallback,
} from '../../src/engines/simulation/object/weakref.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/weakref.ts'

export function clearWeakrefs(m: Machine, o: Address): void {
  reached()
  let oldest = 0
  let count = 0
  for (let ref = firstWeakref(m, o); ref !== 0; ref = nextWeakref(m, ref)) {
    if (weakrefCallback(m, ref) === 0) continue
    oldest = ref
    count++
  }
  if (count > 1 && triggered()) detachWeakref(m, oldest)
  whole.clearWeakrefs(m, o)
}
