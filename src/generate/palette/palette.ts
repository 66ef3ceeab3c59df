/**
 * The definitions and blocks that the programs of one epoch share: 4,096 programs draw from some three hundred compound
 * statements, so that engines compile few. Depends on (seed, epoch) alone.
 */
import { Prng } from '../../base/prng.ts'
import type { Statement } from '../../program/ast.ts'
import { printStatement } from '../../program/print.ts'
import { deepFreeze, intern } from '../intern.ts'
import { CALLBACKS, CLASSES, FUNCTIONS } from '../names.ts'
import type { BlockEntry } from './blocks.ts'
import { blockEntry } from './blocks.ts'
import { callbackEntry } from './callbacks.ts'
import type { CallbackEntry, ClassEntry, FunctionEntry } from './class-entry.ts'
import { classEntry } from './classes.ts'
import { functionEntry } from './functions.ts'
import { type LaterPalette, makeLaterPalette } from './later-palette.ts'
import { makeThirdPalette, type ThirdPalette } from './third-palette.ts'

export const EPOCH_PROGRAMS = 4096
const CLASSES_A_NAME = [30, 30, 26, 22, 14]
const FUNCTIONS_A_NAME = 12
const CALLBACKS_A_NAME = 10
const BLOCKS = 80
/** Palettes of this many epochs are kept: workers take turns within an epoch, and replays jump. */
const REMEMBERED = 4
/** Sets the palette's stream apart from the streams of the programs. */
const STREAM = 0x70616c

export interface Palette {
  readonly classes: readonly (readonly ClassEntry[])[]
  readonly functions: readonly (readonly FunctionEntry[])[]
  readonly callbacks: readonly (readonly CallbackEntry[])[]
  readonly blocks: readonly BlockEntry[]
}

/** The palette of the epoch that program `index` belongs to. */
export const paletteFor: (seed: number, index: number) => Palette = byEpoch(makePalette)

/** What level 2 adds to it. */
export const laterPaletteFor: (seed: number, index: number) => LaterPalette = byEpoch((seed, epoch) =>
  makeLaterPalette(seed, epoch, paletteFor(seed, epoch * EPOCH_PROGRAMS).classes.flat()),
)

/** What level 3 adds to both. */
export const thirdPaletteFor: (seed: number, index: number) => ThirdPalette = byEpoch(makeThirdPalette)

function byEpoch<T>(make: (seed: number, epoch: number) => T): (seed: number, index: number) => T {
  const remembered: { readonly seed: number; readonly epoch: number; readonly palette: T }[] = []
  return (seed, index) => {
    const epoch = Math.floor(index / EPOCH_PROGRAMS)
    const known = remembered.find((item) => item.epoch === epoch && item.seed === seed)
    if (known !== undefined) return known.palette
    const palette = make(seed, epoch)
    remembered.unshift({ seed, epoch, palette })
    remembered.length = Math.min(remembered.length, REMEMBERED)
    return palette
  }
}

function makePalette(seed: number, epoch: number): Palette {
  const prng = new Prng(seed, epoch, STREAM)
  const byText = new Map<string, Statement>()
  // All but classes come from closed spaces and are shared by all epochs, also with the families.
  const share = <T extends { readonly statement: Statement }>(entry: T): T => {
    const key = printStatement(entry.statement)
    const statement = byText.get(key) ?? deepFreeze(entry.statement)
    byText.set(key, statement)
    return { ...entry, statement }
  }
  const shareForEver = <T extends { readonly statement: Statement }>(entry: T): T => ({
    ...entry,
    statement: intern(entry.statement),
  })
  return {
    classes: CLASSES.map((_, name) => times(CLASSES_A_NAME[name] as number, () => share(classEntry(prng, name)))),
    functions: FUNCTIONS.map((_, name) => times(FUNCTIONS_A_NAME, () => shareForEver(functionEntry(prng, name)))),
    callbacks: CALLBACKS.map((_, name) => times(CALLBACKS_A_NAME, () => shareForEver(callbackEntry(prng, name)))),
    blocks: times(BLOCKS, () => shareForEver(blockEntry(prng))),
  }
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make)
}
