/** The oracle does not release the value of an attribute that gets another: it must then contradict an engine that is right. */
import * as whole from '../../src/oracle/attributes.ts'
import { type KeyImage, Thing, type Value } from '../../src/oracle/thing.ts'
import type { World } from '../../src/oracle/world.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/oracle/attributes.ts'

export function storeAttribute(world: World, instance: Thing, name: KeyImage, key: Value, value: Value): void {
  reached()
  const old = instance.attributes?.get(name)?.value
  if (triggered(old instanceof Thing)) world.incref(old as Thing)
  whole.storeAttribute(world, instance, name, key, value)
}
