/**
 * The classes of `text.ts` for one world: each is made when it is first needed, by running the code that defines it: all
 * of them are a hundred functions. They belong to the interpreter: no collection sees them, nobody counts references to
 * them, they never die.
 */
import { assert } from '../../base/assert.ts'
import type { Statement } from '../../program/ast.ts'
import { parseProgram } from '../../program/parse/parse.ts'
import { compileLibrary } from '../compile/statements.ts'
import { flavourOf } from '../flavour.ts'
import type { Machine, Run } from '../interpret/machine.ts'
import { type ClassPart, type Kind, Thing, type Value } from '../thing.ts'
import type { World } from '../world.ts'
import { libraryName } from './functions.ts'
import type { LibraryWay } from './iteration.ts'
import { libraryText } from './text.ts'

const PARSED = new Map<string, ReadonlyMap<string, Statement>>()
const COMPILED = new Map<string, Run>()

/** Its definitions by name; none needs another to be made. */
function definitions(way: LibraryWay): ReadonlyMap<string, Statement> {
  const text = libraryText(way)
  let known = PARSED.get(text)
  if (known === undefined) {
    const result = parseProgram(text)
    assert(result.ok, 'the code of the weak containers is heap language')
    known = new Map(result.program.body.map((statement) => ['name' in statement ? statement.name : '', statement]))
    PARSED.set(text, known)
  }
  return known
}

function codeFor(name: string, world: World): Run {
  const { weakIterationIsGuarded, lateKeyRemovalRaises } = world.semantics
  const way: LibraryWay = { isGuarded: weakIterationIsGuarded, lateRemovalRaises: lateKeyRemovalRaises }
  const flavour = flavourOf(world.semantics)
  const key = [name, ...Object.values(way), ...Object.values(flavour)].join()
  let code = COMPILED.get(key)
  if (code === undefined) {
    const definition = definitions(way).get(name)
    assert(definition !== undefined, `the library defines ${name}`)
    code = compileLibrary([definition], flavour, libraryName)
    COMPILED.set(key, code)
  }
  return code
}

/** Instances that are no plain ones. */
const OTHER_KINDS: Readonly<Record<string, Kind>> = { KeyedRef: 'weakref' }

export class Library {
  private readonly members = new Map<string, Value>()
  private readonly machine: Machine

  constructor(machine: Machine) {
    this.machine = machine
  }

  function(name: string): Value {
    return this.member(name)
  }

  class(name: string): ClassPart {
    const found = this.member(name)
    assert(found instanceof Thing && found.classPart !== null, `the library has the class ${name}`)
    return found.classPart
  }

  private member(name: string): Value {
    let value = this.members.get(name)
    if (value === undefined) {
      value = this.made(name)
      this.members.set(name, value)
    }
    return value
  }

  private made(name: string): Value {
    const { machine } = this
    const { world } = machine
    world.asksForEquality = true
    const value = world.makeOwned(() => codeFor(name, world)(machine)).get(name)
    assert(value !== undefined, `the library's code binds ${name}`)
    const part = value instanceof Thing ? value.classPart : null
    return part === null ? value : ownClass(part, OTHER_KINDS[name] ?? 'instance')
  }
}

/** The class as the interpreter's own: its methods get their true names. */
function ownClass(part: ClassPart, instanceKind: Kind): Thing {
  const { thing } = part
  const members = new Map<string, Value>()
  for (const [name, value] of part.members) {
    const special = name.startsWith('on_') ? `__${name.slice(3)}__` : name
    const kept = name.startsWith('get_') || name.startsWith('set_') ? `@${name}` : special
    members.set(kept, value)
  }
  const own: ClassPart = { ...part, members, instanceKind, isLibrary: true }
  ;(own.mro as ClassPart[])[0] = own
  thing.classPart = own
  return thing
}
