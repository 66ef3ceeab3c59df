/**
 * What hunts for planted defects came to: one row a hunt, one line a defect, and the score. All that a report of them
 * shows is computed here.
 */
import type { RuleId } from '../verdict/rule.ts'

/** `random`: every program from nothing, all choices alike; `guided`: as a campaign makes them. */
export type HuntWay = 'random' | 'guided'

/** One defect, one seed, one way. */
export interface Hunt {
  readonly defect: string
  readonly seed: number
  readonly way: HuntWay
  readonly programs: number
  readonly seconds: number
  /** How often the broken code ran, and how often it made something wrong; undefined when the worker was lost. */
  readonly reached: number | undefined
  readonly triggered: number | undefined
  /** Violations where the defect had done nothing wrong: the harness is wrong about the whole engine. */
  readonly strays: number
  readonly detected: Detection | undefined
}

export interface Detection {
  readonly rule: RuleId
  /** The rule is one of those that the catalogue names. */
  readonly underItsRule: boolean
  readonly message: string
  /** The program made small, as Python, and how many top-level statements it has; undefined when that was not possible. */
  readonly python: string
  readonly statements: number
  readonly statementsFound: number
  readonly shrinkingSeconds: number
}

export interface DefectLine {
  readonly defect: string
  readonly what: string
  readonly bug: string | undefined
  /** Of the programs that are generated for it. */
  readonly level: number
  readonly hunts: readonly Hunt[]
  readonly reached: number
  readonly triggered: number
  readonly detected: number
  readonly underItsRule: number
  readonly strays: number
  readonly rules: readonly RuleId[]
  /** Over the hunts that detected it. */
  readonly medianPrograms: number | undefined
  readonly medianSeconds: number | undefined
  readonly medianStatements: number | undefined
  /** Of the guided hunts, where there are any: all else is of the others. */
  readonly guided?: GuidedScore
}

export interface GuidedScore {
  readonly hunts: readonly Hunt[]
  readonly detected: number
  readonly medianPrograms: number | undefined
  readonly medianSeconds: number | undefined
}

/** The fields of a defect that a score shows. */
export interface ScoredDefect {
  readonly name: string
  readonly what: string
  readonly bug?: string
  readonly level?: number
}

export function scoreOf(defects: readonly ScoredDefect[], hunts: readonly Hunt[]): readonly DefectLine[] {
  return defects.map((defect) => {
    const all = hunts.filter((hunt) => hunt.defect === defect.name)
    const own = all.filter(({ way }) => way === 'random')
    const guided = all.filter(({ way }) => way === 'guided')
    const found = own.flatMap((hunt) => (hunt.detected === undefined ? [] : [{ ...hunt, detected: hunt.detected }]))
    return {
      defect: defect.name,
      what: defect.what,
      bug: defect.bug,
      level: defect.level ?? 1,
      hunts: own,
      reached: own.filter(({ reached }) => reached !== 0).length,
      triggered: own.filter(({ triggered }) => triggered !== 0).length,
      detected: found.length,
      underItsRule: found.filter(({ detected }) => detected.underItsRule).length,
      strays: own.reduce((sum, hunt) => sum + hunt.strays, 0),
      rules: [...new Set(found.map(({ detected }) => detected.rule))].sort(),
      medianPrograms: median(found.map(({ programs }) => programs)),
      medianSeconds: median(found.map(({ seconds }) => seconds)),
      medianStatements: median(found.map(({ detected }) => detected.statements)),
      ...(guided.length === 0 ? {} : { guided: guidedScore(guided) }),
    }
  })
}

function guidedScore(hunts: readonly Hunt[]): GuidedScore {
  const found = hunts.filter(({ detected }) => detected !== undefined)
  return {
    hunts,
    detected: found.length,
    medianPrograms: median(found.map(({ programs }) => programs)),
    medianSeconds: median(found.map(({ seconds }) => seconds)),
  }
}

export function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)]
}
