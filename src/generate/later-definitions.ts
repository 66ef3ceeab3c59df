/**
 * The definitions of level 2 that a program has so far. Written when something first needs them, with what they need
 * themselves; a program of level 1 has none and no palette to take them from.
 */
import { assert, present } from '../base/assert.ts'
import type { Prng } from '../base/prng.ts'
import type { Statement } from '../program/ast.ts'
import { CLASSES, CLASSES_WITHOUT_ARGUMENT, HEIRS } from './names.ts'
import type { CallbackEntry, ClassEntry } from './palette/class-entry.ts'
import type { HeirEntry } from './palette/heirs.ts'
import type { LaterEntry } from './palette/later-entry.ts'
import type { LaterPalette } from './palette/later-palette.ts'

/** How many definitions are tried for one whose bases go together. */
const TRIES = 6

/** What it needs of the composer. */
interface Writing {
  readonly prng: Prng
  readonly sketch: { unsteady: number }
  provide(needs: number, by: number, uses: readonly string[]): void
  classEntry(name: number): ClassEntry
  say(statement: Statement): void
}

export class LaterDefinitions {
  private palette: LaterPalette | undefined
  /** Whether finalizers and callbacks are of level 2, too. */
  private deepensFinalizers = false
  private readonly entries = new Map<string, LaterEntry>()
  private readonly heirs: (ClassEntry | undefined)[] = HEIRS.map(() => undefined)

  begin(palette: LaterPalette | undefined, deepensFinalizers: boolean): void {
    this.palette = palette
    this.deepensFinalizers = deepensFinalizers
    this.entries.clear()
    this.heirs.fill(undefined)
  }

  get isOn(): boolean {
    return this.palette !== undefined
  }

  /** Other definitions of a class; undefined: those of level 1. */
  classes(composer: Writing, name: number): readonly ClassEntry[] | undefined {
    if (!this.deepensFinalizers || this.palette === undefined) return undefined
    return composer.prng.percent(60) ? this.palette.classes[name] : undefined
  }

  callbacks(composer: Writing, name: number): readonly CallbackEntry[] | undefined {
    if (!this.deepensFinalizers || this.palette === undefined) return undefined
    return composer.prng.percent(60) ? this.palette.callbacks[name] : undefined
  }

  entry(composer: Writing, name: string): LaterEntry {
    const known = this.entries.get(name)
    if (known !== undefined) return known
    const palette = present(this.palette, 'only programs of level 2 ask for its definitions')
    const entry = composer.prng.pick(present(palette.entries.get(name), 'it is one of the names of level 2'))
    this.entries.set(name, entry)
    composer.provide(entry.needs, -1, entry.uses)
    composer.sketch.unsteady |= entry.unsteady
    composer.say(entry.statement)
    return entry
  }

  /** The class numbered `name` of `HEIRS`, with what its instances inherit. */
  heir(composer: Writing, name: number): ClassEntry {
    const known = this.heirs[name]
    if (known !== undefined) return known
    const palette = present(this.palette, 'only programs of level 2 ask for its definitions')
    const choices = palette.heirs[name] as readonly HeirEntry[]
    let heir = composer.prng.pick(choices)
    let bases = this.bases(composer, heir)
    for (let i = 0; i < TRIES && !goTogether(heir, bases); i++) {
      heir = composer.prng.pick(choices)
      bases = this.bases(composer, heir)
    }
    composer.provide(heir.needs, -1, heir.uses)
    composer.sketch.unsteady |= heir.unsteady
    const entry = inherited(heir, bases)
    this.heirs[name] = entry
    composer.say(heir.statement)
    return entry
  }

  hasHeir(name: number): boolean {
    return this.heirs[name] !== undefined
  }

  forgetHeir(name: number): void {
    this.heirs[name] = undefined
  }

  private bases(composer: Writing, heir: HeirEntry): ClassEntry[] {
    return heir.bases.map((place) =>
      place < CLASSES.length ? composer.classEntry(place) : this.heir(composer, place - CLASSES.length),
    )
  }
}

/** Two bases that both have slots have no common layout; and what a finalizer calls should be there. */
function goTogether(heir: HeirEntry, bases: readonly ClassEntry[]): boolean {
  const [first] = bases
  if (first === undefined || (heir.callsFinalizer && !first.hasFinalizer)) return false
  return bases.filter((base) => base.hasSlots).length < 2
}

/** What a program knows of the instances of a class with bases. */
function inherited(heir: HeirEntry, bases: readonly ClassEntry[]): ClassEntry {
  const first = present(bases[0], 'an heir has a base')
  assert(first.name < CLASSES_WITHOUT_ARGUMENT || first.name >= CLASSES.length, 'the bases of heirs take a number')
  const hasDict = heir.slots === 'dict' || bases.some((base) => base.hasDict)
  return {
    statement: heir.statement,
    name: CLASSES.length + heir.name,
    settable: hasDict ? 15 : bases.reduce((bits, base) => bits | base.settable, 0),
    initial: heir.overridesInit ? ['unset', 'unset', 'unset', 'unset'] : first.initial,
    takesObject: first.takesObject && !heir.overridesInit,
    hasNumber: true,
    weakrefable: heir.slots === 'dict' || bases.some((base) => base.weakrefable),
    hasDict,
    hasFinalizer: heir.overridesFinalizer || bases.some((base) => base.hasFinalizer),
    hasSlots: bases.some((base) => base.hasSlots) || heir.slots === 'own',
    resurrects: heir.overridesFinalizer || bases.some((base) => base.resurrects),
    unsteady: heir.unsteady,
    needs: heir.needs,
    uses: heir.uses,
    links: first.links,
    hasMethod: heir.overridesMethod || first.hasMethod,
    box: first.box,
  }
}
