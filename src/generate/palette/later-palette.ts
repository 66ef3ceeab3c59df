/**
 * The definitions of level 2 that the programs of one epoch share, beside those of level 1. Depends on (seed, epoch)
 * alone, and is made only for campaigns of that level.
 */
import { Prng } from '../../base/prng.ts'
import type { Statement } from '../../program/ast.ts'
import { printStatement } from '../../program/print.ts'
import { deepFreeze } from '../intern.ts'
import { CALLBACKS, CLASSES, DEEPS, HEIRS, MAKERS, MANAGERS, TRAPS, WALKS, WITNESS } from '../names.ts'
import type { CallbackEntry, ClassEntry } from './class-entry.ts'
import { classEntry } from './classes.ts'
import { type HeirEntry, heirEntry } from './heirs.ts'
import { managerEntry, witnessEntry } from './later-classes.ts'
import type { LaterEntry } from './later-entry.ts'
import { laterCallback, laterFinalizer } from './later-finalizers.ts'
import { deepEntry, makerEntry, trapEntry, walkEntry } from './later-functions.ts'

const WITNESSES = 12
const CLASSES_A_NAME = 12
const CALLBACKS_A_NAME = 8
const HEIRS_A_NAME = 14
const ENTRIES_A_NAME = 14
/** Sets this palette's stream apart from that of level 1. */
const STREAM = 0x70616c32

export interface LaterPalette {
  /** By name, of `LATER_NAMES`. */
  readonly entries: ReadonlyMap<string, readonly LaterEntry[]>
  readonly classes: readonly (readonly ClassEntry[])[]
  readonly callbacks: readonly (readonly CallbackEntry[])[]
  readonly heirs: readonly (readonly HeirEntry[])[]
}

/** `earlier`: the classes of level 1, some of which are equal to some of these. */
export function makeLaterPalette(seed: number, epoch: number, earlier: readonly ClassEntry[]): LaterPalette {
  const prng = new Prng(seed, epoch, STREAM)
  const byText = new Map(earlier.map(({ statement }): [string, Statement] => [printStatement(statement), statement]))
  const share = <T extends { readonly statement: Statement }>(entry: T): T => {
    const key = printStatement(entry.statement)
    const statement = byText.get(key) ?? deepFreeze(entry.statement)
    byText.set(key, statement)
    return { ...entry, statement }
  }
  const times = <T extends { readonly statement: Statement }>(count: number, make: () => T): T[] =>
    Array.from({ length: count }, () => share(make()))
  const makers: readonly (readonly [readonly string[], number, (prng: Prng, name: string) => LaterEntry])[] = [
    [[WITNESS], WITNESSES, witnessEntry],
    [MANAGERS, ENTRIES_A_NAME, managerEntry],
    [WALKS, ENTRIES_A_NAME, walkEntry],
    [TRAPS, ENTRIES_A_NAME, trapEntry],
    [MAKERS, ENTRIES_A_NAME, makerEntry],
    [DEEPS, ENTRIES_A_NAME, deepEntry],
  ]
  const entries = new Map<string, readonly LaterEntry[]>()
  for (const [names, count, make] of makers)
    for (const name of names)
      entries.set(
        name,
        times(count, () => make(prng, name)),
      )
  return {
    entries,
    classes: CLASSES.map((_, name) => times(CLASSES_A_NAME, () => classEntry(prng, name, laterFinalizer))),
    callbacks: CALLBACKS.map((_, name) => times(CALLBACKS_A_NAME, () => laterCallback(prng, name))),
    heirs: HEIRS.map((_, name) => times(HEIRS_A_NAME, () => heirEntry(prng, name))),
  }
}
