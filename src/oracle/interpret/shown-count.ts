/**
 * What `sys.getrefcount` shows. From 3.14 on a function loads its variables without a reference of their own, where nothing can
 * take them away meanwhile (`LOAD_FAST_BORROW`): its arguments to a call, and what those become in the function that is called, do
 * not count then. Where it is not plain which of the references are such, the count is not known.
 */
import { Unknown } from '../atom.ts'
import type { Value } from '../thing.ts'
import type { Machine, Run } from './machine.ts'

/** Loads the argument of a count from a local variable. */
export function loadCounted(load: Run, how: Machine['counted']): Run {
  return (machine) => {
    const value = load(machine)
    machine.counted = how
    return value
  }
}

/** `count` has the reference in it that the argument is. */
export function shownCount(machine: Machine, value: Value, count: Value): Value {
  const { frame, world, counted } = machine
  machine.counted = 'unknown'
  if (world.semantics.localRefcount === 2 || frame.code === null || typeof count !== 'number') return count
  const isElsewhere = world.frames.some(
    (other) => other !== frame && other.code !== null && other.locals.includes(value),
  )
  const temporaries = world.stack.slice(frame.base).filter((one) => one === value).length
  if (isElsewhere || temporaries > 1 || (counted === 'unknown' && frame.locals.includes(value)))
    return new Unknown('a count inside a function, where references may be borrowed')
  return counted === 'borrowed' ? count - 1 : count
}
