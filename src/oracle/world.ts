/**
 * The oracle's whole state: the abstract graph, the names, the running frames and the collector's few numbers. Pure
 * bookkeeping: who runs code (`interpret`), who dies (`die.ts`) and who is collected (`collect.ts`) plug in.
 *
 * Keeps true, and recounts on request: `refcount-equals-incoming-strong-edges`.
 */
import { assert } from '../base/assert.ts'
import type { Semantics } from '../semantics/semantics.ts'
import { type Actors, NOBODY } from './actor-roles.ts'
import { Undecided } from './atom.ts'
import { Choices } from './choices.ts'
import { DeathsUnderWay } from './deaths-under-way.ts'
import { Levels } from './levels.ts'
import { PythonError } from './python-error.ts'
import type { Frame, GeneratorState, Value } from './thing.ts'
import { type Kind, PERMANENT_GENERATION, Thing } from './thing.ts'
import type { Occasion, Witness } from './witness.ts'

export class World {
  readonly semantics: Semantics
  readonly witness: Witness
  actors: Actors = NOBODY
  readonly globals = new Map<string, Value>()
  readonly frames: Frame[] = []
  /** Generators that run now. */
  readonly running: GeneratorState[] = []
  /** Owned temporaries of all frames. */
  readonly stack: Value[] = []
  /** Owned by the interpreter itself while it works: arguments of a built-in, for example. */
  readonly held: Value[] = []
  /** Exceptions on their way, each owned. */
  readonly flying: Thing[] = []
  /** Exceptions that handlers deal with now, the innermost last, each owned; and their tracebacks, where those are, too. */
  readonly handledStack: Thing[] = []
  readonly handledTracebacks: (Thing | null)[] = []
  private readonly born: Thing[] = []
  private someDied = false
  /** Labels in order of birth, dead ones included, without hidden parts. */
  readonly labelled: Thing[] = []
  private readonly ordinals = new Map<string, number>()
  private births = 0
  walks = 0
  snapshots = 0

  /** References that this version of CPython never gives back. */
  readonly lost: Thing[] = []

  /** Owned by `gc` itself. */
  readonly gcCallbacks: Thing
  readonly gcGarbage: Thing
  /** The one empty frozenset, where the version has only one (up to 3.9). */
  readonly emptyFrozenset: Thing | null
  /** The registry of `weakref.finalize`: finalizers and what they are to call. */
  readonly finalizers: Thing
  finalizerCount = 0
  /** Code of the standard library runs: what it makes has no label. */
  isQuiet = false
  gcEnabled = false
  gcDebug = 0
  thresholds: [number, number, number]
  collecting = false
  collections: [number, number, number] = [0, 0, 0]
  collected: [number, number, number] = [0, 0, 0]
  /** A collection met a thing that may or may not have been tracked: its count is open, and so are the sums. */
  uncertainStatistics = false
  /** `sys.unraisablehook` where the program set one. */
  unraisableHook: Value = null
  /** The finalizer that is about to be entered. */
  finalizing: { readonly thing: Thing; readonly occasion: Occasion } | null = null
  /** The weakref whose callback is about to be entered. */
  callingBack: Thing | null = null
  /** Objects whose attribute is being replaced now, the innermost last. */
  readonly storeOwners: Value[] = []
  /** What stands in the place of what is being released, the innermost last. */
  readonly stored: Value[] = []
  readonly deaths = new DeathsUnderWay()
  /** Some class says itself what is equal, or there are weak containers or proxies. */
  asksForEquality = false
  private nesting = 0
  /** Requests for memory that are granted before one is refused; negative: none is. See refusal.ts. */
  grants = -1
  wasRefused = false
  levels = new Levels()
  choices = new Choices()
  /** Choices that the language leaves open and no observation settled: a later difference proves nothing. */
  guess: string | null = null

  constructor(semantics: Semantics, witness: Witness) {
    this.semantics = semantics
    this.witness = witness
    this.thresholds = [...semantics.defaultThresholds]
    this.gcCallbacks = this.owned('list', 'gc.callbacks')
    this.gcGarbage = this.owned('list', 'gc.garbage')
    this.finalizers = this.owned('dict', 'weakref.finalize._registry')
    this.finalizers.entries = new Map()
    this.finalizers.constant = true
    this.emptyFrozenset = semantics.emptyFrozensetShared ? this.owned('frozenset', 'frozenset()') : null
    if (this.emptyFrozenset !== null) {
      this.emptyFrozenset.entries = new Map()
      this.emptyFrozenset.constant = true
    }
  }

  private owned(kind: Kind, label: string): Thing {
    const thing = new Thing(kind, kind, this.births++, 0, null, label)
    thing.refs = 1
    thing.items = []
    thing.generation = PERMANENT_GENERATION
    thing.tracked = 'yes'
    return thing
  }

  /** A new thing that the program sees, with the next ordinal of its type, without references yet. */
  create(kind: Kind, typeName: string = kind): Thing {
    this.request()
    if (this.isQuiet) return this.createQuietly(kind, typeName)
    const thing = this.createUntold(kind, typeName)
    thing.isLabelled = true
    this.labelled.push(thing)
    return thing
  }

