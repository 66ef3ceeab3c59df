/**
 * A program while it is changed: its top-level statements in a list of its own. What it offers keeps programs meaningful:
 * a statement that comes from another program brings the definitions that it needs, and a variable that lost its last
 * binding gets one.
 *
 * Keeps true: definitions are moved whole or not at all. The generator orders them (a class makes only instances of
 * classes whose finalizers make none), so that no program ends up making things for ever; a body that is left alone
 * keeps that order. Loops are left alone for the same reason.
 */
import type { Prng } from '../../base/prng.ts'
import type { Statement } from '../../program/ast.ts'
import type { Level } from '../../program/level.ts'
import { put } from '../syntax.ts'
import { namesOf } from './statement-names.ts'

/** The name that generated programs use on purpose without binding it. */
export const MISSING = 'missing'

/** Above this, a program is not made larger. */
export const STATEMENTS_MAX = 160

export class Draft {
  readonly body: Statement[]
  readonly prng: Prng
  /** Of the language: what a mutation may make use of. */
  readonly level: Level

  constructor(body: readonly Statement[], prng: Prng, level: Level = 1) {
    this.level = level
    this.body = [...body]
    this.prng = prng
  }

  get room(): number {
    return STATEMENTS_MAX - this.body.length
  }

  /** Where a statement could be put: 0 to the length. */
  anyPlace(): number {
    return this.prng.below(this.body.length + 1)
  }

  /** The place of a statement of which `holds` is true; -1 when there is none. */
  find(holds: (statement: Statement) => boolean): number {
    const places: number[] = []
    for (const [place, statement] of this.body.entries()) if (holds(statement)) places.push(place)
    return places.length === 0 ? -1 : this.prng.pick(places)
  }

  /** Names that some statement binds. */
  private bound(): Set<string> {
    const names = new Set<string>()
    for (const statement of this.body) for (const name of namesOf(statement).binds) names.add(name)
    return names
  }

  /** Names of variables (not of classes and functions) that some statement binds. */
  variables(): string[] {
    const names = new Set<string>()
    for (const statement of this.body)
      if (isSimple(statement)) for (const name of namesOf(statement).binds) names.add(name)
    return [...names]
  }

  /**
   * Puts statements of another program in at `place`, and before them the definitions of that program that they need and
   * this one has not.
   */
  adopt(place: number, statements: readonly Statement[], from: readonly Statement[]): void {
    const brought: Statement[] = []
    const bound = this.bound()
    // A definition may use itself.
    const met = new Set<Statement>()
    const bring = (statement: Statement): void => {
      for (const name of namesOf(statement).uses) {
        if (bound.has(name)) continue
        const definition = from.find((each) => isDefinition(each) && each.name === name)
        if (definition === undefined || met.has(definition)) continue
        met.add(definition)
        bring(definition)
        brought.push(definition)
        for (const each of namesOf(definition).binds) bound.add(each)
      }
    }
    for (const statement of statements) bring(statement)
    this.body.splice(place, 0, ...brought, ...statements)
  }

  /** Gives every variable that is used and bound nowhere a first value; but what is there to raise a `NameError` does. */
  bindLoose(): void {
    const bound = this.bound()
    const loose = new Set<string>()
    for (const statement of this.body)
      for (const name of namesOf(statement).uses) if (!bound.has(name) && name !== MISSING) loose.add(name)
    for (const name of loose) this.body.unshift(put(name, null))
  }
}

export function isDefinition(statement: Statement): statement is Extract<Statement, { kind: 'class' | 'def' }> {
  return statement.kind === 'class' || statement.kind === 'def'
}

/** Nothing inside it that runs more than once or later. */
export function isSimple(statement: Statement): boolean {
  return statement.kind === 'expression' || statement.kind === 'assign' || statement.kind === 'delete'
}
