/**
 * What a campaign was asked to do → what it does: every option filled in once, here, with its default, so that nothing
 * later asks whether something was given.
 */
import { UsageError } from '../base/usage-error.ts'
import type { CorpusEntry } from '../corpus/entry.ts'
import type { AdapterLie } from '../engines/engine.ts'
import type { Emphasis } from '../generate/swarm.ts'
import { DEFAULT_LIMITS, type GcMode, type Limits } from '../observation/case.ts'
import type { Level } from '../program/level.ts'
import { ownShare, type Shard, shardName, WHOLE } from './shard.ts'

/** An engine, and on which programs it runs: every one, or one in so many. */
export interface EngineShare {
  readonly id: string
  readonly every: number
}

export interface CampaignOptions {
  readonly engines?: readonly EngineShare[]
  readonly seed?: number
  readonly workers?: number
  readonly timeMs?: number
  readonly programs?: number
  /** Index of the first program. */
  readonly first?: number
  /** Only that share of the programs. */
  readonly shard?: Shard
  readonly statements?: number
  readonly level?: Level
  /** What programs are to be about, and how they collect by themselves, where the campaign says so. */
  readonly emphasis?: Emphasis
  readonly schedule?: readonly GcMode[]
  readonly shrink?: boolean
  readonly guided?: boolean
  /** Entries of another campaign's corpus, to run first. */
  readonly seeds?: readonly CorpusEntry[]
  /** Percentage of programs. */
  readonly maxUndecided?: number
  readonly lie?: AdapterLie
}

export interface Campaign {
  /** The first runs every program, and what it shows guides the campaign. */
  readonly engines: readonly EngineShare[]
  readonly seed: number
  readonly workers: number
  /** Infinite where only the number of programs ends it. */
  readonly timeMs: number
  /** Programs for each engine, of all shards; infinite where only the time ends it. */
  readonly programs: number
  /** Those of them that are run here. */
  readonly ownPrograms: number
  readonly first: number
  readonly shard: Shard
  readonly statements: number | undefined
  /** Undefined: see `campaignLevel`. */
  readonly level: Level | undefined
  readonly emphasis: Emphasis | undefined
  /** Empty: by the plan of every campaign. */
  readonly schedule: readonly GcMode[]
  readonly shrink: ShrinkBudget | undefined
  readonly guided: boolean
  readonly seeds: readonly CorpusEntry[]
  readonly maxUndecidedPercent: number
  readonly lie: AdapterLie | undefined
  readonly limits: Limits
  readonly largestBlock: number
  readonly batchSize: number
}

export interface ShrinkBudget {
  /** For one finding. */
  readonly attempts: number
  readonly seconds: number
  /** Findings beyond this number (one that ends its worker counts, too) are reported as they were found. */
  readonly findings: number
}

/** What other commands use. */
export const DEFAULT_ENGINE = 'pyodide'
/** The fast engine, and a real interpreter of the same version on a share of its programs. */
const DEFAULT_CAMPAIGN: readonly EngineShare[] = [
  { id: 'simulation@3.12', every: 1 },
  { id: 'pyodide@3.12', every: 7 },
]
const DEFAULT_TIME_MS = 60_000
/** The attempts are what ends it: no result may depend on how fast a machine is. The time is for engines that crawl. */
const DEFAULT_SHRINK: ShrinkBudget = { attempts: 3_000, seconds: 300, findings: 20 }
const LARGEST_BLOCK = 2_048
const BATCH = 64

/** `here` is what only the machine and the moment can tell. */
export function fillCampaign(
  options: CampaignOptions,
  here: { readonly cores: number; readonly seed: number },
): Campaign {
  const given = options.engines ?? DEFAULT_CAMPAIGN
  const engines = given.filter(({ id }, i) => given.findIndex((other) => other.id === id) === i)
  const programs = options.programs ?? Number.POSITIVE_INFINITY
  const workers = options.workers ?? Math.max(1, here.cores)
  if (engines[0] === undefined) throw new UsageError('no engine is named')
  if (engines[0].every !== 1)
    throw new UsageError(`the first engine, ${engines[0].id}, must run every program: give it no share`)
  const shard = options.shard ?? WHOLE
  const ownPrograms = ownShare(shard, programs)
  if (ownPrograms === 0)
    throw new UsageError(`of ${programs} programs none is left for shard ${shardName(shard)}: name fewer shards`)
  if (options.first !== undefined && options.first + Math.min(programs, 1) > Number.MAX_SAFE_INTEGER) {
    throw new UsageError(`--first ${options.first} is beyond the last program`)
  }
  return {
    engines,
    seed: options.seed ?? here.seed,
    workers,
    timeMs: options.timeMs ?? (options.programs === undefined ? DEFAULT_TIME_MS : Number.POSITIVE_INFINITY),
    programs,
    ownPrograms,
    first: options.first ?? 0,
    shard,
    statements: options.statements,
    level: options.level,
    emphasis: options.emphasis,
    schedule: options.schedule ?? [],
    shrink: options.shrink === false ? undefined : DEFAULT_SHRINK,
    guided: options.guided ?? true,
    seeds: options.seeds ?? [],
    maxUndecidedPercent: options.maxUndecided ?? 5,
    lie: options.lie,
    limits: DEFAULT_LIMITS,
    largestBlock: largestBlock(ownPrograms, workers),
    batchSize: BATCH,
  }
}

/** Small campaigns still give every worker several blocks. */
function largestBlock(programs: number, workers: number): number {
  return Math.max(1, Math.min(LARGEST_BLOCK, Math.ceil(programs / (workers * 4))))
}
