/** Sorting by `<`. Stable, so that the result is one and the same whatever is compared with what. */
import { Thing, type Value } from '../thing.ts'
import { numeric } from '../values.ts'
import type { World } from '../world.ts'

/** The items in ascending order; TypeError for what has none. Which pairs are compared is not what CPython does. */
export function sorted(world: World, items: readonly Value[]): Value[] {
  const numbers = items.every((item) => numeric(item) !== undefined)
  if (numbers || items.every((item) => typeof item === 'string')) return items.toSorted(ascending)
  if (world.asksForEquality && items.some((item) => item instanceof Thing)) {
    world.guess ??= 'which items a sort compares'
  }
  const done: Value[] = []
  for (const item of items) {
    let low = 0
    let high = done.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (world.actors.isLess(item, done[middle] as Value)) high = middle
      else low = middle + 1
    }
    done.splice(low, 0, item)
  }
  return done
}

function ascending(a: Value, b: Value): number {
  const x = numeric(a) ?? (a as string)
  const y = numeric(b) ?? (b as string)
  return x < y ? -1 : x > y ? 1 : 0
}
