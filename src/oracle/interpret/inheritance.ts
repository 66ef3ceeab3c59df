/** The bases of a class statement: which classes they are, whose layout is extended, and in which order all are asked. */
import { Builtin, Undecided, Unknown } from '../atom.ts'
import { PythonError } from '../python-error.ts'
import { type ClassPart, Thing, type Value } from '../thing.ts'

/** The program's classes among the bases; `object` adds nothing. TypeError for what can be no base. */
export function parentsOf(bases: readonly Value[]): readonly ClassPart[] {
  const parents: ClassPart[] = []
  if (new Set(bases).size < bases.length) throw new PythonError('TypeError')
  bases.forEach((base, i) => {
    if (base instanceof Unknown) throw new Undecided(base.reason)
    if (base instanceof Thing && base.classPart !== null) {
      parents.push(base.classPart)
      return
    }
    if (!(base instanceof Builtin) || base.kind !== 'type') throw new PythonError('TypeError')
    if (base.name !== 'object') throw new Undecided(`a subclass of ${base.name}`)
    // The root of all comes last, or there is no consistent order.
    if (i < bases.length - 1) throw new PythonError('TypeError')
  })
  return parents
}

/** A class that adds fields to its instances, or the nearest one that it extends. */
function solidBase(cls: ClassPart): ClassPart | null {
  for (let one: ClassPart | null = cls; one !== null; one = one.layoutBase) if (one.ownSlots.length > 0) return one
  return null
}

/** `best_base`: the base whose layout includes those of the others; TypeError where there is none. */
export function bestBase(parents: readonly ClassPart[]): ClassPart {
  let winner = parents[0] as ClassPart
  let solid = solidBase(winner)
  for (const parent of parents.slice(1)) {
    const other = solidBase(parent)
    if (other === null || other === solid || solid?.mro.includes(other)) continue
    if (solid !== null && !other.mro.includes(solid)) throw new PythonError('TypeError')
    winner = parent
    solid = other
  }
  return winner
}

/** What the bases' own orders and that of the bases agree on (C3), without the class itself. */
export function ancestorsOf(parents: readonly ClassPart[]): ClassPart[] {
  const lists = [...parents.map((parent) => [...parent.mro]), [...parents]]
  const merged: ClassPart[] = []
  for (;;) {
    const rest = lists.filter((list) => list.length > 0)
    if (rest.length === 0) return merged
    const next = rest.find(([head]) => !rest.some((list) => list.indexOf(head as ClassPart) > 0))?.[0]
    if (next === undefined) throw new PythonError('TypeError')
    merged.push(next)
    for (const list of rest) if (list[0] === next) list.shift()
  }
}
