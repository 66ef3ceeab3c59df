/** `__getattr__`: how it is called, and what becomes of its AttributeError. */
import { PythonError, thenAlways } from '../python-error.ts'
import { partsOf } from '../raising.ts'
import { Thing, type Value } from '../thing.ts'
import type { World } from '../world.ts'

/** Calls `__getattr__`; up to 3.11 it is bound to its object for that. */
export function askForAttribute(world: World, object: Thing, getter: Value, name: string): Value {
  const isBound = world.semantics.getattrIsBound
  if (isBound) world.push(world.incref(object))
  const held = world.held.length
  if (isBound && getter instanceof Thing) world.held.push(world.incref(getter))
  const asked = () => {
    try {
      const value = world.actors.callSpecial(getter, object, [name])
      return isBound ? world.handOver(value, world.pop()) : value
    } catch (error) {
      if (error instanceof PythonError) keepObject(world, error, object)
      throw error
    }
  }
  return thenAlways(asked, () => {
    if (world.held.length > held) world.decref(world.held.pop() as Value)
  })
}

/** An AttributeError of `__getattr__` that holds no object yet gets the one that was asked, as one of CPython's own would. */
function keepObject(world: World, error: PythonError, asked: Thing): void {
  const { exception } = error
  if (!world.semantics.attributeErrorHoldsObject || error.type !== 'AttributeError' || exception === null) return
  const { own } = partsOf(exception)
  if (own.length === 0) own.push(world.incref(asked))
}
