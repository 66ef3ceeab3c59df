/** The definitions of level 3 that the programs of one epoch share. Depends on (seed, epoch) alone; made when first used. */
import { Prng } from '../../base/prng.ts'
import type { Statement } from '../../program/ast.ts'
import { printStatement } from '../../program/print.ts'
import { deepFreeze } from '../intern.ts'
import { CLASS_MAKERS, ENDS } from '../names.ts'
import { ghostEntry, keyEntry, scribeEntry, twinEntry } from './changers.ts'
import { type HeirName, heirOfBuiltIn, mixedEntry } from './container-heirs.ts'
import type { ThirdEntry } from './third-entry.ts'
import { classMakerEntry, endEntry } from './third-functions.ts'

const ENTRIES_A_NAME = 14
/** Of what runs in the middle of an operation there are more: what it does is the point. */
const CHANGERS_A_NAME: Readonly<Record<string, number>> = { Key: 44, Twin: 24, Ghost: 24, Scribe: 24 }
/** Sets this palette's stream apart from those of the other levels. */
const STREAM = 0x70616c33

/** By name, of `THIRD_NAMES`. */
export type ThirdPalette = ReadonlyMap<string, readonly ThirdEntry[]>

const MAKERS: readonly (readonly [string, (prng: Prng, name: string) => ThirdEntry])[] = [
  ...(['List', 'Dict', 'Set', 'Tuple', 'Error'] as const).map(
    (name: HeirName) => [name, (prng: Prng) => heirOfBuiltIn(prng, name)] as const,
  ),
  ['Mixed', mixedEntry],
  ['Key', keyEntry],
  ['Twin', twinEntry],
  ['Ghost', ghostEntry],
  ['Scribe', scribeEntry],
  ...CLASS_MAKERS.map((name) => [name, classMakerEntry] as const),
  ...ENDS.map((name) => [name, endEntry] as const),
]

export function makeThirdPalette(seed: number, epoch: number): ThirdPalette {
  const prng = new Prng(seed, epoch, STREAM)
  const byText = new Map<string, Statement>()
  const share = (entry: ThirdEntry): ThirdEntry => {
    const key = printStatement(entry.statement)
    const statement = byText.get(key) ?? deepFreeze(entry.statement)
    byText.set(key, statement)
    return { ...entry, statement }
  }
  return new Map(
    MAKERS.map(([name, make]) => {
      const length = CHANGERS_A_NAME[name] ?? ENTRIES_A_NAME
      return [name, Array.from({ length }, () => share(make(prng, name)))]
    }),
  )
}
