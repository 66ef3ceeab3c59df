/** What goes over the lines: a case as JSON, and observations out of JSON. */
import { isRecord } from '../../base/is-record.ts'
import type { Case } from '../../observation/case.ts'
import type { ObservedValue, Outcome, Snapshot, StatementObservation } from '../../observation/observations.ts'
import { printExpression, printStatement } from '../../program/print.ts'
import type { EngineDescription } from '../engine.ts'

/** The only version of this form that there is; both sides say it. */
const PROTOCOL = 1

/** Numbers a node, a place or a name: plain lists in JSON. */
const ARRAYS = {
  handles: Float64Array,
  types: Uint16Array,
  refcounts: Float64Array,
  generations: Int8Array,
  edgeStarts: Uint32Array,
  edges: Float64Array,
  weakTargets: Float64Array,
  roots: Float64Array,
  garbage: Float64Array,
} as const

export function caseLine({ program, probes, ...rest }: Case): string {
  const statements = program.body.map((statement) => printStatement(statement).trimEnd())
  const asked = probes.map((probe) => ({ ...probe, expression: printExpression(probe.expression) }))
  return JSON.stringify({ statements, probes: asked, ...rest })
}

/** The first line of an engine: `{"heapsmith": 1, "version": …, "capabilities": {…}, "facts": {…}}`. */
export function readGreeting(line: string): Omit<EngineDescription, 'id'> {
  const { heapsmith, version, capabilities, facts } = parsed(line)
  if (heapsmith !== PROTOCOL)
    throw new Error(`it speaks another form: "heapsmith": ${PROTOCOL} is expected in its first line`)
  if (typeof version !== 'string' || !isRecord(capabilities) || !isRecord(facts))
    throw new Error('its first line lacks version, capabilities or facts')
  return { version, capabilities, facts } as unknown as Omit<EngineDescription, 'id'>
}

/** One statement that is over, or how the case ended. */
export function readAnswer(line: string): StatementObservation | { readonly outcome: Outcome } {
  const answer = parsed(line)
  if ('outcome' in answer) return answer as unknown as { outcome: Outcome }
  const { value, snapshot, probes } = answer
  return {
    ...answer,
    ...(isRecord(value) ? { value: withBigInts(value) } : {}),
    ...(isRecord(snapshot) ? { snapshot: withArrays(snapshot) } : {}),
    ...(Array.isArray(probes) ? { probes: probes.map(answerOf) } : {}),
  } as unknown as StatementObservation
}

function parsed(line: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    value = undefined
  }
  if (isRecord(value)) return value
  throw new Error(`it wrote what is no JSON object: ${line.slice(0, 60)}`)
}

function answerOf(probe: unknown): unknown {
  return isRecord(probe) && isRecord(probe['value']) ? { ...probe, value: withBigInts(probe['value']) } : probe
}

/** An int that JSON cannot hold is a text there. */
function withBigInts(value: Record<string, unknown>): ObservedValue {
  const { kind, value: number, items } = value
  if (kind === 'int' && typeof number === 'string') return { kind, value: BigInt(number) }
  if (Array.isArray(items))
    return {
      ...value,
      items: items.map((item) => (isRecord(item) ? withBigInts(item) : item)),
    } as unknown as ObservedValue
  return value as unknown as ObservedValue
}

function withArrays(snapshot: Record<string, unknown>): Snapshot {
  const arrays = Object.entries(ARRAYS).map(([name, Type]) => [name, Type.from((snapshot[name] ?? []) as number[])])
  return { ...snapshot, ...Object.fromEntries(arrays) } as unknown as Snapshot
}
