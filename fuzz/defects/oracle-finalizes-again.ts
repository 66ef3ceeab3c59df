/** The oracle forgets that the collector ran a finalizer already: it must then contradict an engine that is right. */
import * as whole from '../../src/oracle/die.ts'
import type { Thing } from '../../src/oracle/thing.ts'
import type { Occasion } from '../../src/oracle/witness.ts'
import type { World } from '../../src/oracle/world.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/oracle/die.ts'

export function runFinalizer(world: World, thing: Thing, occasion: Occasion): void {
  reached()
  whole.runFinalizer(world, thing, occasion)
  thing.finalized = false
  triggered()
}
