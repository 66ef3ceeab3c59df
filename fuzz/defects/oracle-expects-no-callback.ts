/** The oracle forgets that weakrefs call back when their referent dies: it must then contradict an engine that is right. */

import type { Thing } from '../../src/oracle/thing.ts'
import * as whole from '../../src/oracle/weak.ts'
import type { World } from '../../src/oracle/world.ts'
import { reached, triggered } from './marks.ts'

export * from '../../src/oracle/weak.ts'

export function breakWeakrefs(world: World, thing: Thing): void {
  reached()
  for (const weakref of thing.weakrefs ?? []) {
    triggered(weakref.callback !== null)
    if (weakref.callback !== null) world.decref(weakref.callback)
    weakref.callback = null
  }
  whole.breakWeakrefs(world, thing)
}
