/** What a proxy passes on to the object that it stands for. */
import type { Thing, Value } from '../thing.ts'
import type { World } from '../world.ts'

/** What a proxy passes on is done on its object, which is held meanwhile. */
export function throughProxy<T extends Value>(world: World, proxy: Thing, act: (target: Thing) => T): T {
  const target = world.incref(world.proxied(proxy))
  world.push(target)
  const result = act(target)
  world.push(result)
  world.stack.splice(-2, 1)
  world.decref(target)
  return world.pop() as T
}
