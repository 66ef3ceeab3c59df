/** The bases of a class statement: which classes they are, whose layout is extended, and in which order all are asked. */
import { Builtin, Undecided, Unknown } from '../atom.ts'
import { ancestorsOfException, EXCEPTION_NAMES } from '../exception-types.ts'
import { PythonError } from '../python-error.ts'
import { type Ancestor, type ClassPart, Thing, type Value } from '../thing.ts'

const EXCEPTIONS: ReadonlySet<string> = new Set(EXCEPTION_NAMES)
/** Built-in types whose instances hold contents, which instances of a subclass hold, too. */
const CONTAINERS: ReadonlySet<string> = new Set(['list', 'dict', 'set', 'frozenset', 'tuple'])
/** Exceptions that keep fields of their own: the layouts of two of them do not go together. */
const WITH_FIELDS: ReadonlySet<string> = new Set(['StopIteration', 'AttributeError', 'NameError', 'UnboundLocalError'])

/** TypeError because there is no order in which a class and its bases could be asked. */
export class NoOrderOfBases extends PythonError {
  constructor() {
    super('TypeError')
  }
}

/** The bases but `object`, which adds nothing. TypeError for what can be no base. */
export function parentsOf(bases: readonly Value[]): readonly Ancestor[] {
  const parents: Ancestor[] = []
  if (new Set(bases).size < bases.length) throw new NoOrderOfBases()
  bases.forEach((base, i) => {
    if (base instanceof Unknown) throw new Undecided(base.reason)
    if (base instanceof Thing && base.classPart !== null) {
      parents.push(base.classPart)
      return
    }
    // The type of the first base is called, as a metaclass: that of an exception takes any arguments.
    if (base instanceof Thing && base.kind === 'exception') throw new Undecided('an exception as a base of a class')
    if (!(base instanceof Builtin) || base.kind !== 'type' || ['bool', 'range'].includes(base.name))
      throw new PythonError('TypeError')
    if (base.name === 'object') {
      // The root of all comes last, or there is no consistent order.
      if (i < bases.length - 1) throw new NoOrderOfBases()
      return
    }
    if (!EXCEPTIONS.has(base.name) && !CONTAINERS.has(base.name)) throw new Undecided(`a subclass of ${base.name}`)
    parents.push(base.name)
  })
  return parents
}

export function isClass(ancestor: Ancestor | null): ancestor is ClassPart {
  return ancestor !== null && typeof ancestor !== 'string'
}

/** A class that adds fields to its instances, or the nearest one that it extends. */
function solidBase(parent: Ancestor): Ancestor | null {
  if (!isClass(parent)) return EXCEPTIONS.has(parent) && !WITH_FIELDS.has(parent) ? 'BaseException' : parent
  for (let one: ClassPart | null = parent; one !== null; one = one.layoutBase) if (one.ownSlots.length > 0) return one
  return parent.builtinBase === null ? null : solidBase(parent.builtinBase)
}

function isBelow(parent: Ancestor | null, other: Ancestor): boolean {
  if (parent === null) return false
  const order = isClass(parent) ? parent.ancestry : orderOf(parent)
  return order.includes(other)
}

/** `best_base`: the base whose layout includes those of the others; TypeError where there is none. */
export function bestBase(parents: readonly Ancestor[]): Ancestor {
  let winner = parents[0] as Ancestor
  let solid = solidBase(winner)
  for (const parent of parents.slice(1)) {
    const other = solidBase(parent)
    if (other === null || other === solid || isBelow(solid, other)) continue
    if (solid !== null && !isBelow(other, solid)) throw new PythonError('TypeError')
    winner = parent
    solid = other
  }
  return winner
}

/** A parent and all that it inherits from, `object` left out. */
function orderOf(parent: Ancestor): readonly Ancestor[] {
  if (isClass(parent)) return parent.ancestry
  return EXCEPTIONS.has(parent) ? ancestorsOfException(parent) : [parent]
}

/** What the bases' own orders and that of the bases agree on (C3), without the class itself. */
export function ancestorsOf(parents: readonly Ancestor[]): Ancestor[] {
  const lists = [...parents.map((parent) => [...orderOf(parent)]), [...parents]]
  const merged: Ancestor[] = []
  for (;;) {
    const rest = lists.filter((list) => list.length > 0)
    if (rest.length === 0) return merged
    const next = rest.find(([head]) => !rest.some((list) => list.indexOf(head as Ancestor) > 0))?.[0]
    if (next === undefined) throw new NoOrderOfBases()
    merged.push(next)
    for (const list of rest) if (list[0] === next) list.shift()
  }
}
