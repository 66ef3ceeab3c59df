/**
 * What the oracle says of an engine's report and, for a group of engines, whether its members agree: the oracle against
 * each, and each against each. A difference between engines is a violation of `engines-agree`, also where the oracle
 * cannot tell; where it sides with one of them, the message says so. For an engine beside itself, what its twins say.
 */

import type { Engine } from '../engines/engine.ts'
import type { Case } from '../observation/case.ts'
import { type Comparable, comparable } from '../observation/comparable.ts'
import { type FirstDifference, firstDifference, type Precision } from '../observation/first-difference.ts'
import type { Observations } from '../observation/observations.ts'
import { type Judgement, judge } from '../oracle/judge.ts'
import type { JudgeOptions } from '../oracle/judge-options.ts'
import { printProgram } from '../program/print.ts'
import type { Verdict, Violation } from '../verdict/verdict.ts'
import { BesideItself } from './beside-itself.ts'
import { EngineGroup } from './engine-group.ts'
import { judgeTwins } from './judge-twins.ts'
import type { ReadyEngine } from './thread-engine.ts'

export function judgeSeen(
  case_: Case,
  { engine, semantics }: ReadyEngine,
  seen: Observations,
  options: Omit<JudgeOptions, 'shows'> = {},
): Judgement {
  const first = engine instanceof EngineGroup ? (engine.members[0] as Engine) : engine
  const own = judge(case_, semantics, seen, { ...options, shows: first.description.capabilities })
  if (own.verdict.kind === 'violates') return own
  if (engine instanceof EngineGroup) return { ...own, verdict: compared(case_, engine, seen, own.verdict) }
  if (engine instanceof BesideItself) return { ...own, verdict: judgeTwins(case_, engine.twinsOf(seen), own.verdict) }
  return own
}

interface Member {
  readonly engine: Engine
  readonly seen: Observations
  readonly shown: Comparable
  readonly verdict: Verdict
}

/** `own` is what the oracle says of the first member. */
function compared(case_: Case, group: EngineGroup, seen: Observations, own: Verdict): Verdict {
  const order = thaws(case_) ? 'globals' : 'lists'
  const members = group.reportsOf(seen).map((report, i): Member => {
    const engine = group.members[i] as Engine
    const { capabilities: shows } = engine.description
    const verdict = i === 0 ? own : judge(case_, group.semantics, report, { story: false, shows }).verdict
    return { engine, seen: report, shown: comparable(report, order), verdict }
  })
  const checks = { ...own.checks, 'engines-agree': seen.statements.length * (members.length - 1) }
  const violations = members.slice(1).flatMap((member) => disagreement(case_, members, member))
  if (violations.length > 0) return { kind: 'violates', violations, checks }
  // They show the same, but the oracle holds one to more than another can show.
  const wrong = members.find(({ verdict }) => verdict.kind === 'violates')
  return wrong === undefined ? { ...own, checks } : { ...wrong.verdict, checks }
}

function disagreement(case_: Case, members: readonly Member[], other: Member): readonly Violation[] {
  const [first] = members as readonly [Member, ...Member[]]
  const difference = firstDifference(first.shown, other.shown, precision(case_, first.engine, other.engine))
  if (difference === undefined) return []
  const [one, two] = [first.engine.description.id, other.engine.description.id]
  const { statement, part } = difference
  return [
    {
      rule: 'engines-agree',
      statement,
      objects: typesIn(difference),
      expected: `${part}: ${difference.first ?? 'nothing more'} (${one})`,
      seen: `${part}: ${difference.second ?? 'nothing more'} (${two})`,
      message: `${one} and ${two} differ in ${PART_WORDS[part]}.${sides(members)}`,
    },
  ]
}

const PART_WORDS: Readonly<Record<FirstDifference['part'], string>> = {
  events: 'what happens',
  raised: 'what the statement raises',
  value: "the statement's value",
  probes: 'what probes answer',
  statistics: 'the statistics of the collector',
  nodes: 'the objects of the heap',
  roots: 'what the global names refer to',
  garbage: 'gc.garbage',
  outcome: 'how the program ends',
}

/** Whom the oracle supports, where it supports some and not others. */
function sides(members: readonly Member[]): string {
  const ids = (kind: Verdict['kind']) =>
    members.filter(({ verdict }) => verdict.kind === kind).map(({ engine }) => engine.description.id)
  const [agrees, violates] = [ids('agrees'), ids('violates')]
  if (violates.length === 0)
    return agrees.length === 0 ? ' The oracle cannot tell.' : ' The oracle has nothing against either.'
  return ` The oracle finds fault with ${violates.join(', ')}${agrees.length === 0 ? '' : ` and agrees with ${agrees.join(', ')}`}.`
}

/** Types of the objects on the two lines, for the signature. */
function typesIn({ part, first, second }: FirstDifference): readonly string[] {
  if (part !== 'nodes') return []
  const types = [first, second].flatMap((line) => /^\w+/.exec(line ?? '') ?? [])
  return [...new Set(types)]
}

function precision(case_: Case, one: Engine, other: Engine): Precision {
  const [a, b] = [one.description, other.description]
  const sameVersion = a.facts.version.every((part, i) => part === b.facts.version[i])
  return {
    lists: sameVersion ? 'in order' : 'any order',
    deaths: case_.watch.deaths && a.capabilities.deaths && b.capabilities.deaths,
  }
}

/** What is thawed brings objects of an adapter into the collector's lists, and so changes their order. */
function thaws({ program }: Case): boolean {
  return printProgram(program).includes('unfreeze')
}
