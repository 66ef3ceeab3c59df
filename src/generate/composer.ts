/**
 * Writes one program: statements go out, the sketch follows. Definitions are written when something first needs them,
 * together with what they need themselves, so that small programs stay small.
 *
 * The moves and idioms are functions over a composer. One composer serves all programs of a thread, one after another.
 */
import { Prng } from '../base/prng.ts'
import type { Statement } from '../program/ast.ts'
import { family } from './intern.ts'
import { ANYTHING, Kind, OBJECTS } from './kind.ts'
import { LaterDefinitions } from './later-definitions.ts'
import { CALLBACKS, CLASSES, DATA_VARIABLES, FUNCTIONS, KEPT, PLAIN_CLASS, SHARED, variable, WALKS } from './names.ts'
import type { CallbackEntry, ClassEntry, FunctionEntry } from './palette/class-entry.ts'
import { Need } from './palette/class-entry.ts'
import type { LaterPalette } from './palette/later-palette.ts'
import type { Palette } from './palette/palette.ts'
import type { ThirdPalette } from './palette/third-palette.ts'
import { Sketch } from './sketch.ts'
import type { Bias, Traits } from './swarm.ts'
import { CHOICE, drawTraits } from './swarm.ts'
import type { Operand } from './syntax.ts'
import { call, does, list, put } from './syntax.ts'
import { ThirdDefinitions } from './third-definitions.ts'

const RENEW = family([DATA_VARIABLES, 3], (v, what) => put(variable(v), [list(), call('N'), null][what] as Operand))
const SUSPEND = family([1], () => put('h', call(WALKS[0], list())))
const CLEAR_KEPT = family([1], () => does('kept.clear'))
const EMPTY_KEPT = family([1], () => put(KEPT, list()))
/** How many definitions are tried for one that has the traits of the program. */
const TRIES = 4

export class Composer {
  prng = new Prng(0)
  palette!: Palette
  traits!: Traits
  /** Statements so far: one array for all programs, because growing a new one each time costs more than the copy. */
  private readonly written: Statement[] = []
  count = 0
  readonly sketch = new Sketch()
  readonly later = new LaterDefinitions()
  readonly third = new ThirdDefinitions()
  /** Statements that the body may still take. */
  private limit = 0
  /** The first so many data variables are in use. */
  variables = DATA_VARIABLES
  /** Numbers instances in the order in which they are made. */
  private serial = 0
  private hasKept = false
  private readonly classes: (ClassEntry | undefined)[] = CLASSES.map(() => undefined)
  private readonly functions: (FunctionEntry | undefined)[] = FUNCTIONS.map(() => undefined)
  private readonly callbacks: (CallbackEntry | undefined)[] = CALLBACKS.map(() => undefined)
  /** Whether `gc.DEBUG_SAVEALL` is on, and whether it ever was: then the program ends by switching it off. */
  savesAll = false
  hasSaved = false
  /** Whether some finalizer or callback reads the weak variable `q`. */
  looksAtWeakVariable = false
  frozen: 'never' | 'frozen' | 'thawed' = 'never'

  /** A program of a higher level has the palettes of those levels, too. `traits`: those that are not drawn; `percents`: how often others are there. */
  begin(
    prng: Prng,
    palette: Palette,
    limit: number,
    later?: LaterPalette,
    traits: Partial<Traits> = {},
    third?: ThirdPalette,
    percents?: Bias['traits'],
  ): void {
    this.prng = prng
    this.palette = palette
    this.limit = limit
    this.count = 0
    this.traits = { ...drawTraits(prng, percents), ...traits }
    this.variables = CHOICE.variables[prng.below(CHOICE.variables.length)] as number
    this.serial = 0
    this.hasKept = false
    this.classes.fill(undefined)
    this.functions.fill(undefined)
    this.callbacks.fill(undefined)
    this.savesAll = false
    this.hasSaved = false
    this.looksAtWeakVariable = false
    this.frozen = 'never'
    this.sketch.reset()
    this.later.begin(later, later !== undefined && prng.percent(65))
    this.third.begin(third)
  }

  extend(limit: number): void {
    this.limit = limit
  }

  get room(): number {
    return this.limit - this.count
  }

  /** The statements written, as a list of their own. */
  body(): readonly Statement[] {
    return this.written.slice(0, this.count)
  }

  /** Gives back what an idiom wrote beyond the limit. */
  truncate(): void {
    if (this.count > this.limit) this.count = this.limit
  }

  say(statement: Statement): void {
    this.written[this.count++] = statement
  }

  nextNumber(): number {
    this.serial = this.serial === 5 ? 0 : this.serial + 1
    return this.serial
  }

  /** Any data variable in use, bound or not. */
  anyVariable(): number {
    return this.prng.below(this.variables)
  }

  /** A data variable that is free, or any: where something new may go. */
  place(): number {
    const start = this.anyVariable()
    if (this.prng.next() & 1) return start
    for (let i = 0, at = start; i < this.variables; i++, at = at + 1 === this.variables ? 0 : at + 1) {
      if (!this.sketch.isBound(at)) return at
    }
    return start
  }