  /** A new thing that the interpreter makes by itself: it has a label, but no story tells of its death. */
  createUntold(kind: Kind, typeName: string = kind): Thing {
    if (this.isQuiet) return this.createQuietly(kind, typeName)
    const ordinal = (this.ordinals.get(typeName) ?? 0) + 1
    this.ordinals.set(typeName, ordinal)
    const thing = new Thing(kind, typeName, this.births++, ordinal, null, '')
    this.born.push(thing)
    return thing
  }

  /**
   * Memory is asked for: MemoryError where it is this request that the case refuses. `owned` was taken over for what would
   * have been made, and is given up then; callers make no array for it where nothing is refused (`grants` is negative).
   */
  request(owned?: readonly Value[]): void {
    if (this.grants < 0 || this.grants-- > 0) return
    this.wasRefused = true
    for (const value of owned ?? []) this.decref(value)
    throw new PythonError('MemoryError')
  }

  private createQuietly(kind: Kind, typeName: string): Thing {
    const thing = new Thing(kind, typeName, this.births++, 0, null, `a ${typeName} of the standard library's`)
    this.born.push(thing)
    return thing
  }

  /** What `make` makes is the interpreter's, as from its start: never collected, counted, refused. Gives the names it binds. */
  makeOwned(make: () => void): ReadonlyMap<string, Value> {
    const { grants, isQuiet: wasQuiet } = this
    this.grants = -1
    const from = this.born.length
    const names = new Map(this.globals)
    this.isQuiet = true
    this.globals.clear()
    make()
    const made = new Map(this.globals)
    this.globals.clear()
    for (const [name, value] of names) this.globals.set(name, value)
    this.isQuiet = wasQuiet
    this.grants = grants
    for (const thing of this.born.splice(from)) thing.constant = true
    return made
  }

  /** A part of `owner` that has no name of its own in the program. */
  createPart(kind: Kind, owner: Thing, part: string): Thing {
    const thing = new Thing(kind, kind, this.births++, 0, owner, part)
    this.born.push(thing)
    return thing
  }

  /** Everything that was born and has not died, in order of birth. */
  get things(): readonly Thing[] {
    if (this.someDied) {
      this.someDied = false
      const { born } = this
      let kept = 0
      for (let i = 0; i < born.length; i++) {
        const thing = born[i] as Thing
        if (thing.alive) born[kept++] = thing
      }
      while (born.length > kept) born.pop()
    }
    return this.born
  }

  /** The thing is dead for good: its handle may name another from now on. */
  bury(thing: Thing): void {
    thing.alive = false
    this.someDied = true
    this.witness.died(thing)
  }

  /** The reference that is handed over with `value` becomes one more. */
  incref<T extends Value>(value: T): T {
    if (value instanceof Thing) value.refs++
    return value
  }

  /** Gives up one owned reference; the last one lets the thing die now. */
  decref(value: Value): void {
    if (!(value instanceof Thing)) return
    assert(value.refs > 0, 'refcount-is-never-negative')
    if (--value.refs === 0 && !value.constant) this.actors.lastReferenceGone(value)
  }

  /** What a proxy stands for; borrowed. ReferenceError once that has died. */
  proxied(proxy: Thing): Thing {
    const { target } = proxy
    if (target === null || target.refs === 0) throw new PythonError('ReferenceError')
    return target
  }

  /** Runs what calls itself, no deeper than `depthMax`. */
  within<T>(depthMax: number, reason: string, run: () => T): T {
    if (this.nesting > depthMax) throw new Undecided(reason)
    this.nesting++
    try {
      return run()
    } finally {
      this.nesting--
    }
  }

  push(value: Value): void {
    this.stack.push(value)
  }

  pop(): Value {
    assert(this.stack.length > 0, 'value-stack-is-balanced')
    return this.stack.pop() as Value
  }

  /** The uppermost `count` temporaries, in their order, handed over to the caller. */
  take(count: number): Value[] {
    const { stack } = this
    const values = stack.slice(stack.length - count)
    for (let i = 0; i < count; i++) stack.pop()
    return values
  }

  /** Gives up `from` while `value`, taken out of it, is safe. */
  handOver(value: Value, from: Value): Value {
    if (!(from instanceof Thing)) return value
    this.push(value)
    this.decref(from)
    return this.pop()
  }

  /** The exception that is being handled. */
  get handled(): Thing | null {
    return this.handledStack[this.handledStack.length - 1] ?? null
  }

  /** The interpreter itself no longer holds `value`. */
  letGo(value: Value): void {
    removeLast(this.held, value)
  }

  /** A call has returned. */
  leave(frame: Frame): void {
    removeLast(this.frames, frame)
  }

  /** Drops temporaries down to `height`, the youngest first. */
  unwind(height: number): void {
    while (this.stack.length > height) this.decref(this.pop())
  }

  /** The same while `value`, which is owned and given back, is kept by the interpreter itself. */
  unwindKeeping<V extends Value>(height: number, value: V): V {
    this.held.push(value)
    this.unwind(height)
    this.letGo(value)
    return value
  }
}

/** Removes the last occurrence, which is at the very end as a rule. */
function removeLast<T>(array: T[], item: T): void {
  if (array[array.length - 1] === item) {
    array.pop()
    return
  }
  const at = array.lastIndexOf(item)
  if (at >= 0) array.splice(at, 1)
}
