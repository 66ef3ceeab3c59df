/** What differs between versions in how the compiler lays out names: those that agree in it share compiled code. */
import { remembered } from '../base/remembered.ts'
import type { Semantics } from '../semantics/semantics.ts'

export interface Flavour {
  /** List, set and dict comprehensions run in the frame around them (3.12, PEP 709). */
  readonly inlines: boolean
  /** The result of one that is dropped goes before its last variable (3.13). */
  readonly dropsFirst: boolean
  /** An argument that inner functions use lies in its cell at its own place, not behind the other locals (3.11). */
  readonly cellsInPlace: boolean
  /** Which part of a `try` the compiler writes earlier than the text has it. */
  readonly tryOrder: Semantics['tryOrder']
}

/** One for each flavour there is. */
const FLAVOURS = new Map<string, Flavour>()

/** Asked for with every statement that is judged. */
export const flavourOf = remembered((semantics: Semantics): Flavour => {
  const { comprehensionsInlined, argumentCellsInPlace, droppedComprehensionGoesFirst, tryOrder } = semantics
  const own: Flavour = {
    inlines: comprehensionsInlined,
    dropsFirst: droppedComprehensionGoesFirst,
    cellsInPlace: argumentCellsInPlace,
    tryOrder,
  }
  const key = Object.values(own).join()
  const known = FLAVOURS.get(key)
  if (known === undefined) FLAVOURS.set(key, own)
  return known ?? own
})
