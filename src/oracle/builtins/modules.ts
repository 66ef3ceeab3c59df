/** The functions of `gc`, `sys` and `weakref`, and the attributes of these modules. */
import { LATER_MEMBERS } from '../../program/surface.ts'
import { Builtin, Undecided, Unknown } from '../atom.ts'
import { collect, DEBUG_SAVEALL, weight } from '../collect.ts'
import { PythonError } from '../python-error.ts'
import { levelsNow } from '../recursion.ts'
import { PERMANENT_GENERATION, Thing, UNDER_COLLECTION, type Value } from '../thing.ts'
import { isCollectable } from '../tracking.ts'
import { isTrue, numeric } from '../values.ts'
import { isWeakReferenceable, makeProxy, makeWeakref, refusal } from '../weak.ts'
import type { World } from '../world.ts'
import { makeList, makeTuple } from './make.ts'
import { referentsOf } from './referents.ts'
import { arity, type BuiltinFunction, typeError } from './table.ts'
import { builtinType } from './type-of.ts'

function generationArgument(world: World, args: readonly Value[]): number {
  arity(args, 0, 1)
  const generation = args.length === 0 ? 2 : numeric(args[0] as Value)
  if (typeof generation !== 'number' || !Number.isInteger(generation)) throw typeError()
  if (generation < 0 || generation > 2) throw new PythonError('ValueError')
  if (generation === 1 && world.semantics.incrementalCollector) {
    throw new Undecided('what an increment of the incremental collector reaches')
  }
  return generation
}

const INITIAL_LIMIT = 'the recursion limit'

/** Members of `gc` that are values. `DEBUG_LEAK` is COLLECTABLE + UNCOLLECTABLE + SAVEALL. */
const debugFlags: Readonly<Record<string, number>> = {
  DEBUG_STATS: 1,
  DEBUG_COLLECTABLE: 2,
  DEBUG_UNCOLLECTABLE: 4,
  DEBUG_SAVEALL,
  DEBUG_LEAK: 2 + 4 + DEBUG_SAVEALL,
}

/** `module.name`, owned; undefined where there is no such member. */
export function moduleMember(world: World, module: string, name: string): Value | undefined {
  if (module === 'gc' && debugFlags[name] !== undefined) return debugFlags[name]
  if (module === 'gc' && name === 'callbacks') return world.incref(world.gcCallbacks)
  if (module === 'gc' && name === 'garbage') return world.incref(world.gcGarbage)
  if (module === 'gc' && name === 'is_finalized' && !world.semantics.hasIsFinalized) return undefined
  if (module === 'sys' && name === 'unraisablehook') return new Unknown('sys.unraisablehook')
  const found = members.get(module)?.get(name)
  if (found === undefined && LATER_MEMBERS.has(`${module}.${name}`)) return builtinType(`${module}.${name}`)
  return found
}

