/**
 * What a call leaves on the stack, callee and arguments, goes when it has ended: from the last on or, from 3.11 to 3.13,
 * from the first. There calls that have specialized themselves differ from those that have not.
 */
import { chooseDying, diesAloud } from '../sounds-of-death.ts'
import { Thing, type Value } from '../thing.ts'
import type { World } from '../world.ts'

/** After a call the caller lets go of the callee and of the arguments that are still its own. */
export function releaseCall(world: World, base: number, result: Value, mayGoLast = isBoundMethod): Value {
  const { held, stack } = world
  const height = held.length
  held.push(result)
  if (stack.length - base > 1 && world.semantics.callReleasesForward) {
    if (mayGoLast(world, base) && showsArgumentFirst(world, base)) stack.push(...stack.splice(base, 1))
    while (stack.length > base) held.push(stack.pop() as Value)
    while (held.length > height + 1) world.decref(held.pop() as Value)
  } else {
    world.unwind(base)
  }
  return held.pop() as Value
}

/**
 * A bound method of a built-in goes before the arguments, but behind them where the call has specialized itself for it,
 * which depends on how often it ran: the engine shows which.
 */
function isBoundMethod(world: World, base: number): boolean {
  const callee = world.stack[base]
  return callee instanceof Thing && callee.kind === 'method'
}

/** Methods that take their arguments as an array (`METH_FASTCALL`): 3.11 has one specialized call for all of them. */
const TAKES_ARRAY = new Set(['get', 'index', 'insert', 'pop', 'setdefault'])

/** So does the object that a method of a built-in type is called on, where it takes its arguments as an array (3.11). */
export function isObjectOfFastMethod(name: string): (world: World) => boolean {
  const isFast = TAKES_ARRAY.has(name)
  return (world) => isFast && world.semantics.fastMethodReleasesObjectLast
}

/** The same for a call that fails: where it has specialized itself 3.11 leaves all to the unwinding of the stack. */
export function failsForward(world: World, base: number): boolean {
  return world.semantics.callReleasesForward && !showsArgumentFirst(world, base)
}

/** The death of an argument would be noticed. */
export function hasLoudArgument(world: World, base: number): boolean {
  return world.stack.slice(base + 1).some((value) => diesAloud(world, value))
}

/** Of what lies lowest and what lies above it, both about to die aloud, the engine lets the latter go first. */
function showsArgumentFirst(world: World, base: number): boolean {
  const [lowest, ...rest] = world.stack.slice(base)
  if (lowest === undefined || !diesAloud(world, lowest)) return false
  const argument = rest.find((value): value is Thing => diesAloud(world, value))
  return argument !== undefined && chooseDying(world, [lowest, argument]) !== lowest
}
