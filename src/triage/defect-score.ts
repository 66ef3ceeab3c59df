/**
 * What hunts for planted defects came to: one row a hunt, one line a defect, and the score. All that a report of them
 * shows is computed here.
 */
import type { RuleId } from '../verdict/rule.ts'

/** One defect, one seed. */
export interface Hunt {
  readonly defect: string
  readonly seed: number
  readonly programs: number
  readonly seconds: number
  /** How often the broken code ran, and how often it made something wrong; undefined when the worker was lost. */
  readonly reached: number | undefined
  readonly triggered: number | undefined
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
  readonly hunts: readonly Hunt[]
  readonly reached: number
  readonly triggered: number
  readonly detected: number
  readonly underItsRule: number
  readonly rules: readonly RuleId[]
  /** Over the hunts that detected it. */
  readonly medianPrograms: number | undefined
  readonly medianSeconds: number | undefined
  readonly medianStatements: number | undefined
}

/** The fields of a defect that a score shows. */
export interface ScoredDefect {
  readonly name: string
  readonly what: string
  readonly bug?: string
}

export function scoreOf(defects: readonly ScoredDefect[], hunts: readonly Hunt[]): readonly DefectLine[] {
  return defects.map((defect) => {
    const own = hunts.filter((hunt) => hunt.defect === defect.name)
    const found = own.flatMap((hunt) => (hunt.detected === undefined ? [] : [{ ...hunt, detected: hunt.detected }]))
    return {
      defect: defect.name,
      what: defect.what,
      bug: defect.bug,
      hunts: own,
      reached: own.filter(({ reached }) => reached !== 0).length,
      triggered: own.filter(({ triggered }) => triggered !== 0).length,
      detected: found.length,
      underItsRule: found.filter(({ detected }) => detected.underItsRule).length,
      rules: [...new Set(found.map(({ detected }) => detected.rule))].sort(),
      medianPrograms: median(found.map(({ programs }) => programs)),
      medianSeconds: median(found.map(({ seconds }) => seconds)),
      medianStatements: median(found.map(({ detected }) => detected.statements)),
    }
  })
}

export function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)]
}
