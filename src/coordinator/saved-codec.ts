/**
 * {@link SavedCampaign} ⇄ bytes. The same campaign gives the same bytes: records are written in order of their keys.
 * Damaged, foreign or later files are refused with {@link DamagedBytes}; nothing that a file says is believed unread.
 *
 * Long because writer and reader of one form belong side by side.
 */
import { ByteReader, ByteWriter, DamagedBytes } from '../base/bytes.ts'
import { sealBytes, unsealBytes } from '../base/sealed-bytes.ts'
import { readEntryKey } from '../corpus/entry.ts'
import { readIncidence, writeIncidence } from '../corpus/incidence-codec.ts'
import { readModes, writeModes } from '../observation/case-modes.ts'
import { decodeProgram } from '../program/decode.ts'
import type { PlainCase, ShrinkResult, Tally, UndecidedCount } from '../task/messages.ts'
import { RULE_IDS, type RuleId } from '../verdict/rule.ts'
import type { Violation } from '../verdict/verdict.ts'
import type { Entry } from './finding-book.ts'
import type { GuidanceState } from './guidance.ts'
import { readIdentity, writeIdentity } from './identity-codec.ts'
import type { Progressed, SavedCampaign } from './saved-campaign.ts'

const MAGIC = 'HSCS'
const VERSION = 4
const SHRINK_ENDS: readonly ShrinkResult['ended'][] = ['smallest', 'attempts', 'time', 'interrupted', 'unreliable']
/** Instead of the whole number of programs or milliseconds plus one. */
const ENDLESS = 0

export function encodeSaved(saved: SavedCampaign): Uint8Array {
  const out = new SavedWriter()
  writeIdentity(out.bytes, saved.identity)
  out.budget(saved.budget.programs)
  out.budget(saved.budget.timeMs)
  out.progressed(saved.progressed)
  return sealBytes(MAGIC, VERSION, out.bytes.finish())
}

export function decodeSaved(sealed: Uint8Array): SavedCampaign {
  const input = new SavedReader(unsealBytes(MAGIC, VERSION, sealed))
  const saved = {
    identity: readIdentity(input.bytes),
    budget: { programs: input.budget(), timeMs: input.budget() },
    progressed: input.progressed(),
  }
  if (saved.progressed.tallies.length !== saved.identity.engines.length)
    throw new DamagedBytes('it has not one tally an engine')
  if (!input.bytes.atEnd) throw new DamagedBytes('something follows its end')
  return saved
}

class SavedWriter {
  readonly bytes = new ByteWriter()

  budget(value: number): void {
    this.bytes.unsigned(Number.isFinite(value) ? Math.round(value) + 1 : ENDLESS)
  }

  progressed({ done, tallies, findings, guidance, seconds, noveltySeconds }: Progressed): void {
    this.bytes.unsigned(done)
    this.bytes.list(tallies, (tally) => this.tally(tally))
    this.bytes.list(findings, (entry) => this.entry(entry))
    this.bytes.list(guidance === undefined ? [] : [guidance], (state) => this.guidance(state))
    this.bytes.float(seconds)
    this.bytes.float(noveltySeconds)
  }

  private guidance(state: GuidanceState): void {
    const { entries, incidence, credits, reruns, stable, lastNovelty } = state
    this.bytes.list(entries, ({ key, tried, fertile }) => {
      this.bytes.text(key)
      this.bytes.unsigned(tried)
      this.bytes.unsigned(fertile)
    })
    writeIncidence(this.bytes, incidence)
    this.bytes.list(credits, ([name, { recent, ...all }]) => {
      this.bytes.text(name)
      for (const { tries, features } of [all, recent]) for (const count of [tries, features]) this.bytes.unsigned(count)
    })
    for (const count of [reruns, stable, lastNovelty]) this.bytes.unsigned(count)
  }

  private tally(tally: Tally): void {
    this.bytes.unsigned(tally.programs)
    this.bytes.unsigned(tally.statements)
    this.record(tally.checks, (count) => this.bytes.unsigned(count))
    this.record(tally.traits, (count) => this.bytes.unsigned(count))
    this.record(tally.undecided, ({ count, example }) => {
      this.bytes.unsigned(count)
      this.bytes.unsigned(example)
    })
    for (const ms of [tally.spent.generateMs, tally.spent.engineMs, tally.spent.judgeMs]) this.bytes.float(ms)
  }

  private entry(entry: Entry): void {
    this.bytes.text(entry.engine)
    this.bytes.text(entry.signature)
    this.bytes.unsigned(entry.firstSeen)
    this.bytes.unsigned(entry.count)
    this.bytes.byte(entry.lethal ? 1 : 0)
    this.case(entry.found)
    this.bytes.list(entry.violations, (violation) => this.violation(violation))
    this.bytes.list(entry.shrunk === undefined ? [] : [entry.shrunk], (shrunk) => this.shrunk(shrunk))
  }

  private shrunk(shrunk: ShrinkResult): void {
    const { reproduced, reruns, attempts, accepted, ended } = shrunk
    for (const count of [reproduced ? 1 : 0, reruns.failed, reruns.runs, attempts, accepted]) this.bytes.unsigned(count)
    this.bytes.byte(SHRINK_ENDS.indexOf(ended))
    this.case(shrunk.case)
    this.bytes.list(shrunk.violations, (violation) => this.violation(violation))
    this.bytes.text(shrunk.fingerprint ?? '')
  }

  private case({ program, snapshots, ...modes }: PlainCase): void {
    writeModes(this.bytes, modes)
    this.bytes.list(snapshots, (statement) => this.bytes.unsigned(statement))
    this.bytes.bytes(program)
  }

