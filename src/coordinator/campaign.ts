/**
 * What a campaign was asked to do → what it does: every option filled in once, here, with its default, so that nothing
 * later asks whether something was given.
 */
import { UsageError } from '../base/usage-error.ts'
import type { AdapterLie } from '../engines/engine.ts'
import { DEFAULT_LIMITS, type Limits } from '../observation/case.ts'

export interface CampaignOptions {
  readonly engines?: readonly string[]
  readonly seed?: number
  readonly workers?: number
  readonly timeMs?: number
  readonly programs?: number
  /** Index of the first program. */
  readonly first?: number
  readonly statements?: number
  readonly shrink?: boolean
  /** Percentage of programs. */
  readonly maxUndecided?: number
  readonly lie?: AdapterLie
}

export interface Campaign {
  readonly engines: readonly string[]
  readonly seed: number
  readonly workers: number
  /** Infinite where only the number of programs ends it. */
  readonly timeMs: number
  /** Programs for each engine; infinite where only the time ends it. */
  readonly programs: number
  readonly first: number
  readonly statements: number | undefined
  readonly shrink: ShrinkBudget | undefined
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

export const DEFAULT_ENGINE = 'pyodide'
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
  const engines = [...new Set(options.engines ?? [DEFAULT_ENGINE])]
  const programs = options.programs ?? Number.POSITIVE_INFINITY
  const workers = options.workers ?? Math.max(1, here.cores)
  if (engines.length === 0) throw new UsageError('no engine is named; --engine pyodide is the default')
  if (options.first !== undefined && options.first + Math.min(programs, 1) > Number.MAX_SAFE_INTEGER) {
    throw new UsageError(`--first ${options.first} is beyond the last program`)
  }
  return {
    engines,
    seed: options.seed ?? here.seed,
    workers,
    timeMs: options.timeMs ?? (options.programs === undefined ? DEFAULT_TIME_MS : Number.POSITIVE_INFINITY),
    programs,
    first: options.first ?? 0,
    statements: options.statements,
    shrink: options.shrink === false ? undefined : DEFAULT_SHRINK,
    maxUndecidedPercent: options.maxUndecided ?? 5,
    lie: options.lie,
    limits: DEFAULT_LIMITS,
    largestBlock: largestBlock(programs, workers),
    batchSize: BATCH,
  }
}

/** Small campaigns still give every worker several blocks. */
function largestBlock(programs: number, workers: number): number {
  return Math.max(1, Math.min(LARGEST_BLOCK, Math.ceil(programs / (workers * 4))))
}
