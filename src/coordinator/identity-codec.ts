/** {@link CampaignIdentity} ⇄ bytes, for whatever is kept of a campaign. */
import { type ByteReader, type ByteWriter, DamagedBytes } from '../base/bytes.ts'
import { readEntryKey } from '../corpus/entry.ts'
import { CLASS_TRAITS, type Emphasis, FEATURES, LATER_FEATURES, THIRD_FEATURES, WEIGHT_MAX } from '../generate/swarm.ts'
import { GC_MODES } from '../observation/case-modes.ts'
import type { Level } from '../program/level.ts'
import type { CampaignIdentity, EngineIdentity } from './saved-campaign.ts'
import type { Shard } from './shard.ts'

const WEIGHED = [...FEATURES, ...LATER_FEATURES, ...THIRD_FEATURES]

export function writeIdentity(out: ByteWriter, identity: CampaignIdentity): void {
  const { heapsmith, engines, seed, first, shard, statements, level, emphasis, schedule } = identity
  const { shrinks, guided, seeds } = identity
  out.text(heapsmith)
  out.list(engines, ({ id, version, semantics, every }) => {
    for (const text of [id, version, semantics]) out.text(text)
    out.unsigned(every)
  })
  out.unsigned(seed)
  out.unsigned(first)
  writeShard(out, shard)
  for (const number of [statements, level, shrinks ? 1 : 0, guided ? 1 : 0]) out.unsigned(number)
  out.list(emphasis === undefined ? [] : [emphasis], (each) => writeEmphasis(out, each))
  out.list(schedule, (mode) => out.byte(GC_MODES.indexOf(mode)))
  out.list(seeds, (key) => out.text(key))
}

/** Throws {@link DamagedBytes}. */
export function readIdentity(input: ByteReader): CampaignIdentity {
  const heapsmith = input.text()
  const engines = input.list(() => readEngine(input))
  if (engines.length === 0) throw new DamagedBytes('it names no engine')
  const [seed, first, shard] = [input.unsigned(), input.unsigned(), readShard(input)]
  const [statements, level] = [input.unsigned(), readLevel(input)]
  const [shrinks, guided] = [input.unsigned() === 1, input.unsigned() === 1]
  const [emphasis] = input.list(() => readEmphasis(input))
  const schedule = input.list(() => known(GC_MODES[input.byte()], 'a collector mode'))
  const seeds = input.list(() => readEntryKey(input))
  const identity = { heapsmith, engines, seed, first, shard, statements, level, schedule, shrinks, guided, seeds }
  return emphasis === undefined ? identity : { ...identity, emphasis }
}

function readLevel(input: ByteReader): Level {
  const level = input.unsigned()
  if (level !== 1 && level !== 2 && level !== 3) throw new DamagedBytes('the language has no such level')
  return level
}

function writeEmphasis(out: ByteWriter, { weights, traits }: Emphasis): void {
  out.list(
    WEIGHED.filter((feature) => weights[feature] !== undefined),
    (feature) => {
      out.text(feature)
      out.unsigned(weights[feature] ?? 1)
    },
  )
  out.list(
    CLASS_TRAITS.filter((trait) => traits[trait] !== undefined),
    (trait) => {
      out.text(trait)
      out.byte(traits[trait] ? 1 : 0)
    },
  )
}

function readEmphasis(input: ByteReader): Emphasis {
  const weights = input.list(() => {
    const feature = named(WEIGHED, input.text())
    const weight = input.unsigned()
    if (weight > WEIGHT_MAX) throw new DamagedBytes('a weight in it is out of range')
    return [feature, weight] as const
  })
  const traits = input.list(() => [named(CLASS_TRAITS, input.text()), input.byte() === 1] as const)
  return { weights: Object.fromEntries(weights), traits: Object.fromEntries(traits) }
}

function named<Name extends string>(names: readonly Name[], text: string): Name {
  return known(
    names.find((name) => name === text),
    JSON.stringify(text),
  )
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new DamagedBytes(`${what} in it is unknown`)
  return value
}

export function writeShard(out: ByteWriter, { index, of }: Shard): void {
  out.unsigned(index)
  out.unsigned(of)
}

export function readShard(input: ByteReader): Shard {
  const [index, of] = [input.unsigned(), input.unsigned()]
  if (index < 1 || index > of) throw new DamagedBytes('its shard is none')
  return { index, of }
}

function readEngine(input: ByteReader): EngineIdentity {
  const [id, version, semantics] = [input.text(), input.text(), input.text()]
  const every = input.unsigned()
  if (every === 0) throw new DamagedBytes('an engine in it runs no program')
  return { id, version, semantics, every }
}
