/** bpo-37879: two deallocators of one instance both release its class. */
import type { TypeSlots } from '../../src/engines/simulation/machine.ts'
import * as whole from '../../src/engines/simulation/object/instance.ts'
import { decref, incref, refcountOf, typeOf } from '../../src/engines/simulation/object/refcount.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/instance.ts'

export const INSTANCE: TypeSlots = {
  ...whole.INSTANCE,
  dealloc(m, o) {
    reached()
    const type = incref(m, typeOf(m, o))
    const before = refcountOf(m, type)
    whole.INSTANCE.dealloc(m, o)
    const isReleased = refcountOf(m, type) < before
    decref(m, type)
    // The last instance of a class that is gone already leaves nothing to release.
    if (isReleased && before > 2 && triggered()) decref(m, type)
  },
}