  private violation({ rule, statement, objects, expected, seen, message }: Violation): void {
    this.bytes.text(rule)
    this.bytes.unsigned(statement)
    this.bytes.list(objects, (label) => this.bytes.text(label))
    for (const text of [expected, seen, message]) this.bytes.text(text)
  }

  private record<T>(record: Readonly<Record<string, T>>, write: (value: T) => void): void {
    this.bytes.list(
      Object.keys(record)
        .sort()
        .map((key) => [key, record[key] as T] as const),
      ([key, value]) => {
        this.bytes.text(key)
        write(value)
      },
    )
  }
}

class SavedReader {
  readonly bytes: ByteReader

  constructor(body: Uint8Array) {
    this.bytes = new ByteReader(body)
  }

  budget(): number {
    const value = this.bytes.unsigned()
    return value === ENDLESS ? Number.POSITIVE_INFINITY : value - 1
  }

  progressed(): Progressed {
    const done = this.bytes.unsigned()
    const tallies = this.bytes.list(() => this.tally())
    let ordinal = 0
    const findings = this.bytes.list(() => this.entry(ordinal++))
    const [guidance] = this.bytes.list(() => this.guidance())
    const [seconds, noveltySeconds] = [this.duration(), this.duration()]
    return { done, tallies, findings, ...(guidance === undefined ? {} : { guidance }), seconds, noveltySeconds }
  }

  private guidance(): GuidanceState {
    const entries = this.bytes.list(() => ({
      key: readEntryKey(this.bytes),
      tried: this.bytes.unsigned(),
      fertile: this.bytes.unsigned(),
    }))
    const incidence = readIncidence(this.bytes)
    const credit = () => ({ tries: this.bytes.unsigned(), features: this.bytes.unsigned() })
    const credits = this.bytes.list(() => [this.bytes.text(), { ...credit(), recent: credit() }] as const)
    const [reruns, stable, lastNovelty] = [this.bytes.unsigned(), this.bytes.unsigned(), this.bytes.unsigned()]
    return { entries, incidence, credits, reruns, stable, lastNovelty }
  }

  private tally(): Tally {
    const [programs, statements] = [this.bytes.unsigned(), this.bytes.unsigned()]
    const checks = this.record(() => this.bytes.unsigned())
    for (const rule of Object.keys(checks)) this.known(rule)
    const traits = this.record(() => this.bytes.unsigned())
    const undecided = this.record(
      (): UndecidedCount => ({ count: this.bytes.unsigned(), example: this.bytes.unsigned() }),
    )
    const [generateMs, engineMs, judgeMs] = [this.duration(), this.duration(), this.duration()]
    return { programs, statements, checks, traits, undecided, spent: { generateMs, engineMs, judgeMs } }
  }

  private entry(ordinal: number): Entry {
    const [engine, signature] = [this.bytes.text(), this.bytes.text()]
    const [firstSeen, count] = [this.bytes.unsigned(), this.bytes.unsigned()]
    const lethal = this.bytes.byte() === 1
    const found = this.case()
    const violations = this.bytes.list(() => this.violation())
    if (violations.length === 0) throw new DamagedBytes('a finding of it has no violation')
    const [shrunk] = this.bytes.list(() => this.shrunk())
    return { engine, signature, firstSeen, count, lethal, ordinal, found, violations, shrunk }
  }

  private shrunk(): ShrinkResult {
    const reproduced = this.bytes.unsigned() === 1
    const reruns = { failed: this.bytes.unsigned(), runs: this.bytes.unsigned() }
    const [attempts, accepted] = [this.bytes.unsigned(), this.bytes.unsigned()]
    const ended = SHRINK_ENDS[this.bytes.byte()]
    if (ended === undefined) throw new DamagedBytes('a shrink in it ended in an unknown way')
    const small = this.case()
    const violations = this.bytes.list(() => this.violation())
    const fingerprint = this.bytes.text()
    const shrunk = { reproduced, reruns, attempts, accepted, ended, case: small, violations }
    return fingerprint === '' ? shrunk : { ...shrunk, fingerprint }
  }

  private case(): PlainCase {
    const modes = readModes(this.bytes)
    const snapshots = this.bytes.list(() => this.bytes.unsigned())
    const program = new Uint8Array(this.bytes.bytes())
    decodeProgram(program)
    return { ...modes, snapshots, program }
  }

  private violation(): Violation {
    const rule = this.known(this.bytes.text())
    const statement = this.bytes.unsigned()
    const objects = this.bytes.list(() => this.bytes.text())
    const [expected, seen, message] = [this.bytes.text(), this.bytes.text(), this.bytes.text()]
    return { rule, statement, objects, expected, seen, message }
  }

  private known(rule: string): RuleId {
    if (!RULE_IDS.includes(rule as RuleId)) throw new DamagedBytes(`there is no rule ${JSON.stringify(rule)}`)
    return rule as RuleId
  }

  /** Not negative, not endless. */
  private duration(): number {
    const value = this.bytes.float()
    if (!(value >= 0 && value < Number.MAX_SAFE_INTEGER)) throw new DamagedBytes('a time in it is impossible')
    return value
  }

  private record<T>(read: () => T): Record<string, T> {
    // Without a prototype: a key of a file is a key and nothing else.
    const record: Record<string, T> = Object.create(null)
    for (let left = this.bytes.unsigned(); left > 0; left--) record[this.bytes.text()] = read()
    return record
  }
}