  /** A data variable that holds one of the kinds; -1 when there is none. */
  holding(mask: number): number {
    return this.sketch.find(mask, this.anyVariable(), this.variables)
  }

  bound(): number {
    return this.holding(ANYTHING)
  }

  /** A variable that certainly holds an object with an identity of its own; -1 when there is none. */
  object(): number {
    return this.holding(OBJECTS)
  }

  /** The definition of a class, written now if the program has none. */
  classEntry(name: number): ClassEntry {
    const known = this.classes[name]
    if (known !== undefined) return known
    const choices = this.later.classes(this, name) ?? (this.palette.classes[name] as readonly ClassEntry[])
    let entry = this.prng.pick(choices)
    for (let i = 0; i < TRIES && !this.suits(entry); i++) entry = this.prng.pick(choices)
    return this.defineClass(entry)
  }

  defineClass(entry: ClassEntry): ClassEntry {
    this.provide(entry.needs, entry.name, entry.uses)
    this.sketch.unsteady |= entry.unsteady
    this.classes[entry.name] = entry
    this.say(entry.statement)
    return entry
  }

  hasClass(name: number): boolean {
    return this.classes[name] !== undefined
  }

  /** After `del A`. */
  forgetClass(name: number): void {
    this.classes[name] = undefined
  }

  /** Any class, mostly one that is defined already. */
  anyClass(): number {
    const name = this.prng.below(CLASSES.length)
    return this.classes[name] !== undefined || this.prng.percent(45) ? name : this.definedClass(name)
  }

  private definedClass(start: number): number {
    for (let i = 0; i < CLASSES.length; i++) {
      const name = (start + i) % CLASSES.length
      if (this.classes[name] !== undefined) return name
    }
    return start
  }

  private suits(entry: ClassEntry): boolean {
    const traits = this.traits
    if (entry.hasFinalizer && !traits.finalizers) return false
    if (entry.resurrects && !traits.resurrection) return false
    return !entry.hasSlots || traits.slots
  }

  functionEntry(name: number): FunctionEntry {
    const known = this.functions[name]
    if (known !== undefined) return known
    const entry = this.prng.pick(this.palette.functions[name] as readonly FunctionEntry[])
    this.provide(entry.needs, -1)
    this.sketch.unsteady |= entry.unsteady
    this.functions[name] = entry
    this.say(entry.statement)
    return entry
  }

  hasFunction(name: number): boolean {
    return this.functions[name] !== undefined
  }

  forgetFunction(name: number): void {
    this.functions[name] = undefined
  }

  callbackEntry(name: number): CallbackEntry {
    const known = this.callbacks[name]
    if (known !== undefined) return known
    const choices = this.later.callbacks(this, name) ?? (this.palette.callbacks[name] as readonly CallbackEntry[])
    const entry = this.prng.pick(choices)
    this.provide(entry.needs, -1, entry.uses)
    this.sketch.unsteady |= entry.unsteady
    this.callbacks[name] = entry
    this.say(entry.statement)
    return entry
  }

  /** Writes what a definition uses. `by` is the class that asks, so that `N` is not asked to provide itself. */
  provide(needs: number, by: number, uses: readonly string[] = []): void {
    for (const name of uses) this.later.entry(this, name)
    if (needs === 0) return
    if (needs & Need.kept) this.provideKept()
    if (needs & Need.sharedList) this.provideShared(SHARED.g)
    if (needs & Need.sharedInstance && by !== PLAIN_CLASS) this.provideShared(SHARED.h)
    if (needs & Need.sharedGenerator) this.suspendShared()
    if (needs & Need.plainClass && by !== PLAIN_CLASS) this.classEntry(PLAIN_CLASS)
    // A finalizer that looks at `q` finds a reference there in most programs, and a `NameError` in the others.
    if (needs & Need.weakVariable) this.looksAtWeakVariable = true
  }

  /** Gives `g` a list or `h` an instance that running code may change: nothing more is sure of them. */
  private provideShared(v: number) {
    this.sketch.unsteady |= 1 << v
    if (this.sketch.isBound(v) || this.prng.percent(15)) return
    if (v === SHARED.g) return this.renewShared(v, 0)
    this.classEntry(PLAIN_CLASS)
    this.renewShared(v, 1)
  }

  /** Gives `h` a generator that a finalizer lets go on or closes. */
  private suspendShared() {
    this.sketch.unsteady |= 1 << SHARED.h
    if (this.sketch.isBound(SHARED.h) || this.prng.percent(15)) return
    this.later.entry(this, WALKS[0])
    this.say(SUSPEND(0))
    this.sketch.bind(SHARED.h, this.sketch.fresh(Kind.generator))
  }

  /** `g = []`, `h = N()`, `g = None`, …: what a shared global holds from now on, until something running changes it. */
  renewShared(v: number, what: number): void {
    this.say(RENEW(v, what))
    this.sketch.bind(v, what === 2 ? this.sketch.atom : this.sketch.fresh(what === 0 ? Kind.list : Kind.unknown))
  }

  clearKept(): void {
    if (this.hasKept) this.say(CLEAR_KEPT(0))
  }

  provideKept(): void {
    if (this.hasKept) return
    this.hasKept = true
    this.say(EMPTY_KEPT(0))
  }
}
