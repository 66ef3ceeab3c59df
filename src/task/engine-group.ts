/**
 * Several engines as one, for differential runs: `simulation@3.12~pyodide@3.12`. Every case runs on each of them, what the
 * first reports is the group's report, and the judgement says where another differs. Because a group is an engine like
 * any other, findings of disagreement are shrunk, saved and replayed like the rest.
 *
 * Keeps true: only engines of the same semantics form a group; they run one after the other.
 */
import { present } from '../base/assert.ts'
import { type Engine, EngineUnavailable } from '../engines/engine.ts'
import type { Capabilities } from '../observation/capabilities.ts'
import type { Case } from '../observation/case.ts'
import type { Observations } from '../observation/observations.ts'
import type { Level } from '../program/level.ts'
import { selectSemantics } from '../semantics/select.ts'
import type { Semantics } from '../semantics/semantics.ts'
import { GROUP_SIGN } from '../triage/portable-engine.ts'

/** How often the group shows that it is alive while an engine in another process works. */
const BEAT_MS = 500

export class EngineGroup implements Engine {
  readonly description: Engine['description']
  readonly members: readonly Engine[]
  readonly runsOfCase: number
  readonly semantics: Semantics
  private readonly beat: () => void
  private readonly seen = new WeakMap<Observations, readonly Observations[]>()
  private last: Promise<unknown> = Promise.resolve()

  constructor(id: string, members: readonly Engine[], beat: () => void) {
    const first = present(members[0], 'a group has members').description
    this.members = members
    this.runsOfCase = members.length
    this.beat = beat
    this.semantics = sharedSemantics(members)
    const descriptions = members.map(({ description }) => description)
    this.description = {
      id,
      version: descriptions.map(({ version }) => version).join(' ~ '),
      capabilities: descriptions.map(({ capabilities }) => capabilities).reduce(bothShow),
      facts: first.facts,
    }
  }

  run(cases: readonly Case[]): Promise<readonly Observations[]> {
    const result = this.last.then(() => this.runAll(cases))
    this.last = result.catch(() => {})
    return result
  }

  /** What each member reported where the group reported `seen`. */
  reportsOf(seen: Observations): readonly Observations[] {
    return present(this.seen.get(seen), 'the observations are those of this group')
  }

  async close(): Promise<void> {
    await Promise.all(this.members.map((member) => member.close()))
  }

  private async runAll(cases: readonly Case[]): Promise<readonly Observations[]> {
    const reports: (readonly Observations[])[] = []
    // Where one member runs inside the thread, silence counts as a hang; those outside watch their programs themselves.
    const timer = setInterval(this.beat, BEAT_MS)
    try {
      for (const member of this.members) reports.push(await member.run(cases))
    } finally {
      clearInterval(timer)
    }
    const firsts = present(reports[0], 'a group has members')
    for (const [i, first] of firsts.entries())
      this.seen.set(
        first,
        reports.map((each) => present(each[i], 'one observation a case')),
      )
    return firsts
  }
}

export function groupMembers(id: string): readonly string[] {
  return id.split(GROUP_SIGN)
}

function sharedSemantics(members: readonly Engine[]): Semantics {
  const all = members.map(({ description }) => selectSemantics(description.facts))
  const first = present(all[0], 'a group has members')
  if (all.every(({ id }) => id === first.id)) return first
  const shown = members.map(({ description: { id } }, i) => `${id} has ${all[i]?.id}`).join(', ')
  throw new EngineUnavailable(`only engines of the same semantics can be compared with each other: ${shown}`)
}

/** What all can show. */
function bothShow(a: Capabilities, b: Capabilities): Capabilities {
  const both = Object.fromEntries(
    Object.entries(a).map(([name, shows]) => [name, shows === true && b[name as keyof Capabilities] === true]),
  )
  return { ...a, ...both, level: Math.min(a.level, b.level) as Level }
}
