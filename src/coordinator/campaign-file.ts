/**
 * YAML text → what a campaign file asks for, checked against `schema/campaign.schema.json`. A file with any mistake is
 * refused whole, every mistake at its place: hours later it would be noticed too late.
 */
import { durationInMs } from '../base/duration.ts'
import type { Emphasis } from '../generate/swarm.ts'
import type { GcMode } from '../observation/case.ts'
import { type Complain, loadDocument } from '../scenario/document.ts'
import { nearest } from '../scenario/nearest.ts'
import type { ScenarioProblem } from '../scenario/problem.ts'
import { isList, isMapping } from '../scenario/read-expectation.ts'
import { type PlainMapping, type PlainValue, pointer } from '../scenario/yaml-tree.ts'
import { RULE_IDS, type RuleId } from '../verdict/rule.ts'
import type { CampaignOptions, EngineShare } from './campaign.ts'

export interface CampaignFile {
  readonly title: string
  readonly differential: boolean
  readonly options: CampaignOptions
  readonly rules: CampaignRules
}

/** Which rules make a campaign fail. */
export interface CampaignRules {
  /** Their findings are shown, and fail nothing. */
  readonly ignored: readonly RuleId[]
  /** Each must have been checked. */
  readonly required: readonly RuleId[]
}

export type CampaignFileResult =
  | { readonly ok: true; readonly campaign: CampaignFile }
  /** At least one. */
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] }

const DOCUMENT = { noun: 'campaign', schema: 'campaign.schema.json' }

export function loadCampaign(text: string | Uint8Array, file: string): CampaignFileResult {
  const loaded = loadDocument(text, file, DOCUMENT, ({ root, complain }) => read(root, complain))
  return loaded.ok ? { ok: true, campaign: loaded.value } : loaded
}

function read(root: PlainMapping, complain: Complain): CampaignFile {
  const differential = root['differential'] === true
  const engines = listOf(root['engines']).map((engine, i) =>
    engineOf(engine, pointer('/engines', i), differential, complain),
  )
  if (engines[0] !== undefined && engines[0].every !== 1)
    complain('/engines/0', 'the first engine must run every program', 'give it no share, or another engine its place')
  for (const [i, { id }] of engines.entries())
    if (engines.findIndex((other) => other.id === id) < i) complain(pointer('/engines', i), `${id} is named twice`)
  const rules = asMapping(root['rules'])
  return {
    title: String(root['title']),
    differential,
    options: {
      ...(engines.length === 0 ? {} : { engines }),
      ...emphasisOf(root),
      ...numbers(root),
      ...timeOf(root['time'], complain),
      ...(root['gc'] === undefined ? {} : { schedule: listOf(root['gc']).map(String) as GcMode[] }),
      ...(typeof root['guided'] === 'boolean' ? { guided: root['guided'] } : {}),
      ...(typeof root['shrink'] === 'boolean' ? { shrink: root['shrink'] } : {}),
    },
    rules: {
      ignored: rulesOf(rules['ignored'], '/rules/ignored', complain),
      required: rulesOf(rules['required'], '/rules/required', complain),
    },
  }
}

function engineOf(engine: PlainValue, at: string, differential: boolean, complain: Complain): EngineShare {
  if (!isMapping(engine)) return { id: String(engine), every: 1 }
  const every = Number(engine['every'] ?? 1)
  if (differential && every !== 1)
    complain(`${at}/every`, 'engines that are compared run the same programs', 'leave out every, or differential')
  return { id: String(engine['id']), every }
}

function emphasisOf(root: PlainMapping): { readonly emphasis?: Emphasis } {
  if (root['weights'] === undefined && root['traits'] === undefined) return {}
  const weights = Object.entries(asMapping(root['weights'])).map(([feature, weight]) => [feature, Number(weight)])
  const traits = Object.entries(asMapping(root['traits']))
  return { emphasis: { weights: Object.fromEntries(weights), traits: Object.fromEntries(traits) } }
}

type Numbers = 'seed' | 'programs' | 'workers' | 'statements' | 'level' | 'maxUndecided'

function numbers(root: PlainMapping): Pick<CampaignOptions, Numbers> {
  const keys = {
    seed: 'seed',
    programs: 'programs',
    workers: 'workers',
    statements: 'statements',
    level: 'level',
    maxUndecided: 'max-undecided',
  }
  const given = Object.entries(keys).filter(([, key]) => root[key] !== undefined)
  return Object.fromEntries(given.map(([option, key]) => [option, Number(root[key])]))
}

function timeOf(time: PlainValue | undefined, complain: Complain): { readonly timeMs?: number } {
  if (time === undefined) return {}
  const timeMs = durationInMs(String(time))
  if (timeMs === undefined) complain('/time', `${String(time)} is no time`, 'write it as 90s, 10m or 8h')
  return timeMs === undefined ? {} : { timeMs }
}

function rulesOf(value: PlainValue | undefined, at: string, complain: Complain): readonly RuleId[] {
  return listOf(value).map((item, i) => {
    const rule = String(item) as RuleId
    if (RULE_IDS.includes(rule)) return rule
    const near = nearest(rule, RULE_IDS)
    const hint = near === undefined ? `the rules are ${RULE_IDS.join(', ')}` : `did you mean ${near}?`
    complain(pointer(at, i), `there is no rule ${rule}`, hint)
    return rule
  })
}

function listOf(value: PlainValue | undefined): readonly PlainValue[] {
  return isList(value) ? value : []
}

function asMapping(value: PlainValue | undefined): PlainMapping {
  return isMapping(value) ? value : {}
}
