/** Truth where it may run code: a weak container is true while it has entries. */
import { lookUp } from './class-parts.ts'
import { Thing, type Value } from './thing.ts'
import { isTrue } from './values.ts'
import type { World } from './world.ts'

/** Of an owned value, which lies on the stack while code runs and is given up where that fails. */
export function truthOf(world: World, value: Value): boolean {
  if (!(value instanceof Thing) || (value.cls?.isLibrary !== true && !value.isProxy)) return isTrue(value)
  world.push(value)
  const object = value.isProxy ? world.proxied(value) : value
  const length = object.cls?.isLibrary === true ? lookUp(object.cls, '__len__') : undefined
  const truth = length === undefined ? isTrue(object) : isTrue(world.actors.callSpecial(length, object, []))
  world.pop()
  return truth
}
