/**
 * `report.json` and `timing.json` → {@link RunReport}: what `json.ts` wrote of a campaign comes back as it was. A file that it
 * cannot have written is refused with {@link DamagedBytes}: the published schema is checked, rules are of the catalogue, and
 * of a finding the name, the program as Python and the replay token must belong together, as files are made of them.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { DamagedBytes } from '../base/bytes.ts'
import { packageRoot } from '../base/package-root.ts'
import { UsageError } from '../base/usage-error.ts'
import { printProgram } from '../program/print.ts'
import { type Finding, findingId } from '../triage/finding.ts'
import { parseReplayToken, type Replay } from '../triage/replay-token.ts'
import type { RunReport, Totals, UndecidedReason } from '../triage/run-report.ts'
import { RULE_IDS, type RuleId } from '../verdict/rule.ts'
import { publishedFinding } from './json.ts'

/** What `json.ts` writes of a campaign, after the schema was checked. */
type Published = Omit<RunReport, 'workers' | 'totals' | 'findings'> & {
  readonly totals: Omit<Totals, 'seconds' | 'spent' | 'undecidedReasons'>
  readonly undecided: readonly UndecidedReason[]
  readonly findings: readonly PublishedFinding[]
}

type PublishedFinding = Omit<Finding, 'case'> & {
  readonly program: string
  readonly statements: number
  readonly snapshots: readonly number[]
}

export interface Timing {
  readonly workers: number
  readonly seconds: number
  readonly spent: NonNullable<Totals['spent']>
}

let compiled: ValidateFunction | undefined

/** The report of a campaign. */
export function readCampaignReport(json: string, { workers, seconds, spent }: Timing): RunReport {
  const { findings, totals, undecided, rules, ...rest } = published(json)
  if (rest.kind !== 'fuzz') throw new DamagedBytes(`it is the report of a ${rest.kind}, not of a campaign`)
  const { format: _, ...kept } = rest as typeof rest & { readonly format: unknown }
  return {
    ...kept,
    workers,
    findings: findings.map(readFinding),
    totals: { ...totals, undecidedReasons: undecided, seconds, spent },
    rules: readRules(rules),
  }
}

/** A campaign's `timing.json`. */
export function readTiming(json: string): Timing {
  const { workers, seconds, spent } = Object(parsed(json)) as Partial<Timing>
  const { generateMs, engineMs, judgeMs } = Object(spent) as Partial<Timing['spent']>
  const numbers = [workers, seconds, generateMs, engineMs, judgeMs]
  if (!numbers.every((number) => typeof number === 'number' && number >= 0))
    throw new DamagedBytes('it does not say how long the campaign took')
  return { workers, seconds, spent: { generateMs, engineMs, judgeMs } } as Timing
}

function published(json: string): Published {
  const value = parsed(json)
  compiled ??= new Ajv2020({ strict: false }).compile(
    JSON.parse(readFileSync(join(packageRoot, 'schema', 'report.schema.json'), 'utf8')) as object,
  )
  if (compiled(value)) return value as unknown as Published
  const [error] = compiled.errors ?? []
  throw new DamagedBytes(`it has not the form of a report: ${error?.instancePath || 'it'} ${error?.message}`)
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw new DamagedBytes('it is no JSON')
  }
}

function readFinding(given: PublishedFinding): Finding {
  const { program: _program, statements, snapshots: _snapshots, ...rest } = given
  const { rule, signature, engine, violation, id } = rest
  const { case: case_ } = replayOf(given)
  const finding = { ...rest, case: case_, id: findingId(engine, signature, rule), python: printProgram(case_.program) }
  if (!RULE_IDS.includes(rule) || violation.statement >= statements)
    throw new DamagedBytes(`its finding ${JSON.stringify(id)} cannot be`)
  if (JSON.stringify(publishedFinding(finding)) !== JSON.stringify(given))
    throw new DamagedBytes(`the parts of its finding ${JSON.stringify(id)} do not belong together`)
  return finding
}

function replayOf({ replay, id }: PublishedFinding): Replay {
  try {
    return parseReplayToken(replay)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new DamagedBytes(`the replay token of its finding ${JSON.stringify(id)} is none`)
  }
}

function readRules(rules: Readonly<Record<string, number>>): Readonly<Record<RuleId, number>> {
  for (const rule of Object.keys(rules))
    if (!RULE_IDS.includes(rule as RuleId)) throw new DamagedBytes(`there is no rule ${JSON.stringify(rule)}`)
  return Object.fromEntries(RULE_IDS.map((rule) => [rule, rules[rule] ?? 0])) as Record<RuleId, number>
}
