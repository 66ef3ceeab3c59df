/** A weakref calls back twice when its referent dies by its count. */
import type { Machine } from '../../src/engines/simulation/machine.ts'
import type { Address } from '../../src/engines/simulation/memory/layout.ts'
import { decref, incref, refcountOf } from '../../src/engines/simulation/object/refcount.ts'
import * as whole from '../../src/engines/simulation/object/weakref.ts'
import { firstWeakref, nextWeakref, weakrefCallback } from '../../src/engines/simulation/object/weakref.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/weakref.ts'

export function clearWeakrefs(m: Machine, o: Address): void {
  reached()
  const again: [ref: Address, callback: Address][] = []
  for (let ref = firstWeakref(m, o); ref !== 0; ref = nextWeakref(m, ref)) {
    const callback = weakrefCallback(m, ref)
    if (callback !== 0 && refcountOf(m, ref) > 0) again.push([incref(m, ref), incref(m, callback)])
  }
  whole.clearWeakrefs(m, o)
  for (const [ref, callback] of again) {
    triggered()
    whole.callCallback(m, ref, callback)
    decref(m, callback)
    decref(m, ref)
  }
}
