/**
 * Where the names of a function live, and in which order CPython gives them slots: parameters first, then the others in
 * the order in which the compiler first meets them (a value before its targets), then what inner functions use, which
 * lies in cells, then the cells of the closure. Locals are released in that order.
 */
import type { ClassDefinition, Comprehension, DictComprehension, Parameter, Statement } from '../program/ast.ts'
import type { Flavour } from './flavour.ts'
import { gatherNames, ITERATOR, type Names, type ScopeBody } from './scope-names.ts'

/** A cell that a call makes: where it lies, and the parameter whose argument moves into it. */
export interface CellSlot {
  readonly slot: number
  readonly parameter: number | null
}

export interface Layout {
  readonly slots: ReadonlyMap<string, number>
  /** Those of them that lie in cells. */
  readonly inCells: ReadonlySet<string>
  readonly size: number
  /** The cells that a call makes, in their order; null where there are none. */
  readonly cells: readonly CellSlot[] | null
  /** Names of the closure's cells, which come last. */
  readonly free: readonly string[]
  readonly firstFree: number
  /** Names of all functions around what stands in this one, and its own. */
  readonly visible: ReadonlySet<string>
}

const NOTHING: ReadonlySet<string> = new Set()

/** Layout of a function with that body, where the functions around it have the names in `outer`. */
export function layoutOf(
  parameters: readonly Parameter[],
  body: ScopeBody,
  outer: ReadonlySet<string>,
  flavour: Flavour,
): Layout {
  const names = gatherNames(body, parameters, flavour)
  const own = ownNames(names)
  const visible = visibleInside(names, own, outer)
  const captured = new Set<string>()
  const needed = neededInside(names, visible, flavour, captured)
  const inCells = new Set([...own].filter((name) => needed.has(name)))
  const free = freeNames(names, own, needed, outer)
  const slots = new Map<string, number>()
  const cells: CellSlot[] = []
  const parameterNames = parameters.map((parameter) => parameter.name)
  for (const name of parameterNames) {
    const slot = slots.size
    slots.set(name, slot)
    if (inCells.has(name) && flavour.cellsInPlace) cells.push({ slot, parameter: slot })
  }
  let next = slots.size
  const placed = new Set<string>()
  for (const { name, ofComprehension } of names.slotOrder) {
    if (slots.has(name) || placed.has(name)) continue
    const isCell = inCells.has(name) || captured.has(name)
    // What is in a cell has a place here for the sake of a comprehension that has a variable of that name. That gets another
    // cell each time; this one is the function's own, or empty.
    if (isCell ? !ofComprehension : !own.has(name)) continue
    if (isCell) cells.push({ slot: next, parameter: null })
    placed.add(name)
    if (own.has(name)) slots.set(name, next)
    next++
  }
  for (const name of [...inCells].sort()) {
    if (placed.has(name)) continue
    const parameter = parameterNames.indexOf(name)
    if (parameter >= 0 && flavour.cellsInPlace) continue
    cells.push({ slot: next, parameter: parameter < 0 ? null : parameter })
    slots.set(name, next++)
  }
  const firstFree = next
  for (const name of free) {
    slots.set(name, next++)
    inCells.add(name)
  }
  return { slots, inCells, size: next, cells: cells.length === 0 ? null : cells, free, firstFree, visible }
}

/** Variables of comprehensions that run in the module's frame and that functions inside use: each has a cell there, which stays empty. */
export function cellsOfModule(body: readonly Statement[], flavour: Flavour): number {
  if (!flavour.inlines) return 0
  const captured = new Set<string>()
  neededInside(gatherNames(body, [], flavour), NOTHING, flavour, captured)
  return captured.size
}

/** What the body of a class uses of the functions around it: those cells are all that its frame has in slots. */
export function layoutOfClass(definition: ClassDefinition, outer: ReadonlySet<string>, flavour: Flavour): Layout {
  const free = freeInClass(definition, outer, flavour)
  const slots = new Map(free.map((name, i) => [name, i]))
  return { slots, inCells: new Set(free), size: free.length, cells: null, free, firstFree: 0, visible: outer }
}

function ownNames(names: Names): Set<string> {
  const own = new Set(names.bound)
  for (const name of names.globals) own.delete(name)
  for (const name of names.nonlocals) own.delete(name)
  return own
}

function visibleInside(names: Names, own: ReadonlySet<string>, outer: ReadonlySet<string>): ReadonlySet<string> {
  if (outer.size === 0 && names.globals.size === 0) return own
  const visible = new Set(outer)
  for (const name of names.globals) visible.delete(name)
  for (const name of own) visible.add(name)
  return visible
}

/** What functions and classes inside use of `visible`; `captured` gets what they use of comprehensions that run here. */
function neededInside(
  names: Names,
  visible: ReadonlySet<string>,
  flavour: Flavour,
  captured: Set<string> | null = null,
): ReadonlySet<string> {
  if (names.inner.length === 0) return NOTHING
  const needed = new Set<string>()
  for (const inner of names.inner) {
    if (inner.kind === 'class') {
      for (const name of freeInClass(inner.definition, visible, flavour)) needed.add(name)
      continue
    }
    const { hides } = inner
    const around = hides.length === 0 ? visible : new Set([...visible, ...hides.flatMap((hidden) => [...hidden])])
    for (const name of freeInFunction(inner.parameters, inner.body, around, flavour)) {
      if (!hides.some((hidden) => hidden.has(name))) {
        needed.add(name)
        continue
      }
      captured?.add(name)
      // A variable of the function that has the same name shares that cell's place.
      if (captured !== null && names.bound.has(name)) needed.add(name)
    }
  }
  return needed
}

function freeNames(
  names: Names,
  own: ReadonlySet<string>,
  needed: ReadonlySet<string>,
  outer: ReadonlySet<string>,
): string[] {
  if (outer.size === 0) return []
  const free = new Set<string>()
  for (const name of [...names.met, ...names.nonlocals, ...needed]) {
    if (outer.has(name) && !own.has(name) && !names.globals.has(name)) free.add(name)
  }
  return [...free].sort()
}

function freeInFunction(
  parameters: readonly Parameter[],
  body: ScopeBody,
  outer: ReadonlySet<string>,
  flavour: Flavour,
): string[] {
  const names = gatherNames(body, parameters, flavour)
  const own = ownNames(names)
  return freeNames(names, own, neededInside(names, visibleInside(names, own, outer), flavour), outer)
}

/** What a class body binds is seen in that body alone, and loaded from there or from the globals. */
function freeInClass(definition: ClassDefinition, outer: ReadonlySet<string>, flavour: Flavour): string[] {
  if (outer.size === 0) return []
  const names = gatherNames(definition.body, [], flavour)
  return freeNames(names, ownNames(names), neededInside(names, outer, flavour), outer)
}

/** Which of the variables of a comprehension that runs in the frame around it lie in cells of their own. */
export function inlinedCells(
  expression: Comprehension | DictComprehension,
  variables: ReadonlySet<string>,
  flavour: Flavour,
): ReadonlySet<string> {
  const { inner } = gatherNames(expression, [ITERATOR], flavour)
  if (inner.length === 0) return NOTHING
  const needed = new Set<string>()
  for (const one of inner) {
    if (one.kind !== 'function') continue
    for (const name of freeInFunction(one.parameters, one.body, variables, flavour)) needed.add(name)
  }
  return needed
}