export const moduleFunctions: Record<string, BuiltinFunction> = {
  'gc.collect': (world, args) => collect(world, generationArgument(world, args)),
  'gc.enable': () => {
    throw new Undecided('automatic collection')
  },
  'gc.disable': (world) => {
    world.gcEnabled = false
    return null
  },
  'gc.isenabled': (world) => world.gcEnabled,
  'gc.set_threshold': (world, args) => {
    arity(args, 1, 3)
    args.forEach((arg, i) => {
      const number = numeric(arg)
      if (typeof number !== 'number') throw typeError()
      world.thresholds[i as 0 | 1 | 2] = number
    })
    if (world.semantics.incrementalCollector) world.thresholds[2] = 0
    return null
  },
  'gc.get_threshold': (world) => makeTuple(world, [...world.thresholds], 'operator'),
  'gc.get_count': (world) =>
    makeTuple(
      world,
      [1, 2, 3].map(() => new Unknown('allocation counts')),
      'operator',
    ),
  'gc.get_stats': () => unknownHolder('absolute statistics'),
  'gc.get_objects': (_world, args) => {
    arity(args, 0, 1)
    const generation = args[0] ?? null
    if (generation !== null && typeof generation !== 'number') throw typeError()
    // -1 is what None stands for.
    if (generation !== null && (generation < -1 || generation > 2)) throw new PythonError('ValueError')
    return unknownHolder('everything that is tracked')
  },
  'gc.get_referrers': () => unknownHolder('who refers to an object'),
  'gc.get_referents': (world, args) => {
    const found = args.map((arg) => referentsOf(world, arg))
    if (found.every((one) => typeof one === 'object'))
      return makeList(
        world,
        found.flat().map((item) => world.incref(item)),
      )
    const counts = found.map((one) => (typeof one === 'object' ? one.length : one))
    const isKnown = counts.every((count) => count !== undefined)
    return new Unknown('the inner parts of an object', true, isKnown ? counts.reduce((a, b) => a + b, 0) : undefined)
  },
  'gc.is_tracked': (_world, args) => {
    arity(args, 1)
    const value = args[0] as Value
    if (value instanceof Unknown) throw new Undecided(value.reason)
    if (!isCollectable(value)) return value instanceof Builtin ? new Unknown('whether a built-in is tracked') : false
    return value.tracked === 'maybe' ? new Unknown('whether an inner tuple is still tracked') : value.tracked === 'yes'
  },
  'gc.is_finalized': (_world, args) => {
    arity(args, 1)
    const value = args[0]
    return value instanceof Thing && value.finalized
  },
  'gc.freeze': (world) => {
    for (const thing of world.things) {
      if (thing.tracked !== 'no' && thing.generation !== UNDER_COLLECTION) thing.generation = PERMANENT_GENERATION
    }
    return null
  },
  'gc.unfreeze': (world) => {
    for (const thing of world.things) if (thing.generation === PERMANENT_GENERATION) thing.generation = 2
    return null
  },
  'gc.get_freeze_count': (world) => {
    let frozen = 0
    for (const thing of world.things) {
      if (thing.generation === PERMANENT_GENERATION && thing.tracked !== 'no') frozen += weight(world, thing)
    }
    return frozen
  },
  'gc.set_debug': (world, args) => {
    arity(args, 1)
    const flags = numeric(args[0] as Value)
    if (typeof flags !== 'number') throw typeError()
    if ((flags & ~DEBUG_SAVEALL) !== 0) throw new Undecided('debug output of the collector')
    world.gcDebug = flags
    return null
  },
  'gc.get_debug': (world) => world.gcDebug,
  'sys.getrefcount': (_world, args) => {
    arity(args, 1)
    const value = args[0]
    if (!(value instanceof Thing) || value.constant) return new Unknown('the count of a constant')
    return value.refs
  },
  'sys.getsizeof': (_world, args) => {
    arity(args, 1, 2)
    return new Unknown('the size of an object')
  },
  'sys.intern': (_world, args) => {
    arity(args, 1)
    if (typeof args[0] !== 'string') throw typeError()
    return args[0]
  },
  'sys.getrecursionlimit': ({ levels: { limit } }) => (Number.isFinite(limit) ? limit : new Unknown(INITIAL_LIMIT)),
  'sys.setrecursionlimit': (world, args) => {
    arity(args, 1)
    const [given] = args
    const isInitial = given instanceof Unknown && given.reason === INITIAL_LIMIT
    const limit = isInitial ? Number.POSITIVE_INFINITY : given
    if (limit instanceof Unknown) throw new Undecided(limit.reason)
    if (typeof limit !== 'number') throw typeError()
    if (limit < 1) throw new PythonError('ValueError')
    if (levelsNow(world) >= limit) throw new PythonError('RecursionError')
    world.levels.limit = limit
    world.levels.wasSet = true
    return null
  },
  'sys.getallocatedblocks': () => new Unknown('allocated blocks'),
  'weakref.ref': (world, args) => {
    arity(args, 1, 2)
    const target = args[0] as Value
    if (!(target instanceof Thing) || !isWeakReferenceable(target)) throw refusal(target)
    return makeWeakref(world, target, world.incref(args[1] ?? null))
  },
  'weakref.proxy': (world, args) => {
    arity(args, 1, 2)
    const target = args[0] as Value
    if (!(target instanceof Thing) || !isWeakReferenceable(target)) throw refusal(target)
    return makeProxy(world, target, world.incref(args[1] ?? null))
  },
  'weakref.getweakrefcount': (_world, args) => {
    arity(args, 1)
    const target = args[0]
    if (target instanceof Builtin) return new Unknown('how many weakrefs there are to a built-in')
    return target instanceof Thing ? (target.weakrefs?.length ?? 0) : 0
  },
  'weakref.getweakrefs': (world, args) => {
    arity(args, 1)
    const target = args[0]
    if (target instanceof Builtin) return unknownHolder('which weakrefs there are to a built-in')
    const found = target instanceof Thing ? (target.weakrefs ?? []) : []
    return makeList(
      world,
      found.map((weakref) => world.incref(weakref)),
    )
  },
}

/** TypeError with any argument. */
const WITHOUT_ARGUMENTS =
  'enable disable isenabled get_threshold get_count get_stats freeze unfreeze get_freeze_count get_debug'
for (const name of WITHOUT_ARGUMENTS.split(' ').map((each) => `gc.${each}`)) {
  const own = moduleFunctions[name] as BuiltinFunction
  moduleFunctions[name] = (world, args) => {
    arity(args, 0)
    return own(world, args)
  }
}

/** module → name → its function. */
const members = new Map<string, Map<string, Builtin>>()
for (const full of Object.keys(moduleFunctions)) {
  const [module, name] = full.split('.') as [string, string]
  const own = members.get(module) ?? new Map<string, Builtin>()
  members.set(module, own.set(name, new Builtin(full, full === 'weakref.ref' ? 'type' : 'function')))
}

/** An unknown value that may hold references: it may be used at once, not kept. */
function unknownHolder(reason: string): Unknown {
  return new Unknown(reason, true)
}

/** `sys.unraisablehook = value`, and nothing else can be set. The value is borrowed. */
export function setModuleMember(world: World, module: string, name: string, value: Value): void {
  if (module !== 'sys' || name !== 'unraisablehook') throw new Undecided(`setting ${module}.${name}`)
  const old = world.unraisableHook
  world.unraisableHook = isTrue(value) ? world.incref(value) : null
  world.decref(old)
}
