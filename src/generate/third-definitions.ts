/**
 * The definitions and fixtures of level 3 that a program has so far, and what it knows of the instances. Written when
 * something first needs them, with what they need themselves; a program of a lower level has none.
 */
import { present } from '../base/assert.ts'
import type { Prng } from '../base/prng.ts'
import type { Statement } from '../program/ast.ts'
import { intern } from './intern.ts'
import { FIXTURES, THIRD_NAMES } from './names.ts'
import type { ClassEntry } from './palette/class-entry.ts'
import { type ThirdEntry, type ThirdUses, Trait, usesOf } from './palette/third-entry.ts'
import type { ThirdPalette } from './palette/third-palette.ts'
import { statementsOf } from './stencil.ts'

/** What it needs of the composer. */
interface Writing {
  readonly prng: Prng
  readonly sketch: { unsteady: number }
  provide(needs: number, by: number, uses: readonly string[]): void
  callbackEntry(name: number): unknown
  say(statement: Statement): void
}

const fixtures = new Map<string, { readonly statement: Statement; readonly uses: ThirdUses }>()

function fixture(name: string) {
  const known = fixtures.get(name)
  if (known !== undefined) return known
  const text = present(FIXTURES[name], 'it is one of the fixtures')
  const made = { statement: intern(statementsOf(text)[0] as Statement), uses: usesOf(text, name) }
  fixtures.set(name, made)
  return made
}

export class ThirdDefinitions {
  private palette: ThirdPalette | undefined
  private readonly entries = new Map<string, ThirdEntry>()
  private readonly fixtures = new Set<string>()
  /** Traits of the instances in the sketch. */
  private readonly traits = new Map<number, number>()

  begin(palette: ThirdPalette | undefined): void {
    this.palette = palette
    this.entries.clear()
    this.fixtures.clear()
    this.traits.clear()
  }

  /** Writes what a text takes from its program, where the program has it not. */
  provide(composer: Writing, { names, needs, unsteady, callbacks }: ThirdUses): void {
    for (const name of names) {
      if (FIXTURES[name] === undefined) this.entry(composer, name)
      else this.provideFixture(composer, name)
    }
    for (const name of callbacks) composer.callbackEntry(name)
    composer.provide(needs, -1, [])
    composer.sketch.unsteady |= unsteady
  }

  private provideFixture(composer: Writing, name: string): void {
    if (this.fixtures.has(name)) return
    this.fixtures.add(name)
    const { statement, uses } = fixture(name)
    this.provide(composer, uses)
    composer.say(statement)
  }

  entry(composer: Writing, name: string): ThirdEntry {
    const known = this.entries.get(name)
    if (known !== undefined) return known
    const palette = present(this.palette, 'only programs of level 3 ask for its definitions')
    return this.define(composer, name, present(palette.get(name), 'it is one of the names of level 3'))
  }

  private define(composer: Writing, name: string, choices: readonly ThirdEntry[]): ThirdEntry {
    const entry = composer.prng.pick(choices)
    this.entries.set(name, entry)
    this.provide(composer, entry.uses)
    composer.say(entry.statement)
    return entry
  }

  /** After `del List`: the next one that needs it defines it again. */
  forget(name: string): void {
    this.entries.delete(name)
  }

  note(object: number, entry: ThirdEntry): void {
    this.traits.set(object, entry.traits)
  }

  /** Of an instance of one of its classes; undefined: it is none. */
  traitsOf(object: number): number | undefined {
    return this.traits.get(object)
  }

  /** A class whose instances have those traits, mostly one that the program has; undefined where none turned up. */
  classWith(composer: Writing, traits: number): ThirdEntry | undefined {
    const start = composer.prng.below(THIRD_NAMES.length)
    const redefines = composer.prng.percent(15)
    for (let i = 0; i < THIRD_NAMES.length; i++) {
      const name = THIRD_NAMES[(start + i) % THIRD_NAMES.length] as string
      const entry = this.entries.get(name)
      if (!redefines && entry !== undefined && (entry.traits & traits) === traits) return entry
    }
    for (let i = 0; i < THIRD_NAMES.length; i++) {
      const name = THIRD_NAMES[(start + i) % THIRD_NAMES.length] as string
      if (this.entries.has(name)) continue
      const choices = (this.palette?.get(name) ?? []).filter((entry) => (entry.traits & traits) === traits)
      if (choices.length > 0) return this.define(composer, name, choices)
    }
    return undefined
  }
}

/** What the sketch is told of an instance of `Key` or `Twin`. */
export function asClassEntry(entry: ThirdEntry): ClassEntry {
  const hasAll = entry.traits & Trait.settable
  return {
    statement: entry.statement,
    name: -1,
    settable: hasAll ? 1 : 0,
    initial: ['unset', 'unset', 'unset', 'unset'],
    takesObject: false,
    hasNumber: true,
    weakrefable: (entry.traits & Trait.weakrefable) !== 0,
    hasDict: false,
    hasFinalizer: true,
    hasSlots: true,
    resurrects: true,
    unsteady: entry.uses.unsteady,
    needs: entry.uses.needs,
    uses: [],
    links: -1,
    hasMethod: false,
    box: 'none',
  }
}
