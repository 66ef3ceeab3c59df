/** The collector does not clear instances, so that cycles of them live for ever. */
import type { TypeSlots } from '../../src/engines/simulation/machine.ts'
import * as whole from '../../src/engines/simulation/object/instance.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/engines/simulation/object/instance.ts'

export const INSTANCE: TypeSlots = {
  ...whole.INSTANCE,
  clear() {
    reached()
    triggered()
  },
}
